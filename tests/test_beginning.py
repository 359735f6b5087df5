"""The city of the tests has a clock of its own: what a test means does not depend on the day it runs."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain import calendar, clock, founding
from domain.working_days import day_in, last_day
from storage.transactions import fetch_value
from tests import beginning
from tests.cast import Cast

# They speak of what is real: signatures, certificates, expiry of keys.
REAL = {
    "tests/api/streaming/test_guide.py",
    "tests/domain/test_assertions.py",
    "tests/test_beginning.py",
    "tests/workers/test_deliveries.py",
    "tests/workers/test_webhook_gateway.py",
}
ASKING = re.compile(r"\b(?:datetime\.(?:now|utcnow)|date\.today|time\.localtime)\(")


async def test_every_test_begins_at_the_same_moment_of_the_city(cast: Cast) -> None:
    assert timedelta(0) <= await clock.now() - beginning.moment() < timedelta(minutes=1)
    assert await clock.lag() == timedelta(0), "and nobody has moved the clock yet"


async def test_a_production_city_begins_there_too(database: str) -> None:
    await founding.found("production", "某市")
    assert timedelta(0) <= await clock.now() - beginning.moment() < timedelta(minutes=1)


async def test_what_is_real_keeps_real_time(cast: Cast) -> None:
    assert abs(await fetch_value("select clock_timestamp()") - datetime.now(UTC)) < timedelta(minutes=1)


async def test_it_is_a_plain_working_day_with_a_plain_fortnight_ahead(cast: Cast) -> None:
    day, days = datetime.fromisoformat(beginning.PLAIN).date(), (await calendar.load()).days
    assert day_in(days, day).is_working
    assert last_day(day, 10, days) == day + timedelta(days=14)


def test_no_test_asks_the_machine_what_day_it_is() -> None:
    asking = {str(path) for path in Path("tests").rglob("*.py") if ASKING.search(path.read_text("utf-8"))}
    assert asking - REAL == set()
