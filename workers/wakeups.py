"""Wake-ups through Redis: the ledger's newest position for the web processes.

Without Redis everything still arrives, a moment later. The relay is not woken up: looking ten times a second costs less
than a call by every writer.
"""

import asyncio
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

LEDGER = "haochaping:ledger"


class Wakeups:
    """Tells the web processes the ledger's newest position; positions in between are skipped."""

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
