"""Compiles what is asked of rows of one view: select list, joins, seals, links, generated builder.

views/compiling/telling.py fills the table TELL, which says how each kind of member is compiled. Members that need a
statement of their own (lists, pages, subjects) have their own Objects.

The generated source contains only names and constants of this program, and the keys of the answer as `repr`. It never
contains values of the request.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final, Protocol

import asyncpg

from views.compiling.generating import generated
from views.compiling.member import Derived, JoinedRow, Member
from views.compiling.question import Ask, Sight
from views.compiling.references import filling
from views.compiling.sealing import seal
from views.compiling.statement import Asking
from views.compiling.view import VIEWS, View

Build = Callable[..., tuple[list[Any], ...]]
TABLE: Final = "t"


def place(sql: str, alias: str, joined: str = "") -> str:
    """Return the SQL with its table aliases filled in: `{t}` is the row, `{r}` the row joined to it."""
    return sql.replace("{t}", alias).replace("{r}", joined)


class Link(Protocol):
    """What must be read below rows before they are built, with one statement for all rows.

    `below` takes the keys of the rows and returns what was read, by key.
    """

    async def below(self, keys: Sequence[int], asking: Asking) -> Mapping[int, Any]: ...


class Objects:
    """Compiles what is asked of one view's rows, for one role and language.

    Call `rendering` for each object asked for, then `finish` with the sources; after that `build` turns rows of the
    statement into answers.
    """

    def __init__(self, view: View, sight: Sight) -> None:
        self.view, self.sight = view, sight
        self.columns: list[str] = []
        self.joins: list[str] = []
        self.seals: list[tuple[int, int]] = []
        self.links: list[tuple[int, Link]] = []
        self.arguments: list[Ask] = []
        self.is_alike = True  # the answer for a row is the same for all askers with this sight
        self._constants: dict[str, Any] = {}
        self._aliases = count()
        self._built: Build | None = None

    # what is selected

    def column(self, sql: str) -> str:
        """Select this expression, once only, and return the variable that holds it in the builder."""
        if sql not in self.columns:
            self.columns.append(sql)
        return f"c{self.columns.index(sql)}"

    def _constant(self, letter: str, value: object) -> str:
        name = f"{letter}{len(self._constants)}"
        self._constants[name] = value
        return name

    # how it is told

    def rendering(self, view: View, asks: tuple[Ask, ...], alias: str = TABLE) -> str:
        """Return the builder source of one object of this view."""
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
        """Return the source of the row's sealed id."""
        column = int(self.column(seen)[1:])
        if (column, view.tag or 0) not in self.seals:
            self.seals.append((column, view.tag or 0))
        return f"s{self.seals.index((column, view.tag or 0))}"

    def column_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        """Return the source of a plain value."""
        return self.column(seen)

    def reference_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        """Return the source of one or several rows of a small view, taken from memory by id."""
        filled = filling(member.named, self.sight, ask.below)
        if filled is None:
            return "[]" if member.is_list else "None"
        renderings, column = self._constant("F", filled), self.column(seen)
        if member.is_list:
            return f"[{renderings}[i] for i in {column}]"
        found = f"{renderings}[{column}]"
        return f"({found} if {column} is not None else None)" if member.may_be_null else found

    def row_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        """Join the other view's table and return the source of its row; None where it is not reached."""
        assert isinstance(member, JoinedRow)
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
        """Return the source of what the link reads for the id in this column."""
        column = self.column(sql)
        self.links.append((int(column[1:]), link))
        return f"L[{len(self.links) - 1}].get({column})"

    def derived_told(self, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
        """Return the source of a computed value; members hidden from the role enter the computation as None."""
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
        """Generate the builder, which returns one list per source.

        `beyond` is the number of further columns of the statement that only the caller reads. With `cursors` the
        caller gives `build` one cursor per row, which the sources know as `k`.
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
        """The select list."""
        return ", ".join(self.columns) or "true"

    @property
    def joined(self) -> str:
        """The joins, to be placed after the table."""
        return " ".join(self.joins)

    async def build(
        self, rows: Sequence[asyncpg.Record], asking: Asking, *beside: Sequence[str]
    ) -> tuple[list[Any], ...]:
        """Return one list of answers per source, in the order of the rows. `beside` holds the cursors, if any."""
        assert self._built is not None
        given = [ask.given(asking.variables) for ask in self.arguments]
        lists = [
            await link.below([r[column] for r in rows if r[column] is not None], asking) for column, link in self.links
        ]
        seals = [seal().ids(tag, [r[column] for r in rows]) for column, tag in self.seals]
        return self._built(rows, [*seals, *beside], lists, asking, given)


def _join(member: JoinedRow, other: View, joined: str, condition: str) -> str:
    if member.newest is None:
        return f"left join {other.table} {joined} on {condition}"
    newest = place(member.newest, joined)
    one = f"select {joined}.* from {other.table} {joined} where {condition} order by {newest} limit 1"
    return f"left join lateral ({one}) {joined} on true"


Tell = Callable[[Objects, View, Member, Ask, str, str], str]
TELL: Final[dict[type[Member], Tell]] = {}  # filled by views/compiling/telling.py
