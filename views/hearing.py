"""Hears that something happened: one reader of the ledger's extent a process, and everybody who waits for it.

Streams of the API, public boards and the references in memory wait here. The ledger is looked at four times a second
while anybody waits, and at once when `wake` is called (a message through Redis, wakeups.py). Webhooks, whose turns come
more often, look through the same reader.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from time import monotonic
from typing import Final, Generic, TypeVar

from domain.actor import Actor
from domain.policy import SUBSCRIBER
from views.compiling import references
from views.compiling.question import BadCursor
from views.compiling.statement import Asking, Statement

LOOK_EVERY: Final = 0.25
AT_MOST_EVERY: Final = 0.02
READ_AT_MOST_EVERY: Final = 1.0
REFRESH_AT_MOST_EVERY: Final = 0.1
NEVER_READ: Final = -1
HEADS: Final = Statement("""select coalesce((select max(position) from ledger), 0) as head,
  (select min(position) from ledger where occurred_on = city_today()) as today,
  (select min(position) from ledger) as first, (select max(id) from outbox) as waiting, city_today() as day""")

log = logging.getLogger("haochaping.news")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Heads:
    """The extent of the ledger now, as positions.

    `head`: its last position. `today`: the first of today, None if there is none yet. `first`: the first kept.
    `waiting`: the last id in the outbox, whose entries are not in the ledger yet. `day`: the city's day.
    """

    head: int = 0
    today: int | None = None
    first: int = 1
    waiting: int | None = None
    day: date = date.min

    def upto(self, actor: Actor) -> int:
        """Return the last position this actor may read.

        A client owned by an agency does not read the events of today.
        """
        if actor.role != SUBSCRIBER or actor.agency is None or self.today is None:
            return self.head
        return min(self.head, self.today - 1)

    def judge(self, after: int, actor: Actor) -> None:
        """Raise BadCursor if `after` lies beyond what the actor may read or before what is kept."""
        if after > self.upto(actor):
            raise BadCursor(
                f"位置 {after} 还没有到；现在可读到 {self.upto(actor)}。",
                f"Position {after} is not there yet; what you may read ends at {self.upto(actor)}.",
                path=("after",),
            )
        if after < self.first - 1:
            raise BadCursor(
                f"位置 {after} 太早，之后的事件已不再保留；最早可从 {self.first - 1} 起。",
                f"Position {after} is too old: what followed is no longer kept. Begin at {self.first - 1} or later.",
                path=("after",),
            )


async def heads() -> Heads:
    """Read the present extent of the ledger."""
    row = (await HEADS.rows(Asking()))[0]
    return Heads(row["head"], row["today"], row["first"] or 1, row["waiting"], row["day"])


class News:
    """The extent of the ledger as last read. `version` grows whenever it has changed."""

    def __init__(self) -> None:
        self.heads, self.version = Heads(), 0
        self._changed, self._woken = asyncio.Event(), asyncio.Event()
        self._listeners, self._hurried = 0, 0
        self._looking: asyncio.Task[None] | None = None
        self._looks, self._newest = count(1), 0

    @contextmanager
    def heard(self, *, promptly: bool = False) -> Iterator[None]:
        """Look at the ledger as long as the block lasts; `promptly`: from the next look on also at once when woken."""
        self._begin()
        self._listeners += 1
        self._hurried += promptly
        try:
            yield
        finally:
            self._listeners -= 1
            self._hurried -= promptly
            if not self._listeners and self._looking:
                self._looking.cancel()
                self._looking = None

    def wake(self) -> None:
        """Say that the ledger has grown, so that those who are in a hurry need not wait for the next look."""
        self._woken.set()

    def forget(self) -> None:
        """Drop what is known, before another database is used."""
        self.heads = Heads()

    async def look(self) -> Heads:
        """Read the present extent of the ledger, tell those who wait if it has changed, and return it.

        Of two looks at once, the answer of the one that began first is not taken for the newer.
        """
        began = next(self._looks)
        found = await heads()
        if began > self._newest:
            self._newest = began
            if found != self.heads:
                self.heads = found
                self.tell()
        return self.heads

    def tell(self) -> None:
        """Tell those who wait that something has changed."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def later(self, version: int, patience: float) -> bool:
        """Return whether anything has changed since this version, waiting up to `patience` seconds for it."""
        if self.version == version:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._changed.wait()
        return self.version != version

    async def beyond(self, place: int, actor: Actor, patience: float) -> int | None:
        """Return the position up to which this actor may read, as soon as it is greater than `place`.

        Returns None if that does not happen within `patience` seconds.
        """
        until = monotonic() + patience
        while (upto := self.heads.upto(actor)) <= place:
            if not await self.later(self.version, until - monotonic()):
                return None
        return upto

    def _begin(self) -> None:
        """Begin looking, unless this event loop looks already."""
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.done() or self._looking.get_loop() is not loop:
            self._changed, self._woken = asyncio.Event(), asyncio.Event()
            self._looking = loop.create_task(self._keep_looking())

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                log.warning("the ledger could not be looked at: %s; trying again", type(error).__name__)
            await (self._until_woken() if self._hurried else asyncio.sleep(LOOK_EVERY))

    async def _until_woken(self) -> None:
        """Wait for the next look, at most LOOK_EVERY; several wake-ups within AT_MOST_EVERY are one."""
        await asyncio.sleep(AT_MOST_EVERY)
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY - AT_MOST_EVERY):
                await self._woken.wait()
        self._woken.clear()


