"""Founding a city: clock, calendar, rules, forms and tags, weight plans; and whether it stands.

Founding it again changes nothing.
"""

from domain import calendar, clock, rulebook
from domain.appraisals import seed as plans
from domain.collecting import seed as forms
from storage import versions


async def found(kind: str, name: str) -> None:
    """Found the city. `kind`: demonstration, test or production; a production city never shifts its clock."""
    await clock.found(kind, name)
    await calendar.seed()
    await rulebook.seed()
    await forms.seed()
    await plans.seed()


async def unready() -> str:
    """Why this process cannot serve yet, as a sentence; "" if it can. Compares the tables with those of the code."""
    missing, newer = await versions.gap()
    if missing:
        return f"migrations are missing, run haochaping migrate: {', '.join(missing)}"
    if newer:
        return f"the database is newer than this code, which must be renewed: {', '.join(newer)}"
    return "" if await clock.is_founded() else "the city is not founded yet, run haochaping migrate"
