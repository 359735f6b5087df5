"""Reads pages of a view (order, sealed cursors, filters, count), and single rows by id."""

from collections.abc import Sequence
from typing import Any, Final

from views.compiling.connection import AskedConnection, info
from views.compiling.judging import Filters, Judged, cursors, values_of, where
from views.compiling.objects import TABLE, Objects, place
from views.compiling.question import Ask, Sight
from views.compiling.references import Filled, filling, table
from views.compiling.sealing import seal
from views.compiling.statement import NAME, Asking, Shapes, Statement
from views.compiling.view import VIEWS, Noun, Ordering, Small, View

COUNTED: Final = 10_000


class Pages:
    """Reads pages of a view in PostgreSQL for one role and selection.

    There is one statement for each combination of filters, order, presence of a cursor, and limit.
    """

    def __init__(self, view: View, sight: Sight, asks: tuple[Ask, ...]) -> None:
        self.view, self.sight, self.reach = view, sight, view.reach(sight.role)
        self.connection = AskedConnection(view.connection or view.name, asks)
        self.objects = Objects(view, sight)
        sources = [
            self.connection.source(edge, lambda below: self.objects.rendering(view, below))
            for edge in self.connection.edges
        ]
        self.has_places = self.connection.needs_cursors or bool(self.connection.infos)
        self.objects.finish(*sources, beyond=2 * self.has_places, cursors=self.connection.needs_cursors)
        self._narrowing = list(dict.fromkeys(NAME.findall(self.reach or "")))
        self._pages, self._counts = Shapes(), Shapes()

    async def read(self, judged: Judged, asking: Asking) -> dict[str, Any]:
        """Return the connection; it is empty if the role reaches no row. The total counts up to 10,000 rows."""
        total = await self._total(judged, asking) if self.connection.is_counted else None
        if not self.connection.is_listed or self.reach is None:
            for ask in self.objects.arguments:
                ask.given(asking.variables)
            return self.connection.answer([[] for _ in self.connection.edges], info([], False, False), total)
        shape = (judged.filters, judged.order, judged.after is not None, self._limit(judged, asking))
        statement = self._pages.of(shape, self._page_sql)
        rows = await statement.rows(asking, values_of(judged))
        has_next, rows = len(rows) > judged.first, rows[: judged.first]
        beside = [cursors(self.view, judged.order, rows)] if self.connection.needs_cursors else []
        lists = await self.objects.build(rows, asking, *beside)
        ends = cursors(self.view, judged.order, [rows[0], rows[-1]]) if rows and self.connection.infos else []
        return self.connection.answer(lists, info(ends, has_next, judged.after is not None), total)

    def _limit(self, judged: Judged, asking: Asking) -> str:
        """Return the limit as SQL: a number, or the parameter `:limit` if a value narrows the list.

        Without such a value one plan is best for every page. With the limit as a literal PostgreSQL plans once. With
        a value the best plan depends on it, as a rare value needs another index. A parameter as limit makes the
        generic plan look more expensive than it is, so PostgreSQL keeps planning for the actual values.
        """
        is_narrowed = judged.values or any(asking.value(name) is not None for name in self._narrowing)
        return ":limit" if is_narrowed else str(judged.limit)

    async def _total(self, judged: Judged, asking: Asking) -> int:
        if self.reach is None:
            return 0
        statement = self._counts.of((judged.filters,), self._count_sql)
        rows = await statement.rows(asking, values_of(judged))
        return int(rows[0][0])

    def _page_sql(self, filters: Filters, order: Ordering, has_cursor: bool, limit: str) -> str:
        key, tie = place(order.key, TABLE), place(order.tie, TABLE)
        way, beyond = ("desc", "<") if order.descending else ("asc", ">")
        after = f" and ({key}, {tie}) {beyond} (:after_key, :after_tie)" if has_cursor else ""
        by = f"order by {key} {way}, {tie} {way}"
        places = [f"{key} as k", f"{tie} as i"] if self.has_places else []
        columns = ", ".join([*self.objects.columns, *places]) or "true"
        rows = f"from {self.view.table} {TABLE} where {self._where(filters)}{after} {by} limit {limit}"
        if not self.objects.joins:
            return f"select {columns} {rows}"
        return f"select {columns} from (select {TABLE}.* {rows}) {TABLE} {self.objects.joined} {by}"

    def _count_sql(self, filters: Filters) -> str:
        rows = f"select from {self.view.table} {TABLE} where {self._where(filters)} limit {COUNTED}"
        return f"select count(*) from ({rows}) c"

    def _where(self, filters: Filters) -> str:
        return where(self.view, self.sight, filters, self.reach or "false")


