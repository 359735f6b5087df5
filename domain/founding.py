"""Founding a city: its clock, calendar, rules, forms and tags, weight plans. Founding again changes nothing."""

from domain import calendar, clock, rulebook
from domain.appraisals import seed as plans
from domain.collecting import seed as forms


async def found(kind: str, name: str) -> None:
    """`kind`: demonstration, test or production; only the first two may ever shift their clock."""
    await clock.found(kind, name)
    await calendar.seed()
    await rulebook.seed()
    await forms.seed()
    await plans.seed()
