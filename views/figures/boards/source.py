"""Compiles what is asked of a board: the sums needed, and a builder for all scopes of a level.

The generated source contains only names of this program, and the keys of the answer as `repr`. It never contains values
of the request.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from views.compiling.connection import AskedConnection
from views.compiling.generating import generated
from views.compiling.question import Ask, Sight
from views.compiling.references import filling
from views.figures.boards.reckoning import Reckoning
from views.figures.formulas import BREAKDOWNS, FORMULAS, FUNCTIONS
from views.figures.scopes import code

Build = Callable[..., list[dict[str, Any]]]
BuildEdges = Callable[..., tuple[list[dict[str, Any]], ...]]


class ToldBoard:
    """The builder of one board: `build(K, I, P, T, U, G, C, B, N)`.

    K: the kind of the scopes. I: their ids. P: the period asked for. T: for each of `reckoning.sums`, sums by scope.
    U: the days the figures rest on, by scope. G: for each of `reasons`, rows by scope and how many are told. C: for
    each of `curves`, the curves by scope and the points of each. B: for each of `beside`, a list of answers made
    elsewhere. N: the fewest ratings of a scope whose reasons (tags, dimensions) are told.
    """

    def __init__(self, sight: Sight, asks: tuple[Ask, ...]) -> None:
        self.sight = sight
        self.reasons: list[Ask] = []
        self.curves: list[Ask] = []
        self.beside: list[Ask] = []
        self.spans = False
        self._parts: set[str] = set()
        self._constants: dict[str, Any] = {**FUNCTIONS, "code": code, "NONE": {}, "ZERO": (0, 0)}
        rendering = "{" + ", ".join(f"{ask.key!r}: {self._member(ask)}" for ask in asks) + "}"
        self.reckoning = Reckoning(self._parts)
        self.build = self._generate(rendering)

    def _generate(self, rendering: str) -> Build:
        """Generate the builder: one loop over the scopes, in which each sum is a variable named like its part."""
        beside = [f"b{n}" for n in range(len(self.beside))]
        loop = f"for {', '.join(['i', *beside])} in zip(I, *B)" if beside else "for i in I"
        for n, sums in enumerate(self.reckoning.sums):
            self._constants[f"Z{n}"] = sums.nothing
            loop += f" for {', '.join(['_', *sums.parts])} in (T[{n}].get(i, Z{n}),)"
        build: Build = generated(f"def build(K, I, P, T, U, G, C, B, N): return [{rendering} {loop}]", self._constants)
        return build

    # members

    def _member(self, ask: Ask) -> str:
        if ask.name in FORMULAS:
            return self._formula(FORMULAS[ask.name])
        if ask.name in BREAKDOWNS:
            return self._breakdown(ask)
        return PLAIN[ask.name] if ask.name in PLAIN else TELL[ask.name](self, ask)

    def _formula(self, formula: str) -> str:
        """Note the parts that the formula needs, which are the names in it."""
        self._parts |= set(compile(formula, "<formula>", "eval").co_names) - set(FUNCTIONS)
        return formula

    def _breakdown(self, ask: Ask) -> str:
        type_, symbol, parts = BREAKDOWNS[ask.name]
        self._parts |= set(parts.values())
        entries = [self._entry(ask, type_, {symbol: repr(s), "count": part}) for s, part in parts.items()]
        return f"[{', '.join(entries)}]"

    def _tags(self, ask: Ask) -> str:
        entry = self._entry(ask, "TagCount", {"count": "n"}, "Tag")
        return f"([{entry} for r, n in {self._reason(ask)}] if ratings >= N else [])"

    def _dimensions(self, ask: Ask) -> str:
        entry = self._entry(ask, "DimensionCount", {"ratings": "n", "bad": "b"}, "Dimension")
        return f"([{entry} for r, n, b in {self._reason(ask)}] if ratings >= N else [])"

    def _reason(self, ask: Ask) -> str:
        self._parts.add("ratings")
        self.reasons.append(ask)
        at = len(self.reasons) - 1
        return f"G[{at}][0].get(i, ())[:G[{at}][1]]"

    def _curve(self, ask: Ask) -> str:
        self.curves.append(ask)
        at = len(self.curves) - 1
        entry = self._entry(ask, "BoardPoint", {"at": "a", "ratings": "n", "bad": "b"})
        return f"[{entry} for a in C[{at}][1][i] for n, b in (C[{at}][0].get(i, NONE).get(a, ZERO),)]"

    def _counted(self, ask: Ask) -> str:
        self.spans = True
        entry = self._entry(ask, "Counted", {"family": "f", "from": "a", "to": "z"})
        return f"[{entry} for f, a, z in U[i]]"

    def _elsewhere(self, ask: Ask) -> str:
        self.beside.append(ask)
        return f"b{len(self.beside) - 1}"

    def _entry(self, ask: Ask, type_: str, told: Mapping[str, str], small: str = "") -> str:
        """Return the source of one entry of a list below the board.

        `told` maps members to their source; every other member is a row of the small view `small`, with the id `r`.
        """
        known = {"__typename": repr(type_), **told}
        parts = [
            f"{below.key!r}: {known[below.name] if below.name in known else self._row(small, below)}"
            for below in ask.below
        ]
        return "{" + ", ".join(parts) + "}"

    def _row(self, view: str, ask: Ask) -> str:
        filled = filling(view, self.sight, ask.below)
        if filled is None:
            return "None"
        name = f"F{len(self._constants)}"
        self._constants[name] = filled
        return f"{name}[r]"


PLAIN: Final = {"__typename": "'Board'", "scope": "code(K, i)", "from": "P.first", "to": "P.last"}
TELL: Final[dict[str, Callable[[ToldBoard, Ask], str]]] = {
    "topTags": ToldBoard._tags,
    "byDimension": ToldBoard._dimensions,
    "series": ToldBoard._curve,
    "counted": ToldBoard._counted,
    "children": ToldBoard._elsewhere,
}


def edges(connection: AskedConnection, sight: Sight) -> tuple[list[Ask], BuildEdges]:
    """Return the boards asked for below a connection, and the builder of its edges: `build(R, C, S)`.

    R: the rows of the scopes. C: the column with their code. S: lists parallel to R, one for each board asked for,
    then the cursors if needed.
    """
    boards: list[Ask] = []
    name = "r.get('name_en') or r['name']" if sight.is_english else "r['name']"  # persons have no English name

    def node(asks: tuple[Ask, ...]) -> str:
        return "{" + ", ".join(f"{ask.key!r}: {member(ask)}" for ask in asks) + "}"

    def member(ask: Ask) -> str:
        if ask.name == "board":
            boards.append(ask)
            return f"b{len(boards) - 1}"
        return {"__typename": "'BoardRow'", "scope": "r[C]", "name": name}[ask.name]

    sources = [connection.source(edge, node) for edge in connection.edges]
    beside = [*(f"b{n}" for n in range(len(boards))), *["k"] * connection.needs_cursors]
    loop = f"for {', '.join(['r', *beside])} in zip(R, *S)" if beside else "for r in R"
    lists = "".join(f"[{source} {loop}], " for source in sources)
    return boards, generated(f"def build(R, C, S): return ({lists})", {})


__all__ = ["ToldBoard", "edges"]
