"""Running one use case from the command line, with the database open around it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import settings
from cli import reachable
from storage import database

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What cannot be reached is said in a sentence."""
    return asyncio.run(_connected(work))


async def _connected(work: Coroutine[Any, Any, T]) -> T:
    url = settings.current().database_url
    try:
        await reachable.check_database(url)
        await database.connect(url, connections=2)
        try:
            return await work
        finally:
            await database.close()
    finally:
        work.close()  # it may never have begun
