"""Stores scores with everything they were computed from."""

from collections.abc import Mapping, Sequence

import asyncpg
import orjson

from domain.appraisals.arithmetic import Part
from domain.appraisals.scoring import Score
from domain.words import SubjectKind
from storage.transactions import execute, execute_many, fetch

IDS = "select nextval(pg_get_serial_sequence('appraisal', 'id')) as id from generate_series(1, $1)"
CLEAR = (
    "delete from appraisal_figure g using appraisal a where a.id = g.appraisal_id and a.period_id = $1",
    "delete from appraisal where period_id = $1",
)
INSERT = """
insert into appraisal (id, period_id, plan_id, subject_kind, agency_id, district_id, staff_id, subject_name, state,
  first_day, n, bad, waiting, total, score, margin)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'PREVIEW', $9, $10, $11, $12, $13, $14, $15)
"""
INSERT_FIGURE = """
insert into appraisal_figure (appraisal_id, place, key, numerator, denominator, group_mean, value, low, high, n, weight,
  points, by_day)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb)
"""


async def replace(period: asyncpg.Record, scores: Sequence[Score], plans: Mapping[SubjectKind, int]) -> None:
    """Replace the period's previous scores by these."""
    for statement in CLEAR:
        await execute(statement, period["id"])
    ids = [row["id"] for row in await fetch(IDS, len(scores))]
    pairs = list(zip(ids, scores, strict=True))
    await execute_many(INSERT, [_row(id_, period, one, plans[one.subject.kind]) for id_, one in pairs])
    figures = [_figure(id_, place, part, one) for id_, one in pairs for place, part in enumerate(one.parts)]
    await execute_many(INSERT_FIGURE, figures)


def _row(id_: int, period: asyncpg.Record, one: Score, plan: int) -> tuple[object, ...]:
    s = one.subject
    return (
        id_,
        period["id"],
        plan,
        s.kind.value,
        s.agency_id,
        s.district_id,
        s.staff_id,
        s.name,
        period["first_day"],
        one.n,
        one.bad,
        one.waiting,
        one.total,
        one.score,
        one.margin,
    )


def _figure(id_: int, place: int, part: Part, one: Score) -> tuple[object, ...]:
    days = [[str(day), top, whole] for day, top, whole in one.by_day(part.key)]
    return (
        id_,
        place,
        part.key,
        part.numerator,
        part.denominator,
        part.group_mean,
        part.value,
        part.low,
        part.high,
        part.n,
        part.effective,
        part.points,
        orjson.dumps(days).decode(),
    )
