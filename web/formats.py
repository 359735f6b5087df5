"""Formats dates and figures: 9月28日, 23,782,114, 2,378万, and — for None.

There is no space between Chinese characters and digits.
"""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from web.language import EN, language

CITY_TIME = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
MINUS = "\u2212"
TEN_MILLION = 10_000_000
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


class Named(Protocol):
    """An entry of the directory."""

    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str | None: ...


def called(thing: Named) -> str:
    """Return its name in the language of the request, the Chinese one if it has no English name."""
    return (language() == EN and thing.name_en) or thing.name


def local(moment: date | datetime) -> date | datetime:
    """Return a moment in the city's time zone; a date is returned as it is.

    A moment without a zone is taken as UTC.
    """
    if not isinstance(moment, datetime):
        return moment
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(CITY_TIME)


def day(moment: date | datetime | None) -> str:
    """9月28日 · 28 Sept"""
    if moment is None:
        return NOTHING
    when = local(moment)
    return f"{when.day} {when:%b}" if language() == EN else f"{when.month}月{when.day}日"


def long_day(moment: date | datetime | None) -> str:
    """2026年9月28日 · 28 Sept 2026"""
    if moment is None:
        return NOTHING
    when = local(moment)
    return f"{day(moment)} {when.year}" if language() == EN else f"{when.year}年{day(moment)}"


def short_day(moment: date | datetime | None) -> str:
    """9/28, for axes and cells"""
    if moment is None:
        return NOTHING
    when = local(moment)
    return f"{when.month}/{when.day}"


def weekday(moment: date | datetime) -> str:
    """周一 · Mon"""
    when = local(moment)
    return f"{when:%a}" if language() == EN else WEEKDAYS[when.weekday()]


def clock(moment: datetime | None) -> str:
    """16:48"""
    return NOTHING if moment is None else f"{local(moment):%H:%M}"


def machine(value: datetime | date) -> str:
    """Return the value for HTML's `datetime`: 2026-09-28 for a date, 2026-09-28T16:48+08:00 for a moment."""
    told = local(value)
    return told.isoformat(timespec="minutes") if isinstance(told, datetime) else told.isoformat()


def moment(value: datetime | date | None) -> str:
    """9月28日 16:48; a date is written without time, for viewers who may know the day only"""
    return f"{day(value)} {clock(value)}" if isinstance(value, datetime) else day(value)


def number(value: int | float | None, decimals: int = 0) -> str:
    """23,782,114 · −1.5 · — for None"""
    if value is None:
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    return MINUS + text if value < 0 and text.strip("0.,") else text


def rate(value: float | None) -> str:
    """A figure per ten thousand with three significant digits: 1.51 · 15.1 · 151"""
    return number(value, 0 if value is None or value >= 100 else 1 if value >= 10 else 2)


def big(value: int | None) -> str:
    """2,378万 · 23.8 million, from ten million on; else as `number`"""
    if value is None or abs(value) < TEN_MILLION:
        return number(value)
    return f"{number(value / 1_000_000, 1)} million" if language() == EN else f"{number(value // 10_000)}万"


def share(value: float | None, decimals: int = 1) -> str:
    """A share as a percentage without the sign: 0.382 → 38.2"""
    return number(None if value is None else value * 100, decimals)


def percent(value: float | None, decimals: int = 1) -> str:
    """86.4 %; exactly 1 is 100 % without decimals"""
    return NOTHING if value is None else f"{share(value, 0 if value == 1 else decimals)} %"
