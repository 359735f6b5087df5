"""Running one use case from the command line, with the house open around it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import house
import settings
from cli import reachable

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What cannot be reached is said in a sentence."""
    return asyncio.run(_connected(work))


async def _connected(work: Coroutine[Any, Any, T]) -> T:
    here = settings.current()
    try:
        await reachable.check_database(here.database_url)
        async with house.opened(here, writing=2):
            return await work
    finally:
        work.close()  # it may never have begun
