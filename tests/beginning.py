"""When the tests' city begins: at one moment of its own clock, a plain working day in the middle of the morning, so
that a test means the same on whatever day it runs. TEST_NOW names another (`make test-days` tries a dozen).

Only the city's clock is moved. What is real stays real: sessions, throttles, signatures, leases, the pulse.
"""

import os
from datetime import datetime

import asyncpg

from domain.working_days import CITY_ZONE

PLAIN = "2026-11-24 10:00"  # a Tuesday; the nearest holiday is five weeks away


def moment() -> datetime:
    """The moment at which every test begins, in the city's zone."""
    return datetime.fromisoformat(os.environ.get("TEST_NOW", PLAIN)).replace(tzinfo=CITY_ZONE)


async def begin(url: str, *, real_time: bool = False) -> None:
    """From now on it is that moment in this database. Its function is told, not the row of the clock: a production
    city begins there too, and `shift` says only what a test has moved itself.
    """
    connection = await asyncpg.connect(url)
    try:
        real = await connection.fetchval("select clock_timestamp()")
        ahead = (real if real_time else moment()) - real
        await connection.execute(
            "create or replace function city_now() returns timestamptz language sql stable parallel safe as "
            f"$$ select now() + interval '{ahead.total_seconds():.6f} s' "
            "+ coalesce((select shift from city_clock), '0') $$"
        )
    finally:
        await connection.close()
