"""Appraisal periods: opened by the calendar, computed for HR to inspect, settled once."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import asyncpg

from domain import clock, outbox, policy
from domain.actor import Actor
from domain.appraisals import counting, plans, storing, telling
from domain.appraisals.days import keys_between, span
from domain.appraisals.scoring import Score, score_all
from domain.appraisals.templates import Weighing
from domain.errors import Conflict, Frozen, IllegalMove, TooLate
from domain.words import PeriodState, SubjectKind
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

OPEN = """
insert into appraisal_period (key, first_day, last_day, state) values ($1, $2, $3, 'RUNNING') on conflict do nothing
"""
COMPUTED = "update appraisal_period set state = 'PREVIEW', computed_at = city_now() where id = $1 returning computed_at"
SETTLED = """
update appraisal_period set state = 'SETTLED', settled_at = city_now(), settled_by_id = $2, settled_by_name = $3
where id = $1
"""
FREEZE = """
update appraisal set state = 'SETTLED' where period_id = $1 returning id, subject_kind, agency_id
"""


async def open_periods(*, by: Actor) -> None:
    """Add the missing rows for every month and quarter since the first rating. Runs daily; safe to repeat."""
    policy.require_city(by, "period.open")
    first: date | None = await fetch_value("select rated_on from evaluation order by rated_at limit 1")
    async with transaction():
        today = await clock.today()
        for key in keys_between(first or today, today):
            await execute(OPEN, key, *span(key))


async def compute(key: str, *, by: Actor) -> datetime:
    """Score all subjects by what is known now, as a preview; returns its moment, which `settle` needs."""
    policy.require_city(by, "period.compute")
    async with transaction():
        period = await lock(key)
        await _score(period)
        at: datetime = await fetch_value(COMPUTED, period["id"])
        await outbox.record("appraisal_period.computed", "appraisal_period", period["id"], by, period=key)
    return at


async def settle(key: str, *, seen: datetime | None, by: Actor) -> int:
    """Freeze the previewed scores with plan versions and inputs, in one transaction; returns how many.

    `seen` is the moment of the preview that was read: Conflict if it was computed again since. Later changes become
    adjustments. Raises IllegalMove without a preview, or TooLate before the cut-off.
    """
    policy.require_city(by, "period.settle")
    async with transaction():
        period = await lock(key)
        if period["state"] != PeriodState.PREVIEW:
            raise IllegalMove("请先试算并看过结果，再结算。", "Compute and look at it first, then settle.")
        await _is_ripe(period)
        if period["computed_at"] != seen:
            raise Conflict(
                "您看的时候又试算过。请看过新的结果再结算。",
                "It was computed again since you looked. Look at the new result, then settle.",
            )
        frozen = await fetch(FREEZE, period["id"])
        await execute(SETTLED, period["id"], by.id, by.name)
        await outbox.record("appraisal_period.settled", "appraisal_period", period["id"], by, period=key)
        await outbox.record_all([telling.told(telling.SETTLED, row, key) for row in frozen], by)
    return len(frozen)


async def lock(key: str) -> asyncpg.Record:
    """The period's row, locked, added if missing; Frozen if settled, IllegalMove if it has not begun."""
    first, last = span(key)
    if first > await clock.today():
        raise IllegalMove("这个周期还没有开始。", "This period has not begun.")
    await execute(OPEN, key, first, last)
    period = await fetch_row("select * from appraisal_period where key = $1 for update", key)
    if period["state"] == PeriodState.SETTLED:
        raise Frozen(
            f"{key}已经由{period['settled_by_name']}结算，不能再算。以后的变动记为调整。",
            f"{key} was settled by {period['settled_by_name']}. Later changes become adjustments.",
        )
    return period


async def _is_ripe(period: asyncpg.Record) -> None:
    """Raise TooLate before the cut-off is past, IllegalMove if the scores were computed before it was."""
    days = max([w.cutoff_days for w in (await weighings(period["first_day"]))[1].values()])
    opens = period["last_day"] + timedelta(days=days + 1)
    if await clock.today() < opens:
        raise TooLate(
            f"还不到结算的时候：周期结束后留{days}天给申诉和核实，{opens.month}月{opens.day}日起可以结算。",
            f"Too early: {days} days after its end are left for appeals and findings. It opens on {opens}.",
        )
    if clock.day_of(period["computed_at"]) < opens:
        raise IllegalMove(
            f"这是{opens.month}月{opens.day}日以前试算的，后来的申诉和核实还不在里面。请再试算，看过结果再结算。",
            f"It was computed before {opens}: later appeals and findings are not in it. Compute and look again.",
        )


async def weighings(on: date) -> tuple[dict[SubjectKind, int], dict[SubjectKind, Weighing]]:
    """The plans in force on that day: (their ids, their numbers), by kind of subject."""
    rows = {kind: await plans.in_force(kind, on) for kind in SubjectKind}
    return {kind: row["id"] for kind, row in rows.items()}, {kind: plans.weighing(row) for kind, row in rows.items()}


async def simulate(
    first: date, last: date, choices: list[Mapping[SubjectKind, Weighing]], *, by: Actor
) -> list[list[Score]]:
    """The scores of the same counts under several plans, one list per plan. Nothing is stored.

    The actor's own score is left out.
    """
    policy.require_city(by, "appraisal.simulate")
    subjects = await counting.count(first, last)
    kinds = set.intersection(*(set(choice) for choice in choices))
    chosen = [subject for subject in subjects if subject.kind in kinds]
    return [
        [score for score in score_all(chosen, choice) if by.staff is None or score.subject.staff_id != by.staff]
        for choice in choices
    ]


async def _score(period: asyncpg.Record) -> None:
    ids, plan = await weighings(period["first_day"])
    scores = score_all(await counting.count(period["first_day"], period["last_day"]), plan)
    await storing.replace(period, scores, ids)
