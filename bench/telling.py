"""How an event becomes known while somebody listens. Ours goes the product's whole road: into the outbox, by a relay to
the ledger, and Redis wakes the server. Of the others' it is one row of the ledger, and PostgreSQL notifies them.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson
import uvloop

from bench import machine
from bench.contenders import OURS, ROOT
from bench.serving import Server
from bench.world import World
from cli.up import processes as processes
from storage import database
from wakeups import Wakeups
from workers.relay import keep_relaying

SQL: Final = Path(__file__).with_name("sql") / "events"


def statement(server: Server) -> str:
    """Tells so many events, all in one transaction; the answer is their ids."""
    return sql("outbox" if server.contender.name == OURS else "ledger")


async def expected(connection: Any, events: list[str]) -> list[Any]:
    """What must be heard of these events, as PostgreSQL says."""
    return [orjson.loads(row["event"]) for row in await connection.fetch(sql("expected"), events)]


@contextmanager
def helped(server: Server, world: World) -> Iterator[tuple[int, ...]]:
    """Whoever must work beside the server, on its core: the relay of ours. The whole worker would let terms run out
    meanwhile, and their events would be heard too.
    """
    if server.contender.name != OURS:
        yield ()
        return
    argv = [sys.executable, "-P", "-m", "bench.telling", world.url, world.redis_url]
    relay = processes.start(machine.on_server_core(argv), log=world.log("relay"), env={"PYTHONPATH": str(ROOT)})
    try:
        yield (relay.pid,)
    finally:
        relay.terminate()
        relay.wait(10)


def sql(name: str) -> str:
    """One of the statements about events."""
    return (SQL / f"{name}.sql").read_text("utf-8")


async def _relay(url: str, redis_url: str) -> None:
    """As the worker does (workers/pulse.py), and nothing else of it."""
    await database.connect(url)
    wakeups = Wakeups(redis_url)
    async with asyncio.TaskGroup() as parts:
        parts.create_task(keep_relaying(wakeups))
        parts.create_task(wakeups.publish())


if __name__ == "__main__":
    uvloop.run(_relay(*sys.argv[1:3]))
