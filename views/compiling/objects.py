"""What is asked of rows of one view, compiled: select list, joins, seals, links, and a generated builder.

How each kind of member is told stands in one table, views/compiling/telling.py: what needs a statement of its own
(lists, pages, subjects) has objects again.

Only our own names and constants enter the generated source; keys of the answer enter as `repr`. Values of the request
never do.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final, Protocol

import asyncpg

from views.compiling.generating import generated
from views.compiling.question import Ask, Sight
from views.compiling.references import filling
from views.compiling.sealing import seal
from views.compiling.statement import Asking
from views.compiling.view import VIEWS, Derived, Member, Row, View

Build = Callable[..., tuple[list[Any], ...]]
TABLE: Final = "t"


def place(sql: str, alias: str, joined: str = "") -> str:
    return sql.replace("{t}", alias).replace("{r}", joined)


class Link(Protocol):
    """What must be read before rows are told: for each of them by its key, in one statement for all."""

    async def below(self, keys: Sequence[int], asking: Asking) -> Mapping[int, Any]: ...


class Objects:
    """Add what is asked by `rendering`, then `finish` with the sources; then `build` turns rows into answers."""

    def __init__(self, view: View, sight: Sight) -> None:
        self.view, self.sight = view, sight
        self.columns: list[str] = []
        self.joins: list[str] = []
        self.seals: list[tuple[int, int]] = []
        self.links: list[tuple[int, Link]] = []
        self.arguments: list[Ask] = []
        self.is_alike = True  # the same row is told alike to all who see it as this one does
        self._constants: dict[str, Any] = {}
        self._aliases = count()
        self._built: Build | None = None

    # what is selected

    def column(self, sql: str) -> str:
        """The variable of a column in the builder; the same expression is selected once."""
        if sql not in self.columns:
            self.columns.append(sql)
        return f"c{self.columns.index(sql)}"

    def _constant(self, letter: str, value: object) -> str:
        name = f"{letter}{len(self._constants)}"
        self._constants[name] = value
        return name

    # how it is told

    def rendering(self, view: View, asks: tuple[Ask, ...], alias: str = TABLE) -> str:
        """The source of one object."""
        return "{" + ", ".join(f"{ask.key!r}: {self._told(view, ask, alias)}" for ask in asks) + "}"

    def _told(self, view: View, ask: Ask, alias: str) -> str:
        if ask.name == "__typename":
            return repr(view.name)
        member = view.members[ask.name]
        seen = member.seen_by(self.sight.role)
        if seen is None:
            return "[]" if member.is_list else "None"
        return TELL[type(member)](self, view, member, ask, alias, place(seen, alias))

    def identity_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        column = int(self.column(seen)[1:])
        if (column, view.tag or 0) not in self.seals:
            self.seals.append((column, view.tag or 0))
        return f"s{self.seals.index((column, view.tag or 0))}"

    def column_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        return self.column(seen)

    def reference_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        filled = filling(member.named, self.sight, ask.below)
        if filled is None:
            return "[]" if member.is_list else "None"
        renderings, column = self._constant("F", filled), self.column(seen)
        if member.is_list:
            return f"[{renderings}[i] for i in {column}]"
        found = f"{renderings}[{column}]"
        return f"({found} if {column} is not None else None)" if member.may_be_null else found

    def row_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        assert isinstance(member, Row)
        other = VIEWS[member.named]
        assert isinstance(other, View)
        reach = "true" if member.through else other.reach(self.sight.role)
        if reach is None:
            return "None"
        joined = f"r{next(self._aliases)}"
        condition = place(member.seen_by(self.sight.role) or "", alias, joined)
        self.joins.append(_join(member, other, joined, f"{condition} and ({place(reach, joined)})"))
        there, source = self.column(f"{joined}.{other.key}"), self.rendering(other, ask.below, joined)
        return f"({source} if {there} is not None else None)" if member.may_be_null else source

    def below(self, sql: str, link: Link) -> str:
        """What the link read for the row that this column names."""
        column = self.column(sql)
        self.links.append((int(column[1:]), link))
        return f"L[{len(self.links) - 1}].get({column})"

    def derived_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        assert isinstance(member, Derived)
        self.is_alike = False
        parts = [view.members[name].seen_by(self.sight.role) for name in member.of]
        known = [self.column(place(sql, alias)) if sql is not None else "None" for sql in parts]
        given = []
        if member.args:
            self.arguments.append(ask)
            given = [f"**A[{len(self.arguments) - 1}]"]
        return f"{self._constant('D', member.value)}({', '.join(['V', *known, *given])})"

    # from rows to answers

    def finish(self, *sources: str, beyond: int = 0, cursors: bool = False) -> None:
        """Generate the builder: one list per source.

        `beyond`: columns of the row that only the caller looks at; `cursors`: the caller brings one per row, as `k`.
        """
        columns = [*(f"c{n}" for n in range(len(self.columns))), *["_"] * beyond] or ["_"]
        beside = [*(f"s{n}" for n in range(len(self.seals))), *["k"] * cursors]
        loop = f"for ({', '.join(columns)},) in R"
        if beside:
            loop = f"for ({', '.join(columns)},), {', '.join(beside)} in zip(R, *S)"
        lists = "".join(f"[{source} {loop}], " for source in sources)
        self._built = generated(f"def build(R, S, L, V, A): return ({lists})", self._constants)

    @property
    def select(self) -> str:
        return ", ".join(self.columns) or "true"

    @property
    def joined(self) -> str:
        return " ".join(self.joins)

    async def build(
        self, rows: Sequence[asyncpg.Record], asking: Asking, *beside: Sequence[str]
    ) -> tuple[list[Any], ...]:
        assert self._built is not None
        given = [ask.given(asking.variables) for ask in self.arguments]
        lists = [
            await link.below([r[column] for r in rows if r[column] is not None], asking) for column, link in self.links
        ]
        seals = [seal().ids(tag, [r[column] for r in rows]) for column, tag in self.seals]
        return self._built(rows, [*seals, *beside], lists, asking, given)


def _join(member: Row, other: View, joined: str, condition: str) -> str:
    if member.newest is None:
        return f"left join {other.table} {joined} on {condition}"
    newest = place(member.newest, joined)
    one = f"select {joined}.* from {other.table} {joined} where {condition} order by {newest} limit 1"
    return f"left join lateral ({one}) {joined} on true"


Tell = Callable[[Objects, View, Member, Ask, str, str], str]
TELL: Final[dict[type[Member], Tell]] = {}  # filled by views/compiling/telling.py