class SmallPages:
    """Reads pages of a small view from memory, ordered by id, with the same masks."""

    def __init__(self, view: Small, sight: Sight, asks: tuple[Ask, ...]) -> None:
        self.view, self.sight = view, sight
        self.connection = AskedConnection(view.connection or view.name, asks)
        self.edges = [[self._edge_part(part) for part in edge.below] for edge in self.connection.edges]

    def _edge_part(self, ask: Ask) -> tuple[Ask, Filled | None]:
        return ask, filling(self.view.name, self.sight, ask.below) if ask.name == "node" else None

    async def read(self, judged: Judged, asking: Asking) -> dict[str, Any]:
        """Return the connection; it is empty if the role does not reach the view."""
        rows = (
            [row_id for row_id in sorted(table(self.view.name).rows) if self._is_asked(row_id, judged)]
            if self._sees
            else []
        )
        page = rows[: judged.first]
        cursors = dict(
            zip(
                page,
                seal().cursors(self.view.tag or 0, judged.order.number, [(row_id, row_id) for row_id in page]),
                strict=True,
            )
        )
        edges = [[self._edge(parts, row_id, cursors[row_id]) for row_id in page] for parts in self.edges]
        has_previous = self._sees and judged.after is not None
        return self.connection.answer(
            edges, info(list(cursors.values()), len(rows) > judged.first, has_previous), len(rows)
        )

    @property
    def _sees(self) -> bool:
        return self.view.reach(self.sight.role) is not None

    def _is_asked(self, row_id: int, judged: Judged) -> bool:
        if judged.after is not None and row_id <= judged.after[1]:
            return False
        row = table(self.view.name).rows[row_id]
        return all(self._fits(name, value, row) for name, value in judged.values.items())

    def _fits(self, name: str, value: Any, row: Any) -> bool:
        has = row[self.view.filter_on(name, self.sight.role)]
        return value.lower() in has.lower() if self.view.filters[name].sql == "has" else has in value

    def _edge(self, parts: list[tuple[Ask, Filled | None]], row_id: int, cursor: str) -> dict[str, Any]:
        plain = {"cursor": cursor, "__typename": f"{self.connection.name}Edge"}
        return {ask.key: plain[ask.name] if filled is None else filled[row_id] for ask, filled in parts}


class Rows:
    """Reads rows of a view by id, for `node` and the payloads of mutations.

    With `through`, the view's own reach is not applied.
    """

    def __init__(self, view: Noun, sight: Sight, asks: tuple[Ask, ...], *, through: bool = False) -> None:
        self.view, self.reach = view, "true" if through else view.reach(sight.role)
        self.filled = filling(view.name, sight, asks) if isinstance(view, Small) else None
        if isinstance(view, View):
            self.objects = Objects(view, sight)
            key = self.objects.column(f"{TABLE}.{view.key}")
            self.objects.finish(f"({key}, {self.objects.rendering(view, asks)})")
            self.of_one, self.of_several = (self._statement(view, ids) for ids in ("= :sought", "= any(:sought)"))

    def _statement(self, view: View, ids: str) -> Statement:
        """Return the statement with this condition on the id.

        One id is compared with `=`, not looked up in a list: only then PostgreSQL keeps one plan.
        """
        return Statement(
            f"select {self.objects.select} from {view.table} {TABLE} {self.objects.joined} "
            f"where {TABLE}.{view.key} {ids} and ({place(self.reach or 'false', TABLE)})"
        )

    async def read(self, ids: Sequence[int], asking: Asking) -> dict[int, dict[str, Any]]:
        """Return the rows that exist and are reached, by id."""
        if isinstance(self.view, Small):
            known = table(self.view.name).rows
            return {row_id: self.filled[row_id] for row_id in ids if row_id in known} if self.filled is not None else {}
        for ask in self.objects.arguments:
            ask.given(asking.variables)
        if self.reach is None or not ids:
            return {}
        if len(ids) == 1:
            rows = await self.of_one.rows(asking, {"sought": ids[0]})
        else:
            rows = await self.of_several.rows(asking, {"sought": list(ids)})
        return dict((await self.objects.build(rows, asking))[0])


def pages(name: str, sight: Sight, asks: tuple[Ask, ...]) -> Pages | SmallPages:
    """Return the reader of pages of this view: from PostgreSQL, or from memory for a small view."""
    view = VIEWS[name]
    if isinstance(view, View):
        return Pages(view, sight, asks)
    assert isinstance(view, Small)
    return SmallPages(view, sight, asks)
