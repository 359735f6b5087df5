"""A bad day: kill -9 of each process, and FLUSHALL, in the middle of a simulation.

No acknowledged rating is lost, none is doubled, and no deadline is missed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest
from redis import Redis

from cli.up import redis as up_redis
from cli.up.postgres import Cluster
from tests.up_city import ROOT, Up, until

EVENTS, RATE = 700, 100
BLOWS = (1.5, 4.0)  # seconds into the simulation


def kill(name: str) -> Callable[[Up], None]:
    def blow(city: Up) -> None:
        pid = city.pid(name)
        assert pid
        os.kill(pid, signal.SIGKILL)

    return blow


def flush(city: Up) -> None:
    Redis.from_url(up_redis.url(Cluster(city.home).sockets / "redis.sock")).flushall()


FAULTS = {**{f"kill-{name}": kill(name) for name in ("web", "worker", "redis", "postgres")}, "flushall": flush}

# Each is a way to have lost or doubled something; all must be 0.
WRONG = {
    "bad ratings without exactly one order": """select count(*) from evaluation e
        where (select count(*) from work_order o where o.evaluation_id = e.id)
          <> (e.level in ('DISSATISFIED', 'VERY_DISSATISFIED'))::int""",
    "orders without their three terms": """select count(*) from work_order o where (select count(*) from deadline d
        where d.subject_id = o.id and d.generation = 1 and d.kind in ('SIGN', 'CONTACT', 'RECTIFY')) <> 3""",
    "orders without evidence": "select count(*) from work_order where id not in (select work_order_id from evidence)",
    "ratings not told exactly once": """select count(*) from evaluation e where (select count(*) from ledger l
        where l.kind = 'evaluation.submitted' and l.subject_id = e.id) <> 1""",
    "gaps in the ledger": "select count(*) - max(position) from ledger",
    "tallies that differ from the rows": """select (select sum(very_satisfied + satisfied + fairly_satisfied
        + dissatisfied + very_dissatisfied) from tally_day where scope = 'CITY') - (select count(*) from evaluation
        where standing <> 'VOID')""",
    "visits rated otherwise than recorded": """select (select sum(rated) from tally_day where scope = 'CITY')
        - (select count(*) from evaluation where standing <> 'VOID')""",
    "events tallied otherwise than recorded": """select (select sum(events) from tally_day where scope = 'CITY')
        - (select count(*) from service_event)""",
}
WAITING = "select count(*) from outbox"
MISSED = """select count(*) from deadline where met_at is null and fired_at is null and cancelled_at is null
  and due_at < city_now()"""

UNSIGNED = """select count(*) from work_order o join deadline d on d.subject_id = o.id and d.kind = 'SIGN'
  where d.fired_at is not null and o.state = 'DISPATCHED'"""


@pytest.mark.parametrize("fault", FAULTS)
async def test_nothing_acknowledged_is_lost_and_nothing_doubled(demonstration: Up, fault: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    blows = threading.Thread(target=_strike, args=(demonstration, FAULTS[fault]))
    blows.start()
    done = _run(demonstration, "simulate", "--events", str(EVENTS), "--rate", str(RATE), "--bad-per-10000", "800",
                "--json", str(report))  # fmt: skip
    blows.join()
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(report.read_text("utf-8"))
    assert (found["events"], found["errorCount"]) == (EVENTS, 0)
    until(demonstration.is_ready, "the city answers")
    await _settled(demonstration, WAITING)
    assert await _counts(demonstration) == dict.fromkeys(WRONG, 0)


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_deadline_is_missed(demonstration: Up, fault: str) -> None:
    """Terms run out while the blow falls: each has its consequence, once."""
    fired = "select count(*) from deadline where fired_at is not null"
    _run(demonstration, "simulate", "--events", "150", "--bad-per-10000", "2000")
    before = await _value(demonstration, fired)
    assert _run(demonstration, "clock", "forward", "11d").returncode == 0  # a working day at least
    FAULTS[fault](demonstration)
    until(demonstration.is_ready, "the city answers")
    await _settled(demonstration, MISSED)
    assert await _value(demonstration, fired) > before
    assert await _value(demonstration, UNSIGNED) == 0


async def test_the_ledger_still_verifies(demonstration: Up) -> None:
    done = _run(demonstration, "verify-ledger")
    assert done.returncode == 0, done.stdout + done.stderr


def _strike(city: Up, blow: Callable[[Up], None]) -> None:
    started = time.monotonic()
    for moment in BLOWS:
        time.sleep(max(0.0, started + moment - time.monotonic()))
        blow(city)


def _run(city: Up, *words: str) -> "subprocess.CompletedProcess[str]":
    argv = [sys.executable, "-m", "cli.main", *words]
    return subprocess.run(argv, cwd=ROOT, env=city.environment, capture_output=True, text=True, timeout=240)


async def _settled(city: Up, waiting: str, patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while left := await _value(city, waiting):
        assert time.monotonic() < end, f"{left} still waiting: {waiting}"
        time.sleep(0.2)


async def _counts(city: Up) -> dict[str, int]:
    return {name: await _value(city, sql) for name, sql in WRONG.items()}


async def _value(city: Up, sql: str) -> int:
    connection = await _connected(city)
    try:
        return int(await connection.fetchval(sql) or 0)
    finally:
        await connection.close()


async def _connected(city: Up, patience: float = 30.0) -> asyncpg.Connection:
    """What was killed a moment ago is started again by the city itself."""
    end = time.monotonic() + patience
    while True:
        try:
            return await asyncpg.connect(Cluster(city.home).url())
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            assert time.monotonic() < end, "the database does not come back"
            time.sleep(0.2)
