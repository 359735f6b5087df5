"""Reads rating events from the ledger for many listeners, who share what is read.

A feed is one question to the ledger: what is asked, of which kinds, as seen by whom. Its pages are kept for five
seconds by the position they begin after. Listeners at the same position share a page; one that lags reads its own.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from weakref import WeakValueDictionary

from domain import policy
from domain.actor import Actor
from domain.subscriptions.kinds import heard_by, known
from views.compiling.judging import position
from views.compiling.objects import TABLE, Objects, place
from views.compiling.question import Ask, Refused, Sight
from views.compiling.references import table
from views.compiling.statement import NAME, Asking, Statement
from views.compiling.view import VIEWS, View
from views.hearing import heads
from views.plain import asked

AT_ONCE: Final = 100  # events of a page
VALUES: Final = 10_000  # of a page; a question with many members reads fewer events at once
PAGES_KEPT: Final = 64
KEPT_FOR: Final = 5.0  # seconds; short, because `data` shows the present state, such as that a rating was made void


@dataclass(frozen=True, slots=True)
class Topic:
    """The key under which listeners share a feed: question, filters, sight, and what the reach depends on.

    `form` is what else the text of an event depends on.
    """

    asks: tuple[Ask, ...]
    sight: Sight
    kinds: tuple[str, ...] | None = None
    agency: str | None = None
    reach: tuple[object, ...] = ()
    form: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class EventText:
    """One event as text, ready to be sent, and the values that its envelope needs."""

    position: int
    event_id: str
    kind: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Slice:
    """The events of a feed after one position; `until` is the position up to which the ledger was read."""

    told: tuple[EventText, ...]
    until: int


Tell = Callable[[Any, dict[str, Any]], str]


class Feed:
    """One question to the ledger.

    `tell` takes a row and the answer built from it, and returns the text of the event.
    """

    def __init__(self, topic: Topic, actor: Actor, tell: Tell) -> None:
        self.topic, self.asking, self.tell = topic, Asking(actor, topic.sight.language), tell
        self.kinds = list(topic.kinds or heard_by(actor.role))
        view = VIEWS["RatingEvent"]
        assert isinstance(view, View)
        self.objects = Objects(view, topic.sight)
        self.objects.finish(self.objects.rendering(view, topic.asks), beyond=4)
        columns = ", ".join(
            [*self.objects.columns, f"{TABLE}.position as p, {TABLE}.event_id::text as e, {TABLE}.kind as k"]
        )
        narrowed = f" and {TABLE}.agency_id = any(:of_agency)" if topic.agency else ""
        self.statement = Statement(
            f"select {columns}, {TABLE}.occurred_on as d from {view.table} {TABLE} {self.objects.joined} "
            f"where {TABLE}.position > :after and {TABLE}.position <= :upto and {TABLE}.kind = any(:kinds){narrowed} "
            f"and ({place(view.reach(topic.sight.role) or 'false', TABLE)}) order by {TABLE}.position limit :most"
        )
        self.size = _size(topic.asks)
        self.pages: OrderedDict[int, asyncio.Future[Slice]] = OrderedDict()
        self.reads = 0

    async def after(self, place: int, upto: int) -> Slice:
        """Return the events after this position and not after `upto`; callers at one position share one read."""
        page = self.pages.get(place)
        if page is None:
            page = self.pages[place] = asyncio.ensure_future(asked(lambda: self._read(place, upto)))
            page.add_done_callback(lambda done: self._keep(place, done))
            if len(self.pages) > PAGES_KEPT:
                self.pages.popitem(last=False)
        return await asyncio.shield(page)

    def _keep(self, place: int, page: "asyncio.Future[Slice]") -> None:
        """Keep the page for KEPT_FOR seconds, or drop it at once if it failed.

        The timer frees the memory also if nobody reads the feed afterwards.
        """
        if page.cancelled() or page.exception() is not None:
            self._forget(place, page)
        else:
            asyncio.get_running_loop().call_later(KEPT_FOR, self._forget, place, page)

    def _forget(self, place: int, page: "asyncio.Future[Slice]") -> None:
        if self.pages.get(place) is page:
            del self.pages[place]

    async def _read(self, place: int, upto: int) -> Slice:
        self.reads += 1
        most = max(1, min(AT_ONCE, VALUES // self.size))
        values = {"after": place, "upto": upto, "kinds": self.kinds, "most": most}
        if self.topic.agency:
            values["of_agency"] = table("Agency").of_codes([self.topic.agency])
        rows = await self.statement.rows(self.asking, values)
        nodes = (await self.objects.build(rows, self.asking))[0]
        told = [
            EventText(row["p"], row["e"], row["k"], row["d"], self.tell(row, node))
            for row, node in zip(rows, nodes, strict=True)
        ]
        return Slice(tuple(told), told[-1].position if len(told) == most else upto)


def _size(asks: Iterable[Ask]) -> int:
    """Return how many values are asked of one event; those of a list are counted once."""
    return sum(1 + _size(ask.below) for ask in asks)


class Feeds:
    """The feeds of this process that have listeners; a feed without listeners is dropped."""

    def __init__(self) -> None:
        self.open: WeakValueDictionary[Topic, Feed] = WeakValueDictionary()

    def get(self, topic: Topic, actor: Actor, tell: Tell) -> Feed:
        """Return the feed of this topic, made if there is none."""
        feed = self.open.get(topic)
        if feed is None:
            feed = self.open[topic] = Feed(topic, actor, tell)
        return feed


def reach_of(actor: Actor) -> tuple[object, ...]:
    """Return the actor's fields that the reach of events depends on, such as agency, district or person."""
    names = NAME.findall(policy.reach(actor.role, "RatingEvent") or "")
    return tuple(getattr(actor, name) for name in dict.fromkeys(names))


def narrowed(given: Any, actor: Actor) -> tuple[tuple[str, ...] | None, str | None]:
    """Return the kinds and the agency code asked for, each None if not given.

    Raises Forbidden if the actor may not read events, Refused if a kind or the agency does not exist.
    """
    policy.require(actor, "event.read")
    kinds, agency = known(given.get("kinds"), actor.role), given.get("agencyCode")
    if agency is not None and not table("Agency").of_codes([agency]):
        raise Refused(
            f"没有这个单位：{agency[:40]}。", f"There is no such agency: {agency[:40]}.", path=("agencyCode",)
        )
    return kinds, agency


async def begin(after: str | None, actor: Actor) -> int:
    """Return the position after which a reader begins: `after`, or else the last one it may read.

    Raises BadCursor if `after` is no position, or one that the actor cannot begin at now.
    """
    now = await heads()
    if after is None:
        return now.upto(actor)
    begun = position(after)
    now.judge(begun, actor)
    return begun


def where(given: Any, actor: Actor) -> dict[str, Any]:
    """Return the kinds and the agency asked for as filters of a page; raises what `narrowed` raises."""
    kinds, agency = narrowed(given, actor)
    return {"kinds": list(kinds or heard_by(actor.role)), **({"agencyCode": [agency]} if agency else {})}
