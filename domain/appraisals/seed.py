"""The first plan of each kind: our proposal, in force until a city adopts its own."""

import orjson

from domain.appraisals.templates import template
from domain.rulebook import FROM_THE_START
from domain.words import Authority, PlanState, SubjectKind
from storage.transactions import execute

INSERT = """
insert into weight_plan (subject_kind, version, state, effective_from, weights, minimum, shrinkage, cutoff_days, points,
  enough, reason, authority, author_name, changed_at, adopted_at)
values ($1, 1, $2, $3, $4::jsonb, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, city_now(), city_now())
on conflict do nothing
"""
REASON = "本平台的建议，没有官方依据；请按本市规定修改。"
AUTHOR = "本平台"


async def seed() -> None:
    """Write version 1 of each kind, once."""
    for kind in SubjectKind:
        plan = template(kind)
        await execute(
            INSERT,
            kind.value,
            PlanState.ADOPTED.value,
            FROM_THE_START,
            written(plan.weights),
            plan.minimum,
            plan.shrinkage,
            plan.cutoff_days,
            written(plan.points),
            plan.enough,
            REASON,
            Authority.OURS.value,
            AUTHOR,
        )


def written(numbers: object) -> str:
    """JSON with decimals as strings, because JSON numbers would lose their exact value."""
    return orjson.dumps(numbers, default=str).decode()
