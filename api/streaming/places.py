"""Limits how many streams one asker, and all together, may have open in this process."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import throttling
from api.errors import ApiError
from domain.actor import Actor, ActorKind

MOST_OF_ONE: Final = 1_000
MOST_OF_ONE_ADDRESS: Final = 100  # the default of the setting LISTENERS_PER_ADDRESS
MOST_CONNECTIONS_OF_ONE: Final = 2_000  # WebSockets of one address, with or without keys and operations
MOST: Final = 10_000


class Places:
    """The open streams, counted by client or account, those of the public by address."""

    def __init__(self, of_one_address: int = MOST_OF_ONE_ADDRESS) -> None:
        self.of_one_address = of_one_address or MOST
        self.taken: Counter[object] = Counter()
        self.connections = throttling.Places(MOST, MOST_CONNECTIONS_OF_ONE)

    @contextmanager
    def place(self, actor: Actor, address: str) -> Iterator[None]:
        """Hold one place while the context lasts. Raises ApiError RATE_LIMITED if there is none."""
        public = actor.kind is ActorKind.PUBLIC
        who = throttling.network(address) if public else (actor.kind, actor.id)
        if self.taken[who] >= (self.of_one_address if public else MOST_OF_ONE) or self.taken.total() >= MOST:
            raise ApiError(
                "RATE_LIMITED",
                "打开的订阅太多；请先关闭一些，或稍后再试。",
                "Too many subscriptions are open; close some, or try again later.",
                status=429,
                headers={"Retry-After": "10"},
            )
        self.taken[who] += 1
        try:
            yield
        finally:
            self.taken[who] -= 1
            if not self.taken[who]:
                del self.taken[who]
