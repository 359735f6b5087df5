"""A queue in which everybody may wait equally long, with one timer for all.

A timer for each would cost more than the waiting.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Waiting(Generic[T]):
    """A queue of items that wait `seconds` at most; then an item is removed and given to `lose`."""

    def __init__(self, seconds: float, lose: Callable[[T], object]) -> None:
        self.seconds, self.lose = seconds, lose
        self._until: dict[T, float] = {}  # in order of the ends too, as all wait equally long
        self._watching: asyncio.AbstractEventLoop | None = None

    def __contains__(self, one: T) -> bool:
        return one in self._until

    def begin(self, one: T) -> None:
        """Add an item."""
        loop = asyncio.get_running_loop()
        self._until[one] = loop.time() + self.seconds
        if self._watching is not loop:
            self._watching = loop
            loop.call_later(self.seconds, self._look)

    def end(self, one: T) -> None:
        """Remove an item, if it still waits."""
        self._until.pop(one, None)

    def first(self) -> T | None:
        """Remove and return the item that has waited longest; None if none waits."""
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
            loop.call_soon(self.lose, one)  # in its own callback, so that its errors do not affect the others
        self._watching = None
