"""Compiles subjects and pages below a row, with one statement for all parents together."""

from collections.abc import Sequence
from typing import Any

from views.compiling.connection import AskedConnection, info
from views.compiling.judging import cursors, judge, values_of
from views.compiling.member import Member, Pages, Subject
from views.compiling.objects import TABLE, Objects, place
from views.compiling.paging import Rows
from views.compiling.question import Ask, Sight
from views.compiling.statement import Asking, Shapes
from views.compiling.view import VIEWS, View


class Seen(dict[str, Any]):
    """An answer of an interface or union type: `typename` is the name of its concrete type."""

    typename: str = ""


def seen(typename: str, told: dict[str, Any]) -> Seen:
    """Return the answer as a Seen of this type."""
    found = Seen(told)
    found.typename = typename
    return found


class Through:
    """Reads rows of one view by id for the subject of another row.

    With `through`, the view's own reach is not applied: whoever reaches the row above reaches its subject. If no
    member is asked for, no statement is sent.
    """

    def __init__(self, name: str, sight: Sight, asks: tuple[Ask, ...], *, through: bool) -> None:
        self.name = name
        self.rows = Rows(VIEWS[name], sight, asks, through=through) if asks else None

    async def below(self, ids: Sequence[int], asking: Asking) -> dict[int, Seen]:
        """Return the answers by row id; rows that are not reached are missing."""
        if self.rows is None:
            return {row_id: seen(self.name, {}) for row_id in ids}
        found = await self.rows.read(list(dict.fromkeys(ids)), asking)
        return {row_id: seen(self.name, told) for row_id, told in found.items()}


class PageLink:
    """Reads one page of children for each of many parents, with the same arguments for all."""

    def __init__(self, member: Pages, sight: Sight, ask: Ask) -> None:
        child = VIEWS[member.child]
        assert isinstance(child, View)
        self.member, self.child, self.sight, self.ask = member, child, sight, ask
        self.parent, self.reach = place(member.sql, TABLE), child.reach(sight.role)
        self.connection = AskedConnection(child.connection or child.name, ask.below)
        self.objects = Objects(child, sight)
        sources = [
            self.connection.source(edge, lambda below: self.objects.rendering(child, below))
            for edge in self.connection.edges
        ]
        self.objects.finish(*sources, beyond=3, cursors=self.connection.needs_cursors)
        self.shapes = Shapes()

    def _sql(self, key: str, tie: str, is_descending: bool, has_cursor: bool) -> str:
        way, beyond = ("desc", "<") if is_descending else ("asc", ">")
        key, tie = place(key, TABLE), place(tie, TABLE)
        after = f" and ({key}, {tie}) {beyond} (:after_key, :after_tie)" if has_cursor else ""
        columns = ", ".join([*self.objects.columns, f"{key} as k", f"{tie} as i", "p.id as p"])
        return (
            f"select {columns} from unnest(:parents::bigint[]) p (id) cross join lateral (select {TABLE}.* "
            f"from {self.child.table} {TABLE} where {self.parent} = p.id and ({place(self.reach or 'false', TABLE)})"
            f"{after} order by {key} {way}, {tie} {way} limit :limit) {TABLE} {self.objects.joined} "
            f"order by p.id, {key} {way}, {tie} {way}"
        )

    async def below(self, parents: Sequence[int], asking: Asking) -> dict[int, Any]:
        """Return the connection of each parent by the parent's id.

        Raises Refused or BadCursor if `first` or `after` is bad, also without parents.
        """
        given = self.ask.given(asking.variables)
        judged = judge(self.child, self.sight, first=given["first"], after=given.get("after"), order=self.member.order)
        order, has_cursor = judged.order, judged.after is not None
        rows: Any = []
        if parents and self.connection.is_listed:
            statement = self.shapes.of((order.key, order.tie, order.descending, has_cursor), self._sql)
            rows = await statement.rows(asking, values_of(judged) | {"parents": list(dict.fromkeys(parents))})
        kept, more = _cut(rows, judged.first)
        marks = cursors(self.child, order, kept)
        lists = await self.objects.build(kept, asking, *([marks] if self.connection.needs_cursors else []))
        told: dict[int, Any] = {}
        for parent in parents:
            mine = [n for n, row in enumerate(kept) if row["p"] == parent]
            ends = [marks[mine[0]], marks[mine[-1]]] if mine else []
            parts = [[one[n] for n in mine] for one in lists]
            told[parent] = self.connection.answer(parts, info(ends, parent in more, has_cursor), None)
        return told


def _cut(rows: Sequence[Any], first: int) -> tuple[list[Any], set[int]]:
    """Return the first `first` rows of each parent, and the parents that have more."""
    counted: dict[int, int] = {}
    kept, more = [], set[int]()
    for row in rows:
        counted[row["p"]] = counted.get(row["p"], 0) + 1
        if counted[row["p"]] > first:
            more.add(row["p"])
        else:
            kept.append(row)
    return kept, more


def page_told(objects: Objects, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
    """Return the builder source of a Pages member."""
    assert isinstance(member, Pages)
    return objects.below(f"{alias}.{view.key}", PageLink(member, objects.sight, ask))


def subject_told(objects: Objects, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
    """Return the builder source of a Subject member: one statement for each view the row may be about."""
    assert isinstance(member, Subject)
    told = "None"
    for below in ask.below:
        through = below.name not in member.by_own_reach
        column = place(member.of[below.name], alias)
        found = objects.below(column, Through(below.name, objects.sight, below.below, through=through))
        told = f"({found} if {objects.column(column)} is not None else {told})"
    return told
