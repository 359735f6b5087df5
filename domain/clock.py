"""What time it is in the city. The database decides, never a worker's clock; a demonstration or test city may shift
it.
"""

from datetime import date, datetime, timedelta

from domain import working_days
from domain.errors import Invalid, NotAllowed
from storage.transactions import execute, fetch, fetch_value, transaction

CITY_ZONE = working_days.CITY_ZONE
FARTHEST = timedelta(days=3660)  # ten years: a slip of the hand must not end beyond what a date can say


async def now() -> datetime:
    """City time, Asia/Shanghai. Constant within a transaction as long as nobody shifts the clock meanwhile: the shift
    is read from its row, and one that commits between two questions moves the second answer.
    """
    moment: datetime = await fetch_value("select city_now()")
    return moment.astimezone(CITY_ZONE)


async def today() -> date:
    return (await now()).date()


def day_of(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()


async def shift(by: timedelta) -> datetime:
    """Move the city's time forward. Terms run out, reminders go, everything real. A production city refuses."""
    if by <= timedelta(0):
        raise Invalid("时间只能往前拨。", "Time can only be moved forward.")
    if by > FARTHEST:
        raise Invalid(f"一次最多往前拨{FARTHEST.days}天。", f"Move it {FARTHEST.days} days at most.")
    async with transaction() as connection:
        kind = await connection.fetchval("select city_kind from city_clock for update")
        if kind not in ("demonstration", "test"):
            raise NotAllowed("生产环境的时间不能拨动。", "A production city's clock cannot be moved.")
        await connection.execute("update city_clock set shift = shift + $1, moved_at = now()", by)
        return await now()


async def set_back(by: timedelta) -> None:
    """Start a new demonstration or test city in the past. Refused once anything has happened in it."""
    async with transaction() as connection:
        if await connection.fetchval("select exists (select from service_event)"):
            raise NotAllowed("城市里已经有办件，时间不能往回拨。", "The city has service events; time cannot go back.")
        await connection.execute(
            "update city_clock set shift = -$1::interval, moved_at = now() where city_kind <> 'production'", by
        )


async def catch_up() -> None:
    """End a past that `set_back` began: from now on the city's time is the real one. Others are left alone."""
    await execute("update city_clock set shift = '0', moved_at = now() where shift < '0'")


async def lag() -> timedelta:
    """How far the city's time is ahead of the real one; below zero while a city lives through its past."""
    shifted: timedelta | None = await fetch_value("select shift from city_clock")
    return shifted or timedelta(0)


async def is_founded() -> bool:
    """Whether the city stands in its tables: migrating ends with it."""
    return bool(await fetch("select from city_clock limit 1"))


async def found(kind: str, name: str) -> None:
    """Write down which city this is. Founding again changes nothing."""
    await execute("insert into city_clock (city_kind, city_name) values ($1, $2) on conflict do nothing", kind, name)
