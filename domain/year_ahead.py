"""The reminder to load next year's holidays, from 1 November; they are announced each autumn."""

from datetime import date

from storage.transactions import fetch_value

FIRST_REMINDER = (11, 1)

MISSING = """
select (select count(*) from calendar_day where day >= $1 and day < $2 and not provisional) < $2::date - $1::date
"""


async def missing(today: date) -> int | None:
    """The coming year, if it is 1 November or later and not all its days are loaded as final; else None."""
    if (today.month, today.day) < FIRST_REMINDER:
        return None
    year = today.year + 1
    return year if await fetch_value(MISSING, date(year, 1, 1), date(year + 1, 1, 1)) else None
