"""Workers as processes of their own, so that they can be killed."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.conftest import MASTER

ROOT = Path(__file__).parent.parent.parent
RELAY = """
import asyncio, sys
from domain.ledger import relay
from storage import database
async def main():
    await database.connect(sys.argv[1])
    while True:
        await relay(20)
asyncio.run(main())
"""
GOING_HOME = """
import asyncio, logging, sys
from domain.pulse import Watch
from storage import database
from workers.main import WorkerSettings, keep_working
async def main():
    logging.basicConfig(level=logging.WARNING)
    await database.connect(sys.argv[1])
    WorkerSettings.burst = True
    await keep_working(sys.argv[2], Watch())
asyncio.run(main())
"""
RESTLESS = """
import asyncio, logging, sys
from arq import cron
from domain.pulse import Watch
from storage import database
from workers.main import SCHEDULE, WorkerSettings, keep_working
JOBS = 90
async def again(redis, number):
    await redis.enqueue_job("restless", number, _queue_name=WorkerSettings.queue_name)
async def restless(ctx, number):
    await asyncio.sleep(number / 1000)
    await again(ctx["redis"], number)
async def first(ctx):
    for number in range(JOBS):
        await again(ctx["redis"], number)
    print("all jobs run", flush=True)
async def main():
    logging.basicConfig(level=logging.WARNING)
    await database.connect(sys.argv[1])
    WorkerSettings.functions = [restless]
    SCHEDULE[:] = [cron(first, second=set(range(60)), run_at_startup=True)]
    await keep_working(sys.argv[2], Watch())
asyncio.run(main())
"""


@asynccontextmanager
async def relaying(database_url: str) -> AsyncIterator[subprocess.Popen[bytes]]:
    """A process that does nothing but relay, twenty at a time, so that it is always in the middle of something."""
    async with _running([sys.executable, "-c", RELAY, database_url], {}) as process:
        yield process


@asynccontextmanager
async def going_home(database_url: str, redis_url: str, log: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """The jobs' part of a worker, whose arq ends as soon as nothing waits."""
    async with _running([sys.executable, "-c", GOING_HOME, database_url, redis_url], {}, log) as process:
        yield process


@asynccontextmanager
async def restless(database_url: str, redis_url: str, log: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """The jobs' part of a worker, with so many jobs that some always talk to Redis when it goes away."""
    async with _running([sys.executable, "-c", RESTLESS, database_url, redis_url], {}, log) as process:
        yield process


@asynccontextmanager
async def working(database_url: str, redis_url: str, log: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """`haochaping work`."""
    facts = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": MASTER.hex(), "CITY_KIND": "test"}
    async with _running([sys.executable, "-m", "cli.main", "work"], facts, log) as process:
        yield process


@asynccontextmanager
async def _running(
    argv: list[str], facts: dict[str, str], log: Path | None = None
) -> AsyncIterator[subprocess.Popen[bytes]]:
    output = log.open("ab") if log else None
    process = subprocess.Popen(argv, cwd=ROOT, env={**os.environ, **facts}, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.wait, 10)
        if output:
            output.close()


async def until(question: Callable[[], Awaitable[Any]], *, within: float = 15.0) -> None:
    """Ask until the answer is yes."""
    async with asyncio.timeout(within):
        while not await question():
            await asyncio.sleep(0.05)
