"""The worker process outlives Redis and PostgreSQL: it waits, says so once, and goes on where it was."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli import up_database, up_postgres, up_redis
from domain import clock, keys
from domain.calendar import forget as forget_calendar
from domain.collecting import forms
from domain.faults import is_outage
from storage import database as storage
from storage.transactions import fetch_value
from tests.cast import Cast, assemble
from tests.conftest import MASTER, end
from tests.workers.processes import until, working


class City:
    """A PostgreSQL and a Redis of this test's own, which it may kill."""

    def __init__(self, home: Path) -> None:
        (home / "log").mkdir(parents=True)
        self.cluster, self.socket, self.log = up_postgres.Cluster(home), home / "redis.sock", home / "log" / "work.log"
        up_postgres.create(self.cluster)

    async def start_postgres(self) -> None:
        self.postgres = up_postgres.start(self.cluster)
        await up_postgres.wait_ready(self.cluster, self.postgres)

    async def start_redis(self) -> None:
        self.redis = up_redis.start(self.socket, log=self.log.with_name("redis.log"))
        await up_redis.wait_ready(self.socket, self.redis)

    def url(self) -> str:
        return self.cluster.url()


@pytest.fixture
async def city(tmp_path_factory: pytest.TempPathFactory, home: Path) -> AsyncIterator[City]:
    city = City(home / "mortal")
    await city.start_postgres()
    await city.start_redis()
    await up_database.prepare(city.cluster)
    await storage.migrate(city.url())
    keys.use(keys.Keys.derive(MASTER))
    forms.forget()
    forget_calendar()
    await storage.connect(city.url())
    yield city
    await storage.close()
    await asyncio.to_thread(end, city.postgres, signal.SIGINT)
    await asyncio.to_thread(end, city.redis)


async def _signed(order_id: int) -> bool:
    try:
        return bool(await fetch_value("select state = 'SIGNED' from work_order where id = $1", order_id))
    except Exception as error:
        if not is_outage(error):
            raise
        return False


async def _signed_in_time(cast: Cast, order_id: int) -> None:
    await clock.shift(timedelta(days=5))
    await until(lambda: _signed(order_id), within=30)


async def test_the_worker_outlives_redis_and_postgresql(city: City) -> None:
    cast = await assemble()
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    async with working(city.url(), up_redis.url(city.socket), city.log) as worker:
        await _signed_in_time(cast, await cast.order())

        city.redis.kill()
        await asyncio.to_thread(city.redis.wait)
        await _signed_in_time(cast, await cast.order())
        await city.start_redis()
        await until(lambda: _said(city.log, "redis (jobs): well again"))

        await asyncio.to_thread(end, city.postgres, signal.SIGQUIT)  # a crash, with recovery
        await until(lambda: _said(city.log, "deadlines: "))
        await city.start_postgres()
        await _signed_in_time(cast, await _again(cast))
        await until(lambda: _said(city.log, "deadlines: well again"))
        assert worker.poll() is None

    said = city.log.read_text()
    assert "Traceback" not in said, said[said.index("Traceback") - 800 :]
    lines = [line for line in said.splitlines() if "deadlines: " in line]
    assert len(lines) == 2, "one line when it begins, one when it is over"


async def _again(cast: Cast) -> int:
    """A new order, once our own connections have noticed that the old server is gone."""
    async with asyncio.timeout(15):
        while True:
            try:
                return await cast.order()
            except Exception as error:
                if not is_outage(error):
                    raise
                await asyncio.sleep(0.1)


async def _said(log: Path, words: str) -> bool:
    return words in log.read_text()
