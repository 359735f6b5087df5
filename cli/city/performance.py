"""HR's work before the demonstration begins: a settled month, a plan that waits for a second person."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from cli.city import cast
from domain import appraisals, clock
from domain.actor import Actor
from domain.appraisals import NewPlan
from domain.appraisals.days import month_of, months_later
from domain.appraisals.templates import template
from domain.errors import TooLate
from domain.words import Role, SubjectKind
from storage.transactions import fetch_value

WEIGHTS: Final = {"score": "30", "on_time_rate": "30", "post_rectify_satisfaction": "25", "self_rate": "5"}
REASON: Final = "整改后的满意最能说明问题有没有解决，拟加重；自主评价占比多由渠道决定，拟减轻。"


async def appraise() -> None:
    """Do this work through the real use cases, as the HR officer of the demonstration."""
    hr = (await cast.actors(Role.HR))[0]
    await appraisals.open_periods(by=hr)
    today, first = await clock.today(), await fetch_value("select min(rated_on) from evaluation")
    last_month = months_later(today.replace(day=1), -1)
    computed_at = await appraisals.compute(month_of(last_month), by=hr)
    if first is not None and first <= last_month:
        await _settle(last_month, computed_at, hr)
    await _draft(months_later(today.replace(day=1), 1), hr)


async def _settle(month: date, computed_at: datetime, hr: Actor) -> None:
    """Settle a month if its cut-off has passed; otherwise it stays a preview."""
    try:
        await appraisals.settle(month_of(month), seen=computed_at, by=hr)
    except TooLate:
        return


async def _draft(first: date, hr: Actor) -> None:
    usual = template(SubjectKind.AGENCY)
    weights = {**usual.weights, **{name: Decimal(value) for name, value in WEIGHTS.items()}}
    plan = NewPlan(replace(usual, weights=weights), first, REASON)
    await appraisals.submit(await appraisals.draft(plan, by=hr), by=hr)
