"""Next year's holidays are announced each autumn; whoever keeps the calendar is reminded from 1 November."""

from datetime import date

from storage.transactions import fetch_value

FIRST_REMINDER = (11, 1)

MISSING = """
select (select count(*) from calendar_day where day >= $1 and day < $2 and not provisional) < $2::date - $1::date
"""


async def missing(today: date) -> int | None:
    """The coming year, if it is time to load its holidays and nobody has."""
    if (today.month, today.day) < FIRST_REMINDER:
        return None
    year = today.year + 1
    return year if await fetch_value(MISSING, date(year, 1, 1), date(year + 1, 1, 1)) else None
