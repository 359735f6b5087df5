"""The figures of one board and their listeners: read once a second at most, drawn once for all of them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Final, Generic, TypeVar

from views.hearing import NEVER_READ, READ_AT_MOST_EVERY, News, Shared
from views.hearing import news as news_of_this_process

log = logging.getLogger(__name__)

KEEP_ALIVE: Final = 15.0
STILL_HERE: Final = ": still here\n\n"

T = TypeVar("T")


class Watch(Generic[T]):
    """The figures of one board and their listeners. `read` returns the figures in a language."""

    def __init__(self, read: Callable[[str], Awaitable[T]], news: News = news_of_this_process) -> None:
        self._read, self._news = read, news
        self._known: dict[str, Shared[T]] = {}
        self._drawn: dict[tuple[str, str], tuple[T, str]] = {}
        self._listeners = 0

    @property
    def is_idle(self) -> bool:
        """Whether nobody listens."""
        return not self._listeners

    async def figures(self, language: str) -> T:
        """Return the figures, at most a second old; concurrent readers share one read."""
        return await self._shared(language).lately()

    def forget(self) -> None:
        """Drop all figures, before another database is used."""
        self._known.clear()
        self._drawn.clear()

    async def stream(self, language: str, draw: Callable[[T], str], form: str = "") -> AsyncIterator[str]:
        """Yield server-sent events with the figures as HTML.

        The first comes without waiting for a change, as a client that reconnects may have missed some, then one at
        every change. Comments in between keep the connection open. `form` names how `draw` draws them: for a page or a
        frame.
        """
        self._listeners += 1
        told = NEVER_READ
        try:
            with self._news.heard():
                yield ": connected\n\n"
                while True:
                    event = None
                    if await self._news.later(told, KEEP_ALIVE):
                        version = self._news.version
                        event = await self._event(language, draw, form, version)
                        told = version if event else told
                    yield event or STILL_HERE
        finally:
            self._listeners -= 1

    def _shared(self, language: str) -> Shared[T]:
        if language not in self._known:
            self._known[language] = Shared(partial(self._read, language), self._news)
        return self._known[language]

    async def _event(self, language: str, draw: Callable[[T], str], form: str, version: int) -> str | None:
        """Return the event with the figures of this version or later; None if they cannot be read."""
        try:
            return self._drawing(await self._shared(language).at(version), language, draw, form)
        except Exception:
            log.warning("the board could not be told", exc_info=True)
            await asyncio.sleep(READ_AT_MOST_EVERY)
            return None

    def _drawing(self, figures: T, language: str, draw: Callable[[T], str], form: str) -> str:
        """Return the event, drawn once for all listeners of this language and form."""
        kept = self._drawn.get((language, form))
        if kept is None or kept[0] is not figures:
            kept = self._drawn[language, form] = (figures, _event(draw(figures)))
        return kept[1]


def _event(html: str) -> str:
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