class Shared(Generic[T]):
    """What many listeners share: it is read at most once a second, and only after a change.

    A reading that fails is not repeated within the second either: whoever asks meanwhile is told the same failure.
    """

    def __init__(self, read: Callable[[], Awaitable[T]], news: News) -> None:
        self._read, self._news = read, news
        self._lock, self._since = asyncio.Lock(), 0.0
        self._failure: tuple[float, Exception] | None = None
        self.version = NEVER_READ
        self._value: T

    async def at(self, version: int) -> T:
        """Return it no older than this version of the news; those who ask meanwhile wait for the same reading."""
        if self.version >= version:
            return self._value
        async with self._lock:
            if self.version < version:
                await asyncio.sleep(self._since + READ_AT_MOST_EVERY - monotonic())
                await self._renew()
            return self._value

    async def lately(self) -> T:
        """Return it, at most a second old; who finds it so waits for nobody."""
        if self._is_late:
            async with self._lock:
                if self._is_late:
                    await self._renew()
        return self._value

    @property
    def _is_late(self) -> bool:
        return self.version == NEVER_READ or monotonic() - self._since >= READ_AT_MOST_EVERY

    async def _renew(self) -> None:
        if self._failure and monotonic() - self._failure[0] < READ_AT_MOST_EVERY:
            raise self._failure[1].with_traceback(None)  # or it would grow with each who is told
        since, version = monotonic(), self._news.version  # before reading: what happens meanwhile is later
        try:
            self._value = await self._read()
        except Exception as error:
            self._failure = monotonic(), error
            raise
        self._since, self.version = since, version  # afterwards: if the reader is cancelled, the next one reads
        self._failure = None


news: Final = News()


async def watch() -> None:
    """Keep the references in memory current as long as the process runs; an error is logged and tried again."""
    seen = NEVER_READ
    with news.heard():
        while True:
            if await news.later(seen, LOOK_EVERY):
                version = news.version
                try:
                    if await references.refresh():
                        news.tell()  # what was read meanwhile may have the old names
                    seen = version
                except Exception as error:
                    log.warning("references were not refreshed: %s", type(error).__name__)
                    await asyncio.sleep(LOOK_EVERY)
                await asyncio.sleep(REFRESH_AT_MOST_EVERY)


def forget() -> None:
    """Mark everything as not known, before another database is used."""
    references.forget()
    news.forget()
