"""Letting terms run out, and the brake on it: a jump of the clock that nobody ordered pauses expiry, expires no city.

City time is the database's, plus the shift somebody ordered. What is watched is the database's *real* time, against a
clock of this machine that only runs. When the two drift apart by more than ten minutes between two looks, the time is
not to be trusted.

A process that has just started has nothing to compare with. In a production city it asks when somebody was last at
work, which the database knows: in the future, time was set back; more than three days ago, either time was set forward
or nobody worked over more than a long weekend. Both look the same from here, and a person who resumes costs less than a
city that expires. Cities whose clock may be shifted sleep as long as they like.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.deadlines import OPEN
from domain.work_orders import expire as run_out
from storage.transactions import Connection, fetch, transaction

JUMP = timedelta(minutes=10)
LONGEST_SLEEP = timedelta(days=3)

LOOK = "select now() as real, expiry_paused_at, pulse_at, city_kind = 'production' as is_production from city_clock"
BEAT = "update city_clock set pulse_at = now() where pulse_at < now()"
PAUSE = "update city_clock set expiry_paused_at = now() where expiry_paused_at is null returning true"
RESUME = (
    "update city_clock set expiry_paused_at = null, pulse_at = now() where expiry_paused_at is not null returning true"
)
DUE = f"""select id from deadline
where {OPEN} and due_at < city_now() and id <> all($1::bigint[]) order by due_at, id limit $2"""
COMING = f"""select id, due_at - city_now() as remaining from deadline
where {OPEN} and due_at >= city_now() and due_at < city_now() + $1::interval order by due_at, id limit $2"""

log = logging.getLogger("haochaping.pulse")


def since_boot() -> float:
    """Seconds that really passed on this machine, asleep or not; nobody can set it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Watch:
    """Compares the database's real time with a clock that only runs, from one look to the next. One per process."""

    def __init__(self, passed: Callable[[], float] = since_boot) -> None:
        self._passed = passed
        self._last: tuple[datetime, float] | None = None

    def jumped(self, real: datetime, pulse: datetime | None = None) -> timedelta | None:
        """By how much time jumped since the last look, if it did; on the first look, since the last pulse, if given."""
        here = real, self._passed()
        before, self._last = self._last, here
        if before is None:
            slept = real - pulse if pulse else timedelta(0)
            return slept if not -JUMP <= slept <= LONGEST_SLEEP else None
        drift = (here[0] - before[0]) - timedelta(seconds=here[1] - before[1])
        return drift if abs(drift) > JUMP else None


@dataclass(frozen=True, slots=True)
class Coming:
    """A term that will be over soon, and in how much time."""

    deadline_id: int
    remaining: timedelta


async def beat(watch: Watch) -> bool:
    """Note that somebody is at work; whether terms may run out now."""
    async with transaction() as connection:
        may = await _may_expire(connection, watch)
        await connection.execute(BEAT)
    return may


async def expire(deadline_ids: Sequence[int], watch: Watch) -> set[int]:
    """Let those of these terms that are over have their consequences; which had. The look at the clock and the
    consequences share one moment, and all of them happen or none.
    """
    async with transaction() as connection:
        return await run_out(deadline_ids) if await _may_expire(connection, watch) else set()


async def _may_expire(connection: Connection, watch: Watch) -> bool:
    city = await connection.fetchrow(LOOK)
    if city is None:
        return False
    drift = watch.jumped(city["real"], city["pulse_at"] if city["is_production"] else None)
    if drift is not None and await connection.fetchval(PAUSE):
        log.error(
            "数据库的时间跳了 %s，或者这么久没有人值守；已暂停到期处理，没有一件工单因此逾期。"
            "核对时间后运行 haochaping clock resume / the database's time jumped by %s, or nobody was at work for so "
            "long: expiry is paused; check the time, then run haochaping clock resume",
            drift,
            drift,
        )
    return drift is None and city["expiry_paused_at"] is None


async def resume() -> bool:
    """A person has checked the time: terms may run out again. False if nothing was paused."""
    async with transaction() as connection:
        return bool(await connection.fetchval(RESUME))


async def due(limit: int, *, without: Sequence[int] = ()) -> list[int]:
    """Terms that are over, the longest first."""
    return [row["id"] for row in await fetch(DUE, list(without), limit)]


async def expire_all(limit: int = 200) -> int:
    """All terms that are over now, where a made-up city lives its days: no clock to be watched, and a fault ends it.
    Orders that are being moved are left. How many.
    """
    done, left = 0, list[int]()
    while found := await due(limit, without=left):
        moved = await run_out(found)
        left += set(found) - moved
        done += len(moved)
    return done


async def coming(within: timedelta, limit: int) -> list[Coming]:
    """Terms that will be over within this time."""
    return [Coming(row["id"], row["remaining"]) for row in await fetch(COMING, within, limit)]
