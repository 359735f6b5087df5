"""What the worker does, measured in a process of its own on the server's core: terms that ran out, events to relay."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import asyncpg

from bench import machine, telling
from bench.contenders import ROOT
from bench.world import World
from domain import ledger, pulse
from settings import Unusable
from storage import database
from workers import deadlines

RUN_OUT: Final = """
update deadline set due_at = now() - interval '1 hour' where id in (
  select id from deadline where kind = 'SIGN' and met_at is null and fired_at is null and cancelled_at is null
    and due_at > now() order by id limit $1)
"""
PREPARED: Final = {"sweep": RUN_OUT, "relay": telling.sql("outbox")}
TITLES: Final = {"sweep": "sweep, terms that ran out", "relay": "relay, outbox to ledger"}


async def measure(world: World, chore: str, rows: int) -> float:
    """Rows a second of one chore, from the first to the last."""
    connection: Any = await asyncpg.connect(world.url)
    try:
        await connection.execute(PREPARED[chore], rows)
        await connection.execute("vacuum (analyze) deadline, outbox")
    finally:
        await connection.close()
    argv = machine.on_server_core([sys.executable, "-P", "-m", "bench.chores", chore, world.url])
    told = subprocess.run(argv, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=600)
    if told.returncode:
        raise Unusable(f"{chore}：{told.stderr[-400:]}", f"{chore} failed: {told.stderr[-400:]}")
    done = json.loads(told.stdout)
    if done["rows"] < rows:
        raise Unusable(f"{chore} 只处理了 {done['rows']} 行。", f"{chore} did {done['rows']} of {rows} rows.")
    return float(done["rows"] / done["seconds"])


async def _sweep() -> int:
    """As the worker does, until nothing is over."""
    watch = pulse.Watch()
    await pulse.beat(watch)
    before = len(await pulse.due(100_000))
    while await deadlines.sweep(watch):
        continue
    return before - len(await pulse.due(100_000))


async def _relay() -> int:
    count = 0
    while (moved := await ledger.relay()) is None or moved.count:
        count += moved.count if moved else 0
    return count


CHORES: Final[dict[str, Callable[[], Awaitable[int]]]] = {"sweep": _sweep, "relay": _relay}


async def _main(chore: str, url: str) -> None:
    await database.connect(url)
    try:
        begun = time.perf_counter()
        rows = await CHORES[chore]()
        print(json.dumps({"rows": rows, "seconds": time.perf_counter() - begun}))
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:3]))
