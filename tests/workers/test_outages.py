"""The worker process outlives Redis and PostgreSQL: it waits, says so once, and goes on where it was."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from arq import create_pool
from arq.connections import RedisSettings

from domain.faults import is_outage
from domain.pulse import Watch
from storage.transactions import fetch_value
from tests.cast import Cast, assemble, working_days_pass
from tests.mortal import City, living
from tests.workers.processes import restless, until, working
from workers.main import _leave, worker
from workers.patience import Patience


@pytest.fixture
async def city(home: Path) -> AsyncIterator[City]:
    async with living(home / "mortal") as city:
        yield city


async def _signed(order_id: int) -> bool:
    try:
        return bool(await fetch_value("select state = 'SIGNED' from work_order where id = $1", order_id))
    except Exception as error:
        if not is_outage(error):
            raise
        return False


async def _signed_in_time(cast: Cast, order_id: int) -> None:
    await working_days_pass(1)
    await until(lambda: _signed(order_id), within=30)


async def test_the_worker_outlives_redis_and_postgresql(city: City) -> None:
    cast = await assemble()
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    async with working(city.url(), city.redis_url(), city.log) as process:
        await _signed_in_time(cast, await cast.order())

        city.redis.kill()
        await asyncio.to_thread(city.redis.wait)
        await _signed_in_time(cast, await cast.order())
        await city.start_redis()
        await until(lambda: _said(city.log, "redis (jobs): well again"))

        await city.crash_postgres()
        await until(lambda: _said(city.log, "deadlines: "))
        await city.start_postgres()
        await _signed_in_time(cast, await _again(cast))
        await until(lambda: _said(city.log, "deadlines: well again"))
        assert process.poll() is None

    said = city.log.read_text()
    assert "Traceback" not in said, said[said.index("Traceback") - 800 :]
    lines = [line for line in said.splitlines() if "deadlines: " in line]
    assert len(lines) == 2, "one line when it begins, one when it is over"


async def test_jobs_cut_off_by_redis_do_not_end_the_worker(city: City) -> None:
    log = city.log.with_name("restless.log")  # of its own: what other tests said would be counted too
    async with restless(city.url(), city.redis_url(), log) as process:
        for outage in range(1, 6):
            await until(lambda n=outage: _said(log, "all jobs run", n))
            city.redis.kill()
            await asyncio.to_thread(city.redis.wait)
            await until(lambda n=outage: _said(log, "trying again until it is back", n))
            await city.start_redis()
            await until(lambda n=outage: _said(log, "redis (jobs): well again", n))
            assert process.poll() is None, log.read_text()


async def test_leaving_arq_in_the_middle_of_a_job_is_no_cancellation_of_ours(redis_url: str) -> None:
    jobs = worker(redis_url, Watch(), Patience("redis (jobs)", logging.getLogger("haochaping.worker")))
    async with await create_pool(RedisSettings.from_dsn(redis_url)) as redis:
        jobs._pool = redis
        jobs.tasks["cut off"] = asyncio.create_task(asyncio.Event().wait())
        await _leave(jobs)
        assert jobs.tasks["cut off"].cancelled()


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


async def _said(log: Path, words: str, times: int = 1) -> bool:
    return log.read_text().count(words) >= times
