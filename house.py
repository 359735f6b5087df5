"""The composition root of every process: web, worker and commands are handed here what their rooms need at the start,
and the connections they share. It knows no door; what only the doors of the web need, `app.py` adds.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import views
from domain import keys
from domain.subscriptions import addresses
from settings import Settings
from storage import database, reading


@asynccontextmanager
async def opened(here: Settings, *, writing: int = 10, readers: int = 0) -> AsyncIterator[None]:
    """From before the first use case until after the last. Without readers nothing can be read through a view."""
    _hand_over(here)
    async with AsyncExitStack() as closing:
        await database.connect(here.database_url, connections=writing)
        closing.push_async_callback(database.close)
        if readers:
            await reading.connect(here.database_url, size=readers)
            closing.push_async_callback(reading.close)
            await closing.enter_async_context(_watching())
        yield


def _hand_over(here: Settings) -> None:
    """What the rooms are told once: the secrets, the public address, where webhooks may go."""
    secrets = keys.Keys.derive(here.secret)
    keys.use(secrets)
    views.use(seal=views.Seal(secrets.seal, secrets.cursor), public_url=here.public_url)
    addresses.use(allowed=here.webhook_allow_cidrs, plain=not here.is_production)


@asynccontextmanager
async def _watching() -> AsyncIterator[None]:
    """Who reads hears of a change to the small tables."""
    watching = asyncio.create_task(views.watch())
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
