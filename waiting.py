"""Who waits, oldest first, and nobody for longer than the others: one timer for all, where one for each costs more
than the waiting.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Waiting(Generic[T]):
    """Those who wait `seconds` at most. Whose patience ends is put out of the queue and handed to `lose`."""

    def __init__(self, seconds: float, lose: Callable[[T], object]) -> None:
        self.seconds, self.lose = seconds, lose
        self._until: dict[T, float] = {}  # all wait equally long: in the order of coming the ends are in order too
        self._watching: asyncio.AbstractEventLoop | None = None

    def __contains__(self, one: T) -> bool:
        return one in self._until

    def begin(self, one: T) -> None:
        loop = asyncio.get_running_loop()
        self._until[one] = loop.time() + self.seconds
        if self._watching is not loop:
            self._watching = loop
            loop.call_later(self.seconds, self._look)

    def end(self, one: T) -> None:
        self._until.pop(one, None)

    def first(self) -> T | None:
        """Whoever has waited longest, and need not any more."""
        for one in self._until:
            del self._until[one]
            return one
        return None

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        for one, until in list(self._until.items()):
            if until > loop.time():
                loop.call_at(until, self._look)
                return
            del self._until[one]
            loop.call_soon(self.lose, one)  # whatever happens there, the others are looked after
        self._watching = None
