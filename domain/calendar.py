"""The working-day calendar: one versioned table, seeded from announced holidays (docs/rules.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from domain.working_days import Calendar, Counted, Day, DayType, count, is_provisional
from storage.transactions import execute_many, fetch, fetch_value, transaction

FIRST_YEAR, LAST_ANNOUNCED = 2025, 2026

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午",
    "Mid-autumn Festival": "中秋",
    "National Day": "国庆",
}

# 2027 is not announced: weekends and the statutory days of the 2024 decree only, each marked provisional.
STATUTORY_2027 = {
    date(2027, 1, 1): "元旦",
    **{date(2027, 2, day): "春节" for day in (5, 6, 7, 8)},
    date(2027, 4, 5): "清明",
    **{date(2027, 5, day): "劳动节" for day in (1, 2)},
    date(2027, 6, 9): "端午",
    date(2027, 9, 15): "中秋",
    **{date(2027, 10, day): "国庆" for day in (1, 2, 3)},
}


@dataclass(frozen=True, slots=True)
class CityCalendar:
    """All days, in memory, with their version."""

    version: int
    days: Calendar


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day of a term, with all its days, counted or not.

    `provisional`: one of them lies in a year that is not announced yet.
    """

    day: date
    provisional: bool
    counted: tuple[Counted, ...]


_cached: CityCalendar | None = None


async def load() -> CityCalendar:
    """The calendar; read again only if its version has changed."""
    global _cached
    version: int = await fetch_value("select coalesce(max(version), 0) from calendar_day")
    if _cached is None or _cached.version != version:
        rows = await fetch("select day, is_working, name, provisional from calendar_day")
        _cached = CityCalendar(version, {r["day"]: Day(r["is_working"], r["name"], not r["provisional"]) for r in rows})
    return _cached


def due(start: date, days: int, calendar: CityCalendar, day_type: DayType = DayType.WORKING) -> DueDate:
    """The last day of a term that begins on the day after `start`."""
    counted = tuple(count(start, days, calendar.days, day_type))
    last = counted[-1].day if counted else start
    return DueDate(last, is_provisional(start, last, calendar.days), counted)


async def seed() -> None:
    """Write the announced years and the provisional next one, once."""
    async with transaction():
        await execute_many(
            """insert into calendar_day (day, is_working, name, source, provisional, version)
               values ($1, $2, $3, $4, $5, 1) on conflict do nothing""",
            [*_announced(), *_provisional()],
        )


def _days(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


def _announced() -> Iterator[tuple[date, bool, str | None, str, bool]]:
    for day in _days(FIRST_YEAR, LAST_ANNOUNCED):
        _, holiday = chinese_calendar.get_holiday_detail(day)
        name = NAMES[holiday] if holiday else None
        yield day, chinese_calendar.is_workday(day), name, "chinesecalendar", False


def _provisional() -> Iterator[tuple[date, bool, str | None, str, bool]]:
    for day in _days(LAST_ANNOUNCED + 1, LAST_ANNOUNCED + 1):
        name = STATUTORY_2027.get(day)
        yield day, name is None and day.weekday() < 5, name, "statutory", True


def forget() -> None:
    """Drop the cached calendar, for another database in the same process."""
    global _cached
    _cached = None
