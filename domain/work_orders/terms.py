"""Terms of an order after its dispatch: further ones, and the mending's after it was sent back."""

from datetime import datetime

import asyncpg

from domain import calendar, clock, deadlines, rulebook
from domain.clock import day_of
from domain.words import Role, Term
from domain.working_days import days_between
from storage.models import WorkOrder
from storage.transactions import fetch_row, fetch_value

NEWEST = """
select generation, owner, rule, due_on, due_at, met_at from deadline
where subject_kind = 'work_order' and subject_id = $1 and kind = $2 order by generation desc limit 1
"""


async def start(order: WorkOrder, kind: Term, rule: str, owner: Role, *, days: int | None = None) -> None:
    """Start a term of the order, counted from today; a new generation each time it starts again."""
    today = await clock.today()
    book, known = await rulebook.in_force(today), await calendar.load()
    before = await fetch_row(NEWEST, order.id, kind.value)
    generation = before["generation"] + 1 if before else 1
    written = deadlines.term(
        order.id, kind, rule, start=today, owner=owner, rulebook=book, calendar=known, generation=generation, days=days
    )
    await deadlines.write(written)


async def run_on(order: WorkOrder) -> None:
    """Let the term for mending run on after a submission was sent back, with its old due moment.

    If that moment passed during the review, the agency gets the days it had left when it submitted, at least one,
    because the time of the review does not count against it. A late submission stays late.
    """
    term = await fetch_row(NEWEST, order.id, Term.RECTIFY.value)
    if term["met_at"] <= term["due_at"] < await fetch_value("select city_now()"):
        days = await _days_left(term["met_at"], term)
        await deadlines.supersede(order.id, Term.RECTIFY)
        await start(order, Term.RECTIFY, term["rule"], Role(term["owner"]), days=days)
    else:
        await deadlines.reopen(order.id, Term.RECTIFY)


async def _days_left(handed_in: datetime, term: asyncpg.Record) -> int:
    known = await calendar.load()
    return max(1, days_between(day_of(handed_in), term["due_on"], known.days))
