"""Working days: the vectors of docs/rules.md §5, day zero excluded."""

from datetime import date

import pytest

from domain.calendar import CityCalendar, due, load
from domain.working_days import Day, DayType, count, days_between, last_day
from tests.cast import Cast

VECTORS = [
    (date(2026, 2, 13), 1, date(2026, 2, 14)),
    (date(2026, 2, 13), 3, date(2026, 2, 25)),
    (date(2026, 2, 13), 10, date(2026, 3, 5)),
    (date(2026, 2, 14), 1, date(2026, 2, 24)),
    (date(2026, 4, 30), 5, date(2026, 5, 11)),
    (date(2026, 5, 8), 1, date(2026, 5, 9)),
    (date(2026, 9, 18), 1, date(2026, 9, 20)),
    (date(2026, 9, 18), 10, date(2026, 10, 9)),
    (date(2026, 9, 30), 3, date(2026, 10, 10)),
    (date(2026, 10, 3), 1, date(2026, 10, 8)),
    (date(2026, 12, 31), 1, date(2027, 1, 4)),
]


@pytest.fixture
async def calendar(cast: Cast) -> CityCalendar:
    return await load()


async def test_terms_end_where_the_announced_calendar_says(calendar: CityCalendar) -> None:
    assert [due(start, days, calendar).day for start, days, _ in VECTORS] == [end for _, _, end in VECTORS]


async def test_a_term_into_an_unannounced_year_is_provisional_and_no_other(calendar: CityCalendar) -> None:
    assert [due(start, days, calendar).provisional for start, days, _ in VECTORS] == [False] * 10 + [True]


async def test_counting_back_and_forth_agrees(calendar: CityCalendar) -> None:
    for start, days, end in VECTORS:
        assert days_between(start, end, calendar.days) == days
        assert days_between(end, start, calendar.days) == -days


def test_each_day_says_whether_it_counts_and_why_not() -> None:
    calendar = {date(2026, 9, 25): Day(False, "中秋"), date(2026, 9, 20): Day(True, None)}
    term = count(date(2026, 9, 18), 2, calendar)
    assert [(d.day.day, d.number, d.name) for d in term] == [(19, None, None), (20, 1, None), (21, 2, None)]


def test_natural_days_count_all() -> None:
    assert last_day(date(2026, 9, 30), 7, {}, DayType.NATURAL) == date(2026, 10, 7)


def test_no_days_end_on_the_day_itself() -> None:
    assert last_day(date(2026, 9, 30), 0, {}) == date(2026, 9, 30)
