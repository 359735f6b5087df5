"""Looks for changes of a board while it has listeners, once for all of them, and sends new figures."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

LOOK_EVERY = 0.3
AT_MOST_EVERY = 1.0
KEEP_ALIVE = 15.0

NOTHING = -1
STILL_HERE = ": still here\n\n"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Figures, the time they were read, and the version of the news they contain."""

    version: int
    since: float
    figures: T


class Watch(Generic[T]):
    """The figures of one board and their listeners.

    `read` returns the figures in a language. `mark` returns a value that changes whenever they may have changed, and is
    cheap.
    """

    def __init__(self, read: Callable[[str], Awaitable[T]], mark: Callable[[], Awaitable[object]]) -> None:
        self._read, self._mark = read, mark
        self._reading: dict[str, asyncio.Lock] = {}
        self._known: dict[str, Known[T]] = {}
        self._drawn: dict[tuple[str, str], tuple[T, str]] = {}
        self._news = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._listeners = 0
        self._version = 0
        self._seen: object = None
        self._told = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether nobody listens."""
        return not self._listeners

    async def figures(self, language: str) -> T:
        """Return the figures, at most a second old; concurrent readers share one read."""
        async with self._reading.setdefault(language, asyncio.Lock()):
            known = self._known.get(language)
            if known is None or known.version != self._version or monotonic() - known.since >= AT_MOST_EVERY:
                version, since = self._version, monotonic()  # before reading: news that come meanwhile are later
                known = self._known[language] = Known(version, since, await self._read(language))
            return known.figures

    def forget(self) -> None:
        """Drop all figures, before another database is used."""
        self._known.clear()
        self._drawn.clear()
        self._seen = None

    async def stream(self, language: str, draw: Callable[[T], str], form: str = "") -> AsyncIterator[str]:
        """Yield server-sent events with the figures as HTML.

        The first comes at once, as a client that reconnects may have missed some, then one at every change. Comments in
        between keep the connection open. `form` names how `draw` draws them: for a page or a frame.
        """
        self._join()
        told = NOTHING
        try:
            yield ": connected\n\n"
            while True:
                version = self._version if await self._changed(told) else told
                event = None if version == told else await self._event(language, draw, form)
                told = version if event else told
                yield event or STILL_HERE
        finally:
            self._leave()

    async def _event(self, language: str, draw: Callable[[T], str], form: str) -> str | None:
        """Return the event with the present figures; None if they cannot be read."""
        try:
            if self._seen is None:
                self._seen = await self._mark()  # before the first figures, so that no change is missed
            return await self._drawing(language, draw, form)
        except Exception:
            log.warning("the board could not be told", exc_info=True)
            await asyncio.sleep(AT_MOST_EVERY)
            return None

    async def _drawing(self, language: str, draw: Callable[[T], str], form: str) -> str:
        """Return the event, drawn once for all listeners of this language and form."""
        figures = await self.figures(language)
        kept = self._drawn.get((language, form))
        if kept is None or kept[0] is not figures:
            kept = self._drawn[language, form] = (figures, _event(draw(figures)))
        return kept[1]

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
        """Look for changes again and again; an error is logged and tried again."""
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
        async with self._news:
            self._version += 1
            self._news.notify_all()


def _event(html: str) -> str:
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
