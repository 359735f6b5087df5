"""Follows the ledger for all listeners of this process: every second, or sooner if Redis says so."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.actor import Actor
from views import feeds
from views.feeds import Heads

LEDGER: Final = "haochaping:ledger"  # the channel that the relay publishes to (workers/wakeups.py)
LOOK_EVERY: Final = 1.0
AT_MOST_EVERY: Final = 0.02
REDIS_AGAIN: Final = 2.0

log = logging.getLogger("haochaping.streams")


class Follower:
    """Reads the extent of the ledger as long as there are listeners.

    `version` grows whenever it has changed.
    """

    def __init__(self, redis_url: str | None = None) -> None:
        self.redis_url = redis_url
        self.heads, self.version = Heads(), 0
        self._changed, self._woken = asyncio.Event(), asyncio.Event()
        self._listeners, self._tasks = 0, list[asyncio.Task[None]]()

    def join(self) -> None:
        """Add a listener; with the first one, start looking."""
        self._listeners += 1
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._keep_looking())]
            if self.redis_url:
                self._tasks.append(asyncio.create_task(self._listen(self.redis_url)))

    async def look(self) -> None:
        """Read the present extent of the ledger; an error is ignored."""
        with suppress(Exception):  # the database may be away: the next read reports it, or the next look succeeds
            await self._look()

    def leave(self) -> None:
        """Remove a listener; with the last one, stop looking."""
        self._listeners -= 1
        if not self._listeners:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def beyond(self, place: int, actor: Actor, patience: float) -> int | None:
        """Return the position up to which this actor may read, as soon as it is greater than `place`.

        Returns None if that does not happen within `patience` seconds.
        """
        if (upto := self.heads.upto(actor)) > place:
            return upto
        await self.news(self.version, patience)
        upto = self.heads.upto(actor)
        return upto if upto > place else None

    async def news(self, version: int, patience: float) -> bool:
        """Return whether anything has changed since this version, waiting up to `patience` seconds for it."""
        if self.version == version:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._changed.wait()
        return self.version != version

    async def _look(self) -> None:
        found = await feeds.heads()
        if found != self.heads:
            self.heads, self.version = found, self.version + 1
            self._changed.set()
            self._changed = asyncio.Event()

    async def _keep_looking(self) -> None:
        while True:
            try:
                await self._look()
            except Exception as error:
                log.warning("the ledger could not be followed: %s; trying again", type(error).__name__)
            await asyncio.sleep(AT_MOST_EVERY)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._woken.wait()
            self._woken.clear()

    async def _listen(self, url: str) -> None:
        """Wake the follower at each message from Redis; without Redis, news is found by looking every second."""
        while True:
            try:
                async with Redis.from_url(url, socket_connect_timeout=1) as redis, redis.pubsub() as heard:
                    await heard.subscribe(LEDGER)
                    while True:
                        if await heard.get_message(ignore_subscribe_messages=True, timeout=30.0):
                            self._woken.set()
            except (RedisError, OSError):
                await asyncio.sleep(REDIS_AGAIN)
