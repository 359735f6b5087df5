"""Terms run out without Redis and after FLUSHALL, and do not when the clock cannot be trusted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from arq.connections import RedisSettings, create_pool
from redis.asyncio import Redis

from domain import clock, pulse
from domain.ledger import verify
from storage.transactions import execute, fetch_value
from tests.cast import Cast, column, working_days_pass
from tests.workers.processes import going_home, until, working
from wakeups import LEDGER
from workers import deadlines
from workers.main import worker
from workers.patience import Patience
from workers.pulse import keep_alive

NOWHERE = "unix:///nowhere/redis.sock"


@asynccontextmanager
async def beating(redis_url: str, watch: pulse.Watch | None = None) -> AsyncIterator[None]:
    life = asyncio.create_task(keep_alive(redis_url, watch))
    try:
        yield
        assert not life.done(), "the pulse never ends by itself"
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)


async def signed(order_id: int) -> bool:
    return bool(await fetch_value("select state = 'SIGNED' from work_order where id = $1", order_id))


async def test_a_term_runs_out_without_redis(cast: Cast) -> None:
    order_id = await cast.order()
    async with beating(NOWHERE):
        await until(lambda: _relayed("work_order.dispatched"))
        await working_days_pass(1)
        await until(lambda: signed(order_id))
        await until(lambda: _relayed("work_order.signed"))
    assert await verify() is None


async def test_the_newest_position_is_told_to_the_web_processes(cast: Cast, redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis, redis.pubsub() as heard:
        await heard.subscribe(LEDGER)
        async with beating(redis_url):
            await cast.order()
            await until(lambda: _relayed("work_order.dispatched"))
            last = await fetch_value("select max(position) from ledger")
            async with asyncio.timeout(5):
                while (message := await heard.get_message(timeout=1)) is None or message["data"] != str(last).encode():
                    pass


async def test_flushall_loses_no_deadline(cast: Cast, database: str, redis_url: str, tmp_path: Path) -> None:
    order_id = await cast.order()
    await _twenty_minutes_before(order_id)
    async with Redis.from_url(redis_url) as redis, working(database, redis_url, tmp_path / "log") as worker:
        await until(lambda: redis.exists("haochaping:jobs"))
        await redis.flushall()
        await clock.shift(timedelta(minutes=30))
        await until(lambda: signed(order_id))
        assert worker.poll() is None
    assert "Traceback" not in (tmp_path / "log").read_text()


async def test_a_deferred_job_carries_only_the_id_of_its_deadline(cast: Cast, redis_url: str) -> None:
    order_id = await cast.order()
    await _twenty_minutes_before(order_id)
    deadline = await fetch_value("select id from deadline where subject_id = $1 and kind = 'SIGN'", order_id)
    jobs = worker(redis_url, pulse.Watch(), Patience("test", logging.getLogger()))
    pool = await create_pool(
        RedisSettings.from_dsn(redis_url),
        job_serializer=jobs.job_serializer,
        job_deserializer=jobs.job_deserializer,
        default_queue_name=jobs.queue_name,
    )
    async with pool:
        for _ in range(2):
            await deadlines.arm({"redis": pool})
        (armed,) = [job for job in await pool.queued_jobs() if job.job_id == f"deadline:{deadline}"]
    assert (armed.function, tuple(armed.args), armed.kwargs) == ("expire", (deadline,), {})


async def test_a_jump_nobody_ordered_pauses_expiry_until_a_person_resumes(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    order_id = await cast.order()
    machine = _Machine()
    watch = pulse.Watch(machine.passed)
    assert await pulse.beat(watch)
    machine.seconds -= 3600  # the database's clock has jumped an hour ahead of what really passed
    await working_days_pass(1)
    with caplog.at_level(logging.ERROR):
        assert not await pulse.beat(watch)
    assert "haochaping clock resume" in caplog.text
    await deadlines.sweep(watch)
    assert not await signed(order_id)
    assert not await pulse.beat(watch), "it stays paused, and for every process"
    assert not await pulse.beat(pulse.Watch())
    assert await pulse.resume()
    assert await pulse.beat(watch)
    await deadlines.sweep(watch)
    assert await signed(order_id)


@pytest.mark.parametrize(("slept", "may"), [("-1 hour", False), ("4 days", False), ("2 days", True)])
async def test_a_worker_that_starts_asks_when_somebody_was_last_at_work(cast: Cast, slept: str, may: bool) -> None:
    await execute("update city_clock set city_kind = 'production', pulse_at = now() - $1::text::interval", slept)
    assert await pulse.beat(pulse.Watch()) is may
    assert await pulse.beat(pulse.Watch()) is may, "another start does not make it right"
    if not may:
        assert await pulse.resume()
        assert await pulse.beat(pulse.Watch())


async def test_a_demonstration_city_sleeps_as_long_as_it_likes(cast: Cast) -> None:
    await execute("update city_clock set pulse_at = now() - interval '40 days'")
    assert await pulse.beat(pulse.Watch())


async def test_arq_that_ends_by_itself_is_started_again(
    cast: Cast, database: str, redis_url: str, tmp_path: Path
) -> None:
    async with going_home(database, redis_url, tmp_path / "log") as life:
        await until(lambda: _said(tmp_path / "log", "well again"))
        assert life.poll() is None
    assert "arq ended by itself" in (tmp_path / "log").read_text()


async def _said(log: Path, words: str) -> bool:
    return words in log.read_text()


class _Machine:
    """A clock that only runs, as far as the test lets it."""

    seconds = 0.0

    def passed(self) -> float:
        return pulse.since_boot() + self.seconds


async def test_an_ordered_shift_and_an_outage_are_no_jumps(cast: Cast) -> None:
    watch = pulse.Watch()
    assert await pulse.beat(watch)
    await clock.shift(timedelta(days=40))
    assert await pulse.beat(watch)
    assert await fetch_value("select now() - pulse_at < interval '5 seconds' from city_clock")


async def test_a_term_that_cannot_have_its_consequence_does_not_hold_up_the_others(cast: Cast) -> None:
    stuck, fine = await cast.order(), await cast.order()
    await execute(
        "alter table work_order add constraint test_stuck check (id <> $$) not valid".replace("$$", str(stuck))
    )
    await working_days_pass(1)
    await deadlines.sweep(pulse.Watch())
    assert await signed(fine)
    assert not await signed(stuck)


async def _twenty_minutes_before(order_id: int) -> None:
    left = await fetch_value(
        "select due_at - city_now() from deadline where subject_id = $1 and kind = 'SIGN'", order_id
    )
    await clock.shift(left - timedelta(minutes=20))


async def _relayed(kind: str) -> bool:
    return bool(await fetch_value("select exists (select from ledger where kind = $1)", kind))


async def test_of_forty_terms_the_one_that_cannot_stays_alone(cast: Cast) -> None:
    orders = [await cast.order() for _ in range(40)]
    stuck = orders[17]
    await execute(f"alter table work_order add constraint test_stuck check (id <> {stuck}) not valid")
    await working_days_pass(1)
    await deadlines.sweep(pulse.Watch())
    assert await fetch_value("select count(*) from work_order where state = 'SIGNED'") == 39
    assert await fetch_value("select count(*) from work_order_move where move = 'sign'") == 39
    assert await fetch_value("select count(*) from outbox where kind = 'work_order.signed'") == 39
    left = await column("select distinct subject_id from deadline where kind = 'SIGN' and fired_at is null")
    assert left == [stuck]


async def test_several_terms_of_one_order_run_out_in_one_sweep_as_they_were_due(cast: Cast) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    await clock.shift(timedelta(days=40))
    await deadlines.sweep(pulse.Watch())
    moves = await column("select move from work_order_move where work_order_id = $1 order by id", order_id)
    assert moves == ["dispatch", "warn_contact", "sign", "urge_contact", "warn_rectify", "urge_rectify"]
    states = await column("select from_state from work_order_move where work_order_id = $1 order by id", order_id)
    assert states == [None, "DISPATCHED", "DISPATCHED", "SIGNED", "SIGNED", "SIGNED"]
    assert await fetch_value("select urged from work_order where id = $1", order_id) == 2
    assert await fetch_value("select version from work_order where id = $1", order_id) == 2


async def test_a_sweep_that_dies_in_the_middle_leaves_nothing_half_done(cast: Cast) -> None:
    for _ in range(5):
        await cast.order()
    await working_days_pass(1)
    await execute(
        "create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(1); return new; end'"
    )
    await execute("create trigger slow before update on work_order for each row execute function slowly()")
    sweep = asyncio.create_task(deadlines.sweep(pulse.Watch()))
    await asyncio.sleep(0.5)
    await execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        "where wait_event = 'PgSleep' and datname = current_database()"
    )
    with pytest.raises(Exception, match=r"terminat|closed"):
        await sweep
    assert await fetch_value("select count(*) from deadline where fired_at is not null or met_at is not null") == 0
    assert await fetch_value("select count(*) from work_order_move where move = 'sign'") == 0
    await execute("drop trigger slow on work_order")
    await deadlines.sweep(pulse.Watch())
    assert await fetch_value("select count(*) from work_order_move where move = 'sign'") == 5
    assert await fetch_value("select count(*) from outbox where kind = 'work_order.signed'") == 5
