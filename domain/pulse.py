"""Runs the consequences of terms that are over, and pauses them when the clock jumps without an order.

City time is the database's time plus the shift that was ordered. `Watch` compares the database's *real* time with a
clock of this machine that cannot be set. If they drift apart by more than ten minutes between two looks, the time is
not trusted and expiry pauses, so that a wrong clock does not let the terms of a whole city run out.

A process that has just started has nothing to compare with. In a production city it uses the time of the last pulse in
the database: if that is in the future, time was set back; if it is more than three days ago, either time was set
forward or no worker ran for longer than a long weekend. The two cannot be told apart, and having a person resume costs
less than letting the terms of a city run out. Cities whose clock may be shifted have no such limit.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.deadlines import OPEN
from domain.work_orders import expire as run_out
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

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
    """Seconds since this machine started, including sleep where the system counts it.

    Nobody can set this clock.
    """
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Watch:
    """Compares the database's real time with a clock that only runs, from one look to the next. One per process."""

    def __init__(self, passed: Callable[[], float] = since_boot) -> None:
        self._passed = passed
        self._last: tuple[datetime, float] | None = None

    def jumped(self, real: datetime, pulse: datetime | None = None) -> timedelta | None:
        """By how much time jumped since the last look; None if by no more than ten minutes.

        `real` is the database's real time. On the first look `pulse` is compared instead, if given: None if it is at
        most ten minutes in the future and at most three days ago.
        """
        here = real, self._passed()
        before, self._last = self._last, here
        if before is None:
            slept = real - pulse if pulse else timedelta(0)
            return slept if not -JUMP <= slept <= LONGEST_SLEEP else None
        drift = (here[0] - before[0]) - timedelta(seconds=here[1] - before[1])
        return drift if abs(drift) > JUMP else None


@dataclass(frozen=True, slots=True)
class Coming:
    """A term that will be over soon, and the time remaining."""

    deadline_id: int
    remaining: timedelta


async def beat(watch: Watch) -> bool:
    """Write the pulse of a running worker; returns whether terms may run out now."""
    async with transaction():
        may = await _may_expire(watch)
        await execute(BEAT)
    return may


async def expire(deadline_ids: Sequence[int], watch: Watch) -> set[int]:
    """Run the consequences of those of these terms that are over; returns the ids of these.

    Returns none while expiry is paused. The look at the clock and all consequences are one transaction.
    """
    async with transaction():
        return await run_out(deadline_ids) if await _may_expire(watch) else set()


async def _may_expire(watch: Watch) -> bool:
    city = await fetch_row(LOOK)
    if city is None:
        return False
    drift = watch.jumped(city["real"], city["pulse_at"] if city["is_production"] else None)
    if drift is not None and await fetch_value(PAUSE):
        log.error(
            "数据库的时间跳了 %s，或者这么久没有人值守；已暂停到期处理，没有一件工单因此逾期。"
            "核对时间后运行 haochaping clock resume / the database's time jumped by %s, or nobody was at work for so "
            "long: expiry is paused; check the time, then run haochaping clock resume",
            drift,
            drift,
        )
    return drift is None and city["expiry_paused_at"] is None


async def resume() -> bool:
    """End the pause after a person has checked the time; returns False if expiry was not paused."""
    async with transaction():
        return bool(await fetch_value(RESUME))


async def due(limit: int, *, without: Sequence[int] = ()) -> list[int]:
    """Ids of at most `limit` terms that are over, the longest overdue first, leaving out `without`."""
    return [row["id"] for row in await fetch(DUE, list(without), limit)]


async def expire_all(limit: int = 200) -> int:
    """Run the consequences of all terms that are over now; returns how many.

    For demonstration cities while their days are made up: the clock is not watched, and an error ends the run. Orders
    that are locked by another transaction are left out.
    """
    done, left = 0, list[int]()
    while found := await due(limit, without=left):
        moved = await run_out(found)
        left += set(found) - moved
        done += len(moved)
    return done


async def coming(within: timedelta, limit: int) -> list[Coming]:
    """At most `limit` terms that will be over within this time, the earliest first."""
    return [Coming(row["id"], row["remaining"]) for row in await fetch(COMING, within, limit)]
