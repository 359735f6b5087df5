"""The board: not rows but sums, compiled like every other view. Boards of one level cost one statement per source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from domain.clock import day_of
from views import figures, scopes
from views.connection import Connection, info
from views.figures import BREAKDOWNS, FORMULAS, Figures, Period
from views.paging import MOST
from views.references import Filled, filling
from views.sealing import seal
from views.statement import Asking, Statement
from views.view import Ask, BadCursor, Refused, Sight

CURSORS: Final = 11
OF_KIND: Final = {"DISTRICT": 1, "AGENCY": 2, "SERVICE": 3, "STAFF": 4}  # a cursor of one list fits no other
NOW: Final = Statement("select city_now()")
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)


class Counted:
    """One scope with its figures and what is below it, ready to be told. `shown`: as much as this asker may see."""

    def __init__(
        self, kind: str, scope_id: int, period: Period, shown: Period, found: Figures, below: Mapping[str, Any]
    ) -> None:
        self.kind, self.scope_id, self.period, self.shown = kind, scope_id, period, shown
        self.found, self.below = found, below


class Board:
    """What is asked of a board, for one role and language."""

    def __init__(self, sight: Sight, asks: tuple[Ask, ...]) -> None:
        self.sight, self.asks = sight, asks
        self.members = frozenset(ask.name for ask in asks)
        self.children = {ask.key: Children(sight, ask) for ask in asks if ask.name == "children"}
        self.told: list[tuple[str, Callable[[Counted, Asking], Any]]] = [(ask.key, self._part(ask)) for ask in asks]

    # arguments, before anything is read

    def judge(self, kind: str | None, first: date, last: date, asking: Asking, boards: int = 1) -> None:
        """`boards`: how many of these may be told, being children of children."""
        for ask in self.asks:
            given = ask.given(asking.variables)
            if ask.name == "series" and kind is not None:
                scopes.judge_step(kind, given.get("step", "DAY"), first, last, boards, asking)
            if ask.name == "topTags":
                _judge_first(given.get("first", 10))
        for below in self.children.values():
            below.judge(scopes.BELOW[kind][0] if kind in scopes.BELOW else None, first, last, asking, boards)

    # figures

    async def read(self, kind: str, ids: Sequence[int], period: Period, asking: Asking) -> dict[int, dict[str, Any]]:
        last = await scopes.last_day(kind, period.last, period.today, asking) if ids else period.last
        shown = replace(period, last=last)
        steps = frozenset(ask.given(asking.variables).get("step", "DAY") for ask in self.asks if ask.name == "series")
        found = await figures.count(kind, ids, shown, self.members, steps, asking)
        figures.thin(found.values(), scopes.fewest(kind, self.sight.role))
        below = {key: await part.read(kind, ids, period, asking) for key, part in self.children.items()}
        counted = {
            i: Counted(kind, i, period, shown, found[i], {key: part[i] for key, part in below.items()}) for i in ids
        }
        return {i: {key: part(one, asking) for key, part in self.told} for i, one in counted.items()}

    # how each member is told

    def _part(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        if ask.name in FORMULAS:
            formula = FORMULAS[ask.name]
            return lambda one, asking: formula(one.found)
        if ask.name in BREAKDOWNS:
            breakdown = _breakdown(ask)
            return lambda one, asking: breakdown(one.found.tally)
        return getattr(self, f"_{ask.name.strip('_').lower()}")(ask)  # type: ignore[no-any-return]

    def _typename(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        return lambda one, asking: "Board"

    def _scope(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        return lambda one, asking: scopes.code(one.kind, one.scope_id)

    def _from(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        return lambda one, asking: one.period.first

    def _to(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        return lambda one, asking: one.period.last

    def _toptags(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        tags = _rendered(ask, "tag", "Tag", self.sight)

        def told(one: Counted, asking: Asking) -> list[dict[str, Any]]:
            most = one.found.tags[: ask.given(asking.variables).get("first", 10)]
            return [tags("TagCount", tag, {"count": times}) for tag, times in most]

        return told

    def _bydimension(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        dimensions = _rendered(ask, "dimension", "Dimension", self.sight)
        return lambda one, asking: [
            dimensions("DimensionCount", dimension, {"ratings": ratings, "bad": bad})
            for dimension, ratings, bad in one.found.dimensions
        ]

    def _series(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        def told(one: Counted, asking: Asking) -> list[dict[str, Any]]:
            step = ask.given(asking.variables).get("step", "DAY")
            known, shown = one.found.series.get(step, {}), one.shown
            at = scopes.points(step, shown.first, shown.last, shown.now)
            values = [(moment, *known.get(moment, (0, 0))) for moment in at]
            return [_told(ask, "BoardPoint", {"at": moment, "ratings": n, "bad": bad}) for moment, n, bad in values]

        return told

    def _children(self, ask: Ask) -> Callable[[Counted, Asking], Any]:
        return lambda one, asking: one.below[ask.key]


class Children:
    """The boards one level below, paged by id in memory; all parents' children are counted together."""

    def __init__(self, sight: Sight, ask: Ask) -> None:
        self.ask, self.connection = ask, Connection("BoardRow", ask.below)
        nodes = [node for edge in self.connection.edges for node in edge.below if node.name == "node"]
        self.boards = {
            id(board): Board(sight, board.below) for node in nodes for board in node.below if board.name == "board"
        }

    def judge(self, kind: str | None, first: date, last: date, asking: Asking, boards: int) -> None:
        given = self.ask.given(asking.variables)
        _judge_first(given["first"])
        _place(given.get("after"), kind)
        for board in self.boards.values():
            board.judge(kind, first, last, asking, boards * given["first"])

    async def read(
        self, kind: str, parents: Sequence[int], period: Period, asking: Asking
    ) -> dict[int, dict[str, Any]]:
        given = self.ask.given(asking.variables)
        kind_below = scopes.BELOW[kind][0] if kind in scopes.BELOW else kind
        first, after = given["first"], _place(given.get("after"), kind_below)
        pages = {
            parent: [i for i in scopes.children(kind, parent, asking) if i > after][: first + 1] for parent in parents
        }
        wanted = list(dict.fromkeys(i for page in pages.values() for i in page[:first]))
        boards = (
            {key: await board.read(kind_below, wanted, period, asking) for key, board in self.boards.items()}
            if wanted
            else {}
        )
        cursors = dict(
            zip(wanted, seal().cursors(CURSORS, OF_KIND.get(kind_below, 0), [(i, i) for i in wanted]), strict=True)
        )
        return {
            parent: self._page(kind_below, page, first, bool(given.get("after")), cursors, boards)
            for parent, page in pages.items()
        }

    def _page(
        self,
        kind: str,
        page: list[int],
        first: int,
        has_previous: bool,
        cursors: Mapping[int, str],
        boards: Mapping[int, Any],
    ) -> dict[str, Any]:
        rows = page[:first]
        edges = [[self._edge(edge, kind, i, cursors[i], boards) for i in rows] for edge in self.connection.edges]
        return self.connection.answer(edges, info([cursors[i] for i in rows], len(page) > first, has_previous), None)

    def _edge(self, edge: Ask, kind: str, scope_id: int, cursor: str, boards: Mapping[int, Any]) -> dict[str, Any]:
        plain = {"cursor": cursor, "__typename": "BoardRowEdge"}
        return {
            ask.key: plain[ask.name] if ask.name in plain else self._row(ask, kind, scope_id, boards)
            for ask in edge.below
        }

    def _row(self, node: Ask, kind: str, scope_id: int, boards: Mapping[int, Any]) -> dict[str, Any]:
        plain = {"scope": scopes.code(kind, scope_id), "name": scopes.name(kind, scope_id), "__typename": "BoardRow"}
        return {ask.key: plain[ask.name] if ask.name in plain else boards[id(ask)][scope_id] for ask in node.below}


