"""What stood in the hours of a city that is already in use stands in its days afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from domain.clock import CITY_ZONE
from storage.transactions import execute, fetch, transaction
from tests.cast import Cast

SQL = Path("storage/migrations/sql")
BY_HOUR = SQL.joinpath("0002_tallies.sql").read_text("utf-8").partition("create table tally_tag")[0]
BY_DAY = SQL.joinpath("0003_tallies_by_day.sql").read_text("utf-8")
BEFORE = "drop table tally_day, tally_hour; drop index evaluation_service_day"
COLUMNS = "scope, scope_id, day, events, satisfied, very_dissatisfied"
INSERT = f"insert into tally ({COLUMNS.replace('day', 'hour')}) values ($1, $2, $3, $4, $5, $6)"
HOURS = [
    ("CITY", 0, datetime(2026, 3, 1, 0, tzinfo=CITY_ZONE), 5, 3, 1),
    ("CITY", 0, datetime(2026, 3, 1, 23, tzinfo=CITY_ZONE), 7, 0, 2),
    ("CITY", 0, datetime(2026, 3, 2, 0, tzinfo=CITY_ZONE), 1, 0, 0),
    ("AGENCY", 9, datetime(2026, 3, 1, 23, tzinfo=CITY_ZONE), 2, 1, 1),
]


@asynccontextmanager
async def rehearsal() -> AsyncIterator[None]:
    """A transaction of which nothing stays."""
    with suppress(InterruptedError):
        async with transaction():
            yield
            raise InterruptedError


async def test_hours_become_days_of_the_city_and_only_the_citys_and_districts_hours_stay(cast: Cast) -> None:
    async with rehearsal():
        await execute(BEFORE)
        await execute(BY_HOUR)
        for hour in HOURS:
            await execute(INSERT, *hour)
        await execute(BY_DAY)
        days = await fetch(f"select {COLUMNS} from tally_day order by 1, 3")
        hours = await fetch("select scope, hour, ratings, bad from tally_hour order by hour")
    assert [tuple(row) for row in days] == [
        ("AGENCY", 9, date(2026, 3, 1), 2, 1, 1),
        ("CITY", 0, date(2026, 3, 1), 12, 3, 3),
        ("CITY", 0, date(2026, 3, 2), 1, 0, 0),
    ]
    assert [tuple(row) for row in hours] == [("CITY", HOURS[0][2], 4, 1), ("CITY", HOURS[1][2], 2, 2)]
