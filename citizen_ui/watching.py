"""Looks for news while anybody looks at the board, once for all who do, and sends what changed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
AT_MOST_EVERY = 1.0
KEEP_ALIVE = 15.0

T = TypeVar("T")


class Watch(Generic[T]):
    """`read` gives the figures in a language; `mark` changes whenever they did, and is cheap."""

    def __init__(self, read: Callable[[str], Awaitable[T]], mark: Callable[[], Awaitable[object]]) -> None:
        self._read, self._mark = read, mark
        self._reading: dict[str, asyncio.Lock] = {}
        self._known: dict[str, tuple[float, T]] = {}
        self._news = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._listeners = 0
        self._version = 0
        self._seen: object = None
        self._told = 0.0

    async def figures(self, language: str) -> T:
        """At most a second old; many readers ask the database once."""
        async with self._reading.setdefault(language, asyncio.Lock()):
            known = self._known.get(language)
            if known is None or monotonic() - known[0] >= AT_MOST_EVERY:
                known = self._known[language] = (monotonic(), await self._read(language))
            return known[1]

    def forget(self) -> None:
        """Begin anew, for another city."""
        self._known.clear()
        self._seen = None

    async def stream(self, language: str, draw: Callable[[T], str]) -> AsyncIterator[str]:
        """Server-sent events: the drawn figures at every change, a breath in between so that the line stays open."""
        self._join()
        version = self._version
        try:
            yield ": connected\n\n"
            while True:
                if await self._changed(version):
                    version = self._version
                    yield _event(draw(await self.figures(language)))
                else:
                    yield ": still here\n\n"
        finally:
            self._leave()

    async def _changed(self, version: int) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(KEEP_ALIVE), self._news:
                await self._news.wait_for(lambda: self._version != version)
                return True
        return False

    def _join(self) -> None:
        self._listeners += 1
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())

    def _leave(self) -> None:
        self._listeners -= 1
        if not self._listeners and self._looking:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        """A database that is away leaves the board as it stands; the next look may find it back."""
        while True:
            try:
                await self._compare()
            except Exception:
                log.warning("the board could not look for news", exc_info=True)
                await asyncio.sleep(AT_MOST_EVERY)
            await asyncio.sleep(LOOK_EVERY)

    async def _compare(self) -> None:
        mark = await self._mark()
        if mark == self._seen:
            return
        is_first, self._seen = self._seen is None, mark
        if not is_first:
            await asyncio.sleep(max(0.0, self._told + AT_MOST_EVERY - monotonic()))
            await self._tell()

    async def _tell(self) -> None:
        self._told = monotonic()
        self._known.clear()
        async with self._news:
            self._version += 1
            self._news.notify_all()


def _event(html: str) -> str:
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
