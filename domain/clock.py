"""The city's time. It comes from the database, never from a worker's clock.

In a demonstration or test city it may be shifted.
"""

from datetime import date, datetime, timedelta

from domain import working_days
from domain.errors import Invalid, NotAllowed
from storage.transactions import execute, fetch, fetch_value, transaction

CITY_ZONE = working_days.CITY_ZONE
FARTHEST = timedelta(days=3660)  # ten years: a typing mistake must not go beyond what a date can hold


async def now() -> datetime:
    """City time, Asia/Shanghai.

    Constant within a transaction unless the clock is shifted meanwhile: the shift is read from its row each time.
    """
    moment: datetime = await fetch_value("select city_now()")
    return moment.astimezone(CITY_ZONE)


async def today() -> date:
    """Today in city time."""
    return (await now()).date()


def day_of(moment: datetime) -> date:
    """The day of a moment in the city's time zone."""
    return moment.astimezone(CITY_ZONE).date()


async def shift(by: timedelta) -> datetime:
    """Move the city's time forward; returns the new time. Terms really run out and reminders go out.

    Raises Invalid if `by` is not positive or too long, NotAllowed in a production city.
    """
    if by <= timedelta(0):
        raise Invalid("时间只能往前拨。", "Time can only be moved forward.")
    if by > FARTHEST:
        raise Invalid(f"一次最多往前拨{FARTHEST.days}天。", f"Move it {FARTHEST.days} days at most.")
    async with transaction():
        kind = await fetch_value("select city_kind from city_clock for update")
        if kind not in ("demonstration", "test"):
            raise NotAllowed("生产环境的时间不能拨动。", "A production city's clock cannot be moved.")
        await execute("update city_clock set shift = shift + $1, moved_at = now()", by)
        return await now()


async def set_back(by: timedelta) -> None:
    """Start a new demonstration or test city in the past; NotAllowed once it has service events."""
    async with transaction():
        if await fetch_value("select exists (select from service_event)"):
            raise NotAllowed("城市里已经有办件，时间不能往回拨。", "The city has service events; time cannot go back.")
        await execute(
            "update city_clock set shift = -$1::interval, moved_at = now() where city_kind <> 'production'", by
        )


async def catch_up() -> None:
    """End the past that `set_back` began: the city's time becomes the real time.

    A city whose shift is not negative stays as it is.
    """
    await execute("update city_clock set shift = '0', moved_at = now() where shift < '0'")


async def lag() -> timedelta:
    """How far the city's time is ahead of real time; negative while a city lives in its past."""
    shifted: timedelta | None = await fetch_value("select shift from city_clock")
    return shifted or timedelta(0)


async def is_founded() -> bool:
    """Whether the city stands in its tables: migrating ends with it."""
    return bool(await fetch("select from city_clock limit 1"))


async def found(kind: str, name: str) -> None:
    """Write down which city this is; does nothing if it is founded already."""
    await execute("insert into city_clock (city_kind, city_name) values ($1, $2) on conflict do nothing", kind, name)
