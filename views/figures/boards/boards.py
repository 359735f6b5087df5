"""Boards: figures summed by scope. All boards of one level are read with one statement per source."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime
from math import inf
from typing import Any, Final

from domain.board.families import FAMILIES
from views.compiling.connection import AskedConnection, info
from views.compiling.judging import MOST
from views.compiling.question import Ask, BadCursor, Refused, Sight
from views.compiling.sealing import seal
from views.compiling.statement import Asking
from views.figures import scopes
from views.figures.boards import details
from views.figures.boards.reckoning import Reckoned
from views.figures.boards.source import ToldBoard, edges
from views.figures.disclosure import batches, knowing, people
from views.figures.period import Period

CURSORS: Final = 11
OF_KIND: Final = {"DISTRICT": 1, "AGENCY": 2, "SERVICE": 3, "STAFF": 4}  # a cursor of one list fits no other
FIRST_TAGS, FIRST_STEP = 10, "DAY"


class Board:
    """Reads boards, for one role, language and selection."""

    def __init__(self, sight: Sight, asks: tuple[Ask, ...]) -> None:
        self.sight, self.asks, self.told = sight, asks, ToldBoard(sight, asks)
        self.children = [Children(sight, ask) for ask in self.told.beside]

    # arguments, before anything is read

    def judge(self, kind: str | None, first: date, last: date, asking: Asking, boards: int = 1) -> None:
        """Judge the arguments of this board and of the boards below it.

        `boards` is how many boards of this selection there may be: more than one if it is asked of children. Raises
        Refused, BadCursor or Forbidden.
        """
        knowing.judge(asking.actor, kind)
        for ask in self.asks:
            if ask.name == "series" and kind is not None:
                scopes.judge_step(kind, _step(ask, asking), first, last, boards, asking)
            if ask.name == "topTags":
                _judge_first(_most(ask, asking))
        for below in self.children:
            below.judge(scopes.below(kind), first, last, asking, boards)

    # figures

    async def read(self, kind: str, ids: Sequence[int], period: Period, asking: Asking) -> list[dict[str, Any]]:
        """Return one answer for each scope, in the order of `ids`, up to the last day this asker may know."""
        own = await people.until(kind, period, asking)
        known = await self.told.reckoning.read(kind, ids, own, asking, tuple(FAMILIES) if self.told.spans else ())
        spans = {i: known.spans(i, kind, own) for i in ids} if self.told.spans else {}
        fewest = people.fewest(kind, self.sight.role)
        reasons = await self._reasons(kind, () if fewest is None else ids, known, own, asking)
        curves = await self._curves(kind, ids, known, own, asking) if self.told.curves else ()
        below = [await children.read(kind, ids, period, asking) for children in self.children]
        least = inf if fewest is None else fewest
        return self.told.build(kind, ids, period, known.sums, spans, reasons, curves, below, least)

    async def _reasons(
        self, kind: str, ids: Sequence[int], known: Reckoned, period: Period, asking: Asking
    ) -> list[Any]:
        live, told = _split(ids, known.live)
        found: dict[str, Any] = {}
        for name in dict.fromkeys(ask.name for ask in self.told.reasons):
            found[name] = {
                **await details.reasons(name, kind, live, period, asking),
                **await batches.reasons(name, kind, told, known.until, asking),
            }
        return [(found[ask.name], _most(ask, asking) if ask.name == "topTags" else None) for ask in self.told.reasons]

    async def _curves(
        self, kind: str, ids: Sequence[int], known: Reckoned, period: Period, asking: Asking
    ) -> list[Any]:
        """Return the curves asked for.

        Those of the city and the districts are live for everybody, like their totals.
        """
        live, told = (ids, ()) if scopes.is_large(kind) else _split(ids, known.live)
        found: dict[str, Any] = {}
        for step in sorted({_step(ask, asking) for ask in self.told.curves}):
            curves = {
                **await details.curves(step, kind, live, period, asking),
                **(await batches.curves(step, kind, told, known.until, asking) if step != "HOUR" else {}),
            }
            points = dict.fromkeys(live, scopes.points(step, period.first, period.last, period.now))
            points |= dict.fromkeys(told, _over(step, known.until) if told else [])
            found[step] = (curves, points)
        return [found[_step(ask, asking)] for ask in self.told.curves]


class Children:
    """Reads the boards one level below, in pages by id; the children of all parents are summed together."""

    def __init__(self, sight: Sight, ask: Ask) -> None:
        self.ask, self.connection = ask, AskedConnection("BoardRow", ask.below)
        boards, self._edges = edges(self.connection, sight)
        self.boards = [Board(sight, board.below) for board in boards]

    def judge(self, kind: str | None, first: date, last: date, asking: Asking, boards: int) -> None:
        """Judge the arguments of the page and of its boards; `kind` is that of the children."""
        given = self.ask.given(asking.variables)
        _judge_first(given["first"])
        _place(given.get("after"), kind)
        for board in self.boards:
            board.judge(kind, first, last, asking, boards * given["first"])

    async def read(self, kind: str, parents: Sequence[int], period: Period, asking: Asking) -> list[dict[str, Any]]:
        """Return one page for each parent, in the order of `parents`; `kind` is that of the parents."""
        given = self.ask.given(asking.variables)
        below, first, after = scopes.below(kind) or kind, given["first"], given.get("after")
        rows, place = scopes.rows(below), _place(after, below)
        pages = [_after(place, await people.children(kind, parent, period, asking))[: first + 1] for parent in parents]
        wanted = [i for page in pages for i in page[:first]]
        beside: list[Sequence[Any]] = [await board.read(below, wanted, period, asking) for board in self.boards]
        if self.connection.needs_cursors:
            beside.append(_cursors(below, wanted))
        told = self._edges([rows[i] for i in wanted], scopes.code_column(below), beside)
        answers, at = [], 0
        for page in pages:
            end = at + len(page[:first])
            answers.append(self._page(below, wanted[at:end], [one[at:end] for one in told], len(page) > first, after))
            at = end
        return answers

    def _page(
        self, kind: str, ids: list[int], edges: list[list[Any]], has_next: bool, after: str | None
    ) -> dict[str, Any]:
        ends = _cursors(kind, [ids[0], ids[-1]]) if ids and self.connection.infos else ()
        return self.connection.answer(edges, info(ends, has_next, bool(after)), None)


def _over(step: str, until: Period) -> list[datetime]:
    """Return the points of a curve of batches; there are none by the hour, as batches are of whole days."""
    return [] if step == "HOUR" else scopes.points(step, until.first, until.last, until.now)


def _split(ids: Sequence[int], live: frozenset[int]) -> tuple[list[int], list[int]]:
    return [i for i in ids if i in live], [i for i in ids if i not in live]


def _step(ask: Ask, asking: Asking) -> str:
    step: str = ask.given(asking.variables).get("step", FIRST_STEP)
    return step


def _most(ask: Ask, asking: Asking) -> int:
    most: int = ask.given(asking.variables).get("first", FIRST_TAGS)
    return most


def _judge_first(first: int) -> None:
    if not 1 <= first <= MOST:
        raise Refused(f"first 应为1到{MOST}。", f"first must be between 1 and {MOST}.", path=("first",))


def _place(after: str | None, kind: str | None) -> int:
    """Return the id after which a page begins. Raises BadCursor if the cursor is not of this list."""
    place = (-1, 0) if after is None else seal().open_cursor(after, CURSORS, OF_KIND.get(kind or "", 0))
    if place is None:
        raise BadCursor(
            "这个翻页标记不属于这个列表。请从第一页重新开始。",
            "This cursor is not one of this list. Start from the first page.",
            path=("after",),
        )
    return place[0]


def _after(place: int, ids: Sequence[int]) -> Sequence[int]:
    return ids[bisect_right(ids, place) :]


def _cursors(kind: str, ids: Sequence[int]) -> list[str]:
    return seal().cursors(CURSORS, OF_KIND.get(kind, 0), [(i, i) for i in ids])


__all__ = ["Board", "Children"]
