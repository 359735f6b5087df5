"""Redis carries wake-ups only: a call to the relay, and the ledger's newest position for the web processes. Lose it and
everything still arrives, a moment later.
"""

import asyncio
import logging
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from workers.patience import Patience

LEDGER = "haochaping:ledger"
OUTBOX = "haochaping:outbox"
QUIET_SECONDS = 30.0

log = logging.getLogger("haochaping.wakeups")


class Wakeups:
    """One listener and one teller. Of several positions only the newest is told."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._called = asyncio.Event()
        self._news = asyncio.Event()
        self._position = 0

    def tell(self, position: int) -> None:
        """The ledger has grown to this position. Never waits."""
        self._position = position
        self._news.set()

    async def called(self, patience: float) -> None:
        """Until somebody calls, or the time is over."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._called.wait(), patience)
        self._called.clear()

    async def listen(self) -> None:
        patience = Patience("redis (wake-ups)", log)
        while True:
            try:
                async with Redis.from_url(self.url, socket_connect_timeout=1) as redis, redis.pubsub() as heard:
                    await heard.subscribe(OUTBOX)
                    patience.over()
                    while True:
                        if await heard.get_message(ignore_subscribe_messages=True, timeout=QUIET_SECONDS):
                            self._called.set()
            except (RedisError, OSError) as error:
                await patience.bear(error)

    async def publish(self) -> None:
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
