"""Founding a city: clock, calendar, rules, forms and tags, weight plans. Repeating changes nothing."""

from domain import calendar, clock, rulebook
from domain.appraisals import seed as plans
from domain.collecting import seed as forms


async def found(kind: str, name: str) -> None:
    """Found the city. `kind`: demonstration, test or production; a production city never shifts its clock."""
    await clock.found(kind, name)
    await calendar.seed()
    await rulebook.seed()
    await forms.seed()
    await plans.seed()
