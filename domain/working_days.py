"""Working-day arithmetic, without the database (docs/rules.md §4.2).

The day something happens is day zero and does not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SATURDAY = 5
CITY_ZONE = ZoneInfo("Asia/Shanghai")
END_OF_DAY = time(23, 59, 59)


class DayType(StrEnum):
    """The days a term counts: working days only, or all."""

    WORKING = "WORKING"
    NATURAL = "NATURAL"


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar knows of a day; `is_known` is False while the year's holidays are not announced."""

    is_working: bool
    name: str | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of a term: `number` if it counts, otherwise None; `name` of the holiday."""

    day: date
    number: int | None
    name: str | None


Calendar = Mapping[date, Day]


def day_in(calendar: Calendar, day: date) -> Day:
    """The day from the calendar; outside of it weekends are free, and the day is not known."""
    return calendar.get(day) or Day(day.weekday() < SATURDAY, None, is_known=False)


def count(start: date, days: int, calendar: Calendar, day_type: DayType = DayType.WORKING) -> list[Counted]:
    """Every day after `start` up to the last of the term, with its number."""
    term: list[Counted] = []
    day, number = start, 0
    while number < days:
        day += timedelta(days=1)
        known = day_in(calendar, day)
        counts = known.is_working or day_type is DayType.NATURAL
        number += counts
        term.append(Counted(day, number if counts else None, known.name))
    return term


def last_day(start: date, days: int, calendar: Calendar, day_type: DayType = DayType.WORKING) -> date:
    """The last day of a term of `days` days; `start` for none."""
    return count(start, days, calendar, day_type)[-1].day if days else start


def is_provisional(start: date, due: date, calendar: Calendar) -> bool:
    """Whether a day of the term lies in a year whose holidays are not announced yet."""
    return any(not day_in(calendar, start + timedelta(days=n)).is_known for n in range(1, (due - start).days + 1))


def days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; negative if `end` is earlier."""
    if end < start:
        return -days_between(end, start, calendar)
    return sum(day_in(calendar, start + timedelta(days=n)).is_working for n in range(1, (end - start).days + 1))


def back(due: date, days: int, calendar: Calendar) -> date:
    """The working day `days` working days before `due`, on which the yellow reminder is sent."""
    day = due
    while days:
        day -= timedelta(days=1)
        days -= day_in(calendar, day).is_working
    return day


def end_of(day: date) -> datetime:
    """23:59:59 Asia/Shanghai of that day, when a term ends."""
    return datetime.combine(day, END_OF_DAY, CITY_ZONE)


def start_of(day: date) -> datetime:
    """Midnight, Asia/Shanghai, at the beginning of that day."""
    return datetime.combine(day, time(0), CITY_ZONE)
