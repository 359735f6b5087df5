"""Periods by their keys: 2026-09 is a month, 2026-Q3 a quarter. Pure."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from domain.errors import Invalid

KEY = re.compile(r"(20\d\d)-(?:(0[1-9]|1[0-2])|Q([1-4]))", re.ASCII)


def span(key: str) -> tuple[date, date]:
    """The first and last day of a period; Invalid if the key is malformed."""
    found = KEY.fullmatch(key)
    if found is None:
        raise Invalid(
            "周期应写成2026-09（月）或2026-Q3（季）。", "A period is written 2026-09 or 2026-Q3.", path=("period",)
        )
    year, month, quarter = int(found[1]), found[2], found[3]
    first = date(year, int(month) if month else 3 * int(quarter) - 2, 1)
    return first, months_later(first, 1 if month else 3) - timedelta(days=1)


def months_later(first: date, months: int) -> date:
    """The first day of the month `months` after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def month_of(day: date) -> str:
    """The key of the day's month."""
    return f"{day:%Y-%m}"


def quarter_of(day: date) -> str:
    """The key of the day's quarter."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def keys_between(first: date, last: date) -> Iterator[str]:
    """The keys of all months and quarters with a day from `first` to `last`, both inclusive."""
    month, seen = first.replace(day=1), ""
    while month <= last:
        yield month_of(month)
        if (quarter := quarter_of(month)) != seen:
            yield (seen := quarter)
        month = months_later(month, 1)