async def period_of(first: date | None, last: date | None, asking: Asking) -> Period:
    """No dates: today. One date: from it to today, or up to it that one day."""
    for name, day in (("from", first), ("to", last)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Refused(
                f"日期应在{FIRST_DAY}至{LAST_DAY}之间。",
                f"A day lies between {FIRST_DAY} and {LAST_DAY}.",
                path=(name,),
            )
    now = (await NOW.rows(asking))[0][0]
    today = day_of(now)
    until = last or today
    since = first or until
    if since > until:
        raise Refused("开始日期不能晚于结束日期。", "`from` must not lie after `to`.", path=("from",))
    return Period(since, until, now)


def _judge_first(first: int) -> None:
    if not 1 <= first <= MOST:
        raise Refused(f"first 应为1到{MOST}。", f"first must be between 1 and {MOST}.", path=("first",))


def _place(after: str | None, kind: str | None) -> int:
    place = (-1, 0) if after is None else seal().open_cursor(after, CURSORS, OF_KIND.get(kind or "", 0))
    if place is None:
        raise BadCursor(
            "这个翻页标记不属于这个列表。请从第一页重新开始。",
            "This cursor is not one of this list. Start from the first page.",
            path=("after",),
        )
    return place[0]


def _breakdown(ask: Ask) -> Callable[[Mapping[str, int]], list[dict[str, Any]]]:
    """Generated like the builders of rows: names of ours, keys of the answer as `repr`, nothing of the request."""
    type_, symbol, columns = BREAKDOWNS[ask.name]
    entries = []
    for value, column in columns.items():
        told = {"__typename": repr(type_), symbol: repr(value), "count": f"T[{column!r}]"}
        entries.append("{" + ", ".join(f"{below.key!r}: {told[below.name]}" for below in ask.below) + "}")
    build: Callable[[Mapping[str, int]], list[dict[str, Any]]] = eval(f"lambda T: [{', '.join(entries)}]", {})
    return build


def _told(ask: Ask, type_: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {below.key: type_ if below.name == "__typename" else values[below.name] for below in ask.below}


def _rendered(
    ask: Ask, member: str, view: str, sight: Sight
) -> Callable[[str, int, Mapping[str, Any]], dict[str, Any]]:
    """How an entry that names a small row is told; the row may be asked several times under different keys."""
    filled = {below.key: filling(view, sight, below.below) for below in ask.below if below.name == member}

    def told(type_: str, row_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        known = {"__typename": type_, **values}
        return {
            below.key: known[below.name] if below.name in known else _row(filled[below.key], row_id)
            for below in ask.below
        }

    return told


def _row(filled: Filled | None, row_id: int) -> dict[str, Any] | None:
    return None if filled is None else filled[row_id]


__all__ = ["Board", "Children", "period_of"]
