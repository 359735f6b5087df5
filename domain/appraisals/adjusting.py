"""Adjustments after settlement: what a frozen score would be now.

Each change is a new row with its day and its reasons; the frozen score is never edited. Persons, their kind and the
group means stay as they were at settlement, so that only changes to the subject's own ratings and orders count.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import orjson

from domain import clock, outbox, policy
from domain.actor import Actor
from domain.appraisals import counting, plans, telling
from domain.appraisals.counting import Subject
from domain.appraisals.scoring import BEHIND, Score, score
from domain.words import SubjectKind
from storage.transactions import execute, execute_many, fetch, transaction

LOOKED_BACK = timedelta(days=400)

PERIODS = """
select id, key, first_day, last_day from appraisal_period where state = 'SETTLED' and last_day >= $1 order by id
"""
FROZEN = """
select a.*, p.weights, p.points, p.minimum, p.shrinkage, p.cutoff_days, p.enough,
  coalesce((select j.total from appraisal_adjustment j where j.appraisal_id = a.id order by id desc limit 1), a.total)
    as known,
  (select jsonb_object_agg(g.key, g.group_mean::text) from appraisal_figure g
    where g.appraisal_id = a.id and g.group_mean is not null)::text as means
from appraisal a join weight_plan p on p.id = a.plan_id where a.period_id = $1 order by a.id
"""
INPUTS = """
select g.appraisal_id, g.key, g.by_day::text as by_day from appraisal_figure g
join appraisal a on a.id = g.appraisal_id where a.period_id = $1 order by g.place
"""
INSERT = """
insert into appraisal_adjustment (appraisal_id, "on", facts, total, score) values ($1, $2, $3::jsonb, $4, $5)
"""
Inputs = dict[str, tuple[int, int]]


async def adjust(*, by: Actor) -> int:
    """Write an adjustment for every settled score that is another by now; returns how many.

    Covers settled periods that ended in the last 400 days. Runs daily and on demand.
    """
    policy.require_city(by, "period.adjust")
    today = await clock.today()
    return sum([await _adjust(period, today, by) for period in await fetch(PERIODS, today - LOOKED_BACK)])


async def _adjust(period: asyncpg.Record, today: date, by: Actor) -> int:
    async with transaction():
        await execute("select from appraisal_period where id = $1 for update", period["id"])
        settled = await fetch(FROZEN, period["id"])
        persons = [_nobody(row) for row in settled if row["staff_id"] is not None]
        again = await counting.count_again(period["first_day"], period["last_day"], persons)
        counted = {(s.kind, s.id): s for s in again}
        frozen = await _inputs(period["id"])
        rows, happenings = [], []
        for row in settled:
            now = _again(row, counted)
            if now.total != row["known"]:
                facts = _differences(frozen.get(row["id"], {}), now)
                rows.append((row["id"], today, orjson.dumps(facts).decode(), now.total, now.score))
                happenings.append(telling.told(telling.ADJUSTED, row, period["key"]))
        await execute_many(INSERT, rows)
        await outbox.record_all(happenings, by)
    return len(rows)


def _nobody(row: asyncpg.Record) -> Subject:
    """The subject of a frozen score, with nothing counted yet."""
    kind = SubjectKind(row["subject_kind"])
    return Subject(kind, row["subject_name"], row["agency_id"], row["district_id"], row["staff_id"])


def _again(row: asyncpg.Record, counted: dict[tuple[SubjectKind, int], Subject]) -> Score:
    """The score now, with the plan and the group means of the settlement.

    A subject with nothing counted any more is scored from empty counts.
    """
    nobody = _nobody(row)
    means = {key: Decimal(mean) for key, mean in orjson.loads(row["means"] or "{}").items()}
    return score(counted.get((nobody.kind, nobody.id), nobody), plans.weighing(row), means)


async def _inputs(period: int) -> dict[int, Inputs]:
    """What was counted at settlement: {appraisal: {figure: (numerator, denominator)}}."""
    found: dict[int, Inputs] = {}
    for row in await fetch(INPUTS, period):
        days = orjson.loads(row["by_day"])
        found.setdefault(row["appraisal_id"], {})[row["key"]] = (
            sum(part for _, part, _ in days),
            sum(whole for _, _, whole in days),
        )
    return found


def _differences(before: Inputs, now: Score) -> list[dict[str, Any]]:
    """The figures whose counts differ from those at settlement, with both values."""
    return [
        {"key": key, "from": before.get(key, (0, 0)), "to": counts}
        for key, counts in _counts(now)
        if counts != before.get(key, (0, 0))
    ]


def _counts(now: Score) -> Iterator[tuple[str, tuple[int, int]]]:
    """(key, (numerator, denominator)) for each figure of the score that has counts."""
    for part in now.parts:
        if part.key in BEHIND:
            days = now.by_day(part.key)
            yield part.key, (sum(top for _, top, _ in days), sum(whole for _, _, whole in days))
