"""The relay, killed and doubled: every event reaches the ledger exactly once, in one unbroken chain."""

import asyncio

from domain.ledger import verify
from storage.transactions import execute, fetch_value
from tests.cast import Cast, column
from tests.workers.processes import relaying, until
from wakeups import Wakeups
from workers.relay import keep_relaying

MANY = 6000
FILL = """
insert into outbox (event_id, kind, subject_kind, subject_id, actor_kind, facts, occurred_at)
select gen_random_uuid(), 'test.happened', 'test', n, 'SYSTEM', jsonb_build_object('n', n), city_now()
from generate_series(1, $1::int) as n
"""


async def _moved() -> int:
    return int(await fetch_value("select count(*) from ledger where kind = 'test.happened'"))


async def _check_complete() -> None:
    assert await fetch_value("select count(*) from outbox") == 0
    assert await fetch_value("select count(distinct subject_id) from ledger where kind = 'test.happened'") == MANY
    positions = await column("select position from ledger order by position")
    assert positions == list(range(1, len(positions) + 1))
    assert await _moved() == MANY
    assert await verify() is None


async def test_a_relay_killed_in_the_middle_loses_nothing_and_doubles_nothing(cast: Cast, database: str) -> None:
    await execute(FILL, MANY)
    for _ in range(3):
        before = await _moved()
        async with relaying(database) as relay:
            await until(lambda past=before: _more_than(past))
            relay.kill()
    assert await _moved() < MANY, "it was to be killed in the middle"
    async with relaying(database):
        await until(_empty)
    await _check_complete()


async def test_of_two_relays_each_event_takes_one_place(cast: Cast, database: str) -> None:
    async with relaying(database), relaying(database):
        await execute(FILL, MANY)
        await until(_empty)
    await _check_complete()


async def test_events_arrive_although_redis_is_away(cast: Cast) -> None:
    relay = asyncio.create_task(keep_relaying(Wakeups("unix:///nowhere/redis.sock")))
    await execute(FILL, MANY)
    await until(_empty)
    relay.cancel()
    await _check_complete()


async def _empty() -> bool:
    return not await fetch_value("select exists (select from outbox)")


async def _more_than(past: int) -> bool:
    return await _moved() > past
