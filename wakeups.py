"""Wake-ups through Redis: the ledger's newest position, from the relay to every process that reads.

Without Redis everything still arrives, a moment later. The relay is not woken up: looking ten times a second costs less
than a call by every writer.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

LEDGER: Final = "haochaping:ledger"
AGAIN: Final = 2.0  # seconds after which a listener that lost Redis connects anew


class Wakeups:
    """Tells the processes that read the ledger's newest position; positions in between are skipped."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._news = asyncio.Event()
        self._position = 0

    def tell(self, position: int) -> None:
        """The ledger has grown to this position. Does not wait."""
        self._position = position
        self._news.set()

    async def publish(self) -> None:
        """Publish new positions until cancelled; failures of Redis are ignored.

        After a failure the next position connects anew.
        """
        while True:
            await self._news.wait()
            self._news.clear()
            with suppress(RedisError, OSError):
                await self._publish_all()

    async def _publish_all(self) -> None:
        async with Redis.from_url(self.url, socket_connect_timeout=1, socket_timeout=1) as redis:
            while True:
                await redis.publish(LEDGER, self._position)
                await self._news.wait()
                self._news.clear()


async def hear(url: str, wake: Callable[[], object]) -> None:
    """Call `wake` at each message from the relay, until cancelled; without Redis it is not called."""
    while True:
        try:
            async with Redis.from_url(url, socket_connect_timeout=1) as redis, redis.pubsub() as heard:
                await heard.subscribe(LEDGER)
                while True:
                    if await heard.get_message(ignore_subscribe_messages=True, timeout=30.0):
                        wake()
        except (RedisError, OSError):
            await asyncio.sleep(AGAIN)
