"""The composition root of web, worker and commands: hands secrets, addresses and connections to the packages.

It imports no door. What only the web doors need is added by `app.py`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import views
import wakeups
from domain import keys
from domain.subscriptions import addresses
from settings import Settings
from storage import database, reading

CANCEL_AGAIN: Final = 1.0  # seconds

log = logging.getLogger("haochaping.house")


@asynccontextmanager
async def opened(here: Settings, *, writing: int = 10, readers: int = 0) -> AsyncIterator[None]:
    """Open what a process shares, and close it in reverse order at the end.

    `writing` and `readers` are numbers of connections. Without readers no view can be read. Raises whatever the
    database raises when it cannot be reached; what was already open is closed.
    """
    _hand_over(here)
    async with AsyncExitStack() as closing:
        await database.connect(here.database_url, connections=writing)
        closing.push_async_callback(database.close)
        if readers:
            await reading.connect(here.database_url, size=readers)
            closing.push_async_callback(reading.close)
            await closing.enter_async_context(_beside(views.watch()))
            await closing.enter_async_context(_beside(wakeups.hear(here.redis_url, views.news.wake)))
        yield


def _hand_over(here: Settings) -> None:
    """Pass on the secrets, the public address and the addresses that webhooks may call."""
    secrets = keys.Keys.derive(here.secret)
    keys.use(secrets)
    views.use(seal=views.Seal(secrets.seal, secrets.cursor), public_url=here.public_url)
    addresses.use(allowed=here.webhook_allow_cidrs, plain=not here.is_production)


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run this while the block lasts, then cancel it. If it ends by itself, the log says so."""
    task = asyncio.create_task(work)
    task.add_done_callback(_report)
    try:
        yield
    finally:
        while not task.done():  # a library may take the cancellation for a lost connection and try again
            task.cancel()
            await asyncio.wait([task], timeout=CANCEL_AGAIN)


def _report(task: "asyncio.Task[None]") -> None:
    if not task.cancelled():
        log.error("%s ended before its process", task.get_coro(), exc_info=task.exception())
