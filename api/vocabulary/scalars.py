"""The scalars Date and DateTime.

Input is strict. A Date is a day of Asia/Shanghai; a DateTime is written as RFC 3339 with offset.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

import strawberry
from strawberry.types.scalar import ScalarDefinition

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def read_date(value: Any) -> date:
    if isinstance(value, str) and DAY.fullmatch(value):
        with suppress(ValueError):  # the 30th of February; Python's words for it are not ours
            return date.fromisoformat(value)
    raise ValueError("Date must be a day such as 2026-11-23.")


def read_moment(value: Any) -> datetime:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        with suppress(ValueError):
            return datetime.fromisoformat(value.upper())
    raise ValueError("DateTime must be RFC 3339 with an offset, such as 2026-11-23T10:15:00+08:00.")


def write(value: Any) -> str:
    """Return the value as text; the views give either text or the value itself."""
    return value if isinstance(value, str) else str(value.isoformat())


def _scalar(name: str, description: str, parse: Any) -> ScalarDefinition:
    return strawberry.scalar(name=name, description=description, serialize=write, parse_value=parse)


SCALARS: Final[dict[object, ScalarDefinition]] = {
    date: _scalar("Date", "A day in Asia/Shanghai, such as 2026-11-23.", read_date),
    datetime: _scalar(
        "DateTime", "A moment as RFC 3339 with an offset, such as 2026-11-23T10:15:00+08:00.", read_moment
    ),
}
