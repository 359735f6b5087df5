"""Runs one use case from the command line, with the database open."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import house
import settings
from cli import reachable

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` and return its result; raises Unusable, one sentence, if the database cannot be reached."""
    return asyncio.run(_connected(work))


async def _connected(work: Coroutine[Any, Any, T]) -> T:
    here = settings.current()
    try:
        await reachable.check_database(here.database_url)
        async with house.opened(here, writing=2):
            return await work
    finally:
        work.close()  # no effect if it has run; avoids a warning if it has not begun
