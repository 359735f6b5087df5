"""Running one use case from the command line, with the database open around it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import settings
from storage import database

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(_connected(work))


async def _connected(work: Coroutine[Any, Any, T]) -> T:
    await database.connect(settings.current().database_url, connections=2)
    try:
        return await work
    finally:
        await database.close()
