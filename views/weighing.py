"""What HR's pages need besides scores: plans, periods, and which ratings and orders stand behind one score."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import asyncpg

from domain import figures as f
from domain import policy
from domain.actor import Actor
from domain.appraisals.counting import RESPONSIBLE
from views.statement import Asking, Statement

MOST: Final = 200

PLANS: Final = """
select w.id, subject_kind, version, state, effective_from, weights::text as weights, points::text as points, minimum,
  shrinkage, cutoff_days, reason, authority, author_id, author_name, approver_name, changed_at,
  adopted_at,
  state = 'ADOPTED' and effective_from = (select max(n.effective_from) from weight_plan n
    where n.subject_kind = w.subject_kind and n.state = 'ADOPTED' and n.effective_from <= city_today()) as is_in_force
from weight_plan w where (:id::bigint is null or w.id = :id) and {reach} order by subject_kind, effective_from desc"""
PERIODS: Final = """
select p.key, p.first_day, p.last_day, p.state, p.computed_at, p.settled_at, p.settled_by_name,
  (select count(*) from appraisal a where a.period_id = p.id) as scored,
  (select count(*) from appraisal a join appraisal_adjustment j on j.appraisal_id = a.id where a.period_id = p.id)
    as adjusted,
  p.last_day + 1 + (select max(days) from (select distinct on (w.subject_kind) w.cutoff_days as days from weight_plan w
    where w.state = 'ADOPTED' and w.effective_from <= p.first_day
    order by w.subject_kind, w.effective_from desc) as in_force) as opens_on
from appraisal_period p where (:key::text is null or p.key = :key) and {reach}
order by p.last_day desc, p.first_day desc"""

# A person's ratings: served and not complained about, or found to be theirs; and what still waits.
OF_PERSON: Final = Statement(f"""
select e.id from evaluation e left join work_order o on o.evaluation_id = e.id
left join lateral (select * from finding w where w.work_order_id = o.id order by id desc limit 1) w on true
where {f.COUNTS} and e.rated_on >= :first and e.rated_on <= :last
  and case when {RESPONSIBLE} then w.staff_id when o.id is null or w.id is null then e.staff_id end = :whose
order by e.level in ('DISSATISFIED', 'VERY_DISSATISFIED') desc, e.rated_on desc, e.shuffle limit {MOST}""")
OF_UNIT: Final = """
select e.id from evaluation e where {scope} = :whose and {counts} and e.rated_on >= :first and e.rated_on <= :last
order by e.level in ('DISSATISFIED', 'VERY_DISSATISFIED') desc, e.rated_on desc, e.shuffle limit {most}"""
RATINGS: Final = {
    "AGENCY": Statement(OF_UNIT.format(scope="e.agency_id", counts=f.COUNTS, most=MOST)),
    "DISTRICT": Statement(OF_UNIT.format(scope="e.district_id", counts=f.COUNTS, most=MOST)),
    "WINDOW_STAFF": OF_PERSON,
    "HOTLINE_AGENT": OF_PERSON,
}
TERMS: Final = """
select o.id, d.due_on, coalesce({on_time}, false) as on_time from deadline d join work_order o on o.id = d.subject_id
join evaluation e on e.id = o.evaluation_id
where {due} and d.due_on >= :first and d.due_on <= :last and {scope} = :whose
order by 3, 2 desc, o.number limit {most}"""
ORDERS: Final = {
    kind: Statement(TERMS.format(on_time=f.ON_TIME, due=f.DUE, scope=scope, most=MOST))
    for kind, scope in {"AGENCY": "o.agency_id", "DISTRICT": "e.district_id"}.items()
}


async def plans(actor: Actor, plan_id: int | None = None) -> list[asyncpg.Record]:
    """Every version of every kind, newest first; or the one."""
    return await _read("WeightPlan", PLANS, actor, {"id": plan_id})


async def periods(actor: Actor, key: str | None = None) -> list[asyncpg.Record]:
    """Newest first; or the one."""
    return await _read("AppraisalPeriod", PERIODS, actor, {"key": key})


async def ratings_behind(kind: str, whose: int, first: date, last: date) -> list[int]:
    """Numbers of the ratings behind a score, bad ones first; to be shown through their own view."""
    rows = await RATINGS[kind].rows(Asking(), {"whose": whose, "first": first, "last": last})
    return [row["id"] for row in rows]


async def orders_behind(kind: str, whose: int, first: date, last: date) -> Sequence[Mapping[str, Any]]:
    """Numbers of the orders whose mending was due, with the day and whether it came in time."""
    if kind not in ORDERS:
        return []
    return await ORDERS[kind].rows(Asking(), {"whose": whose, "first": first, "last": last})


async def _read(view: str, sql: str, actor: Actor, values: Mapping[str, Any]) -> list[asyncpg.Record]:
    """Whoever is not named in the policy reads nothing."""
    reach = policy.reach(actor.role, view)
    return await Statement(sql.replace("{reach}", reach)).rows(Asking(actor), values) if reach else []
