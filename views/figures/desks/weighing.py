"""What HR's pages need besides scores: plans, periods, and the ratings and orders behind one score."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import asyncpg

from domain import figures as f
from domain import policy
from domain.actor import Actor
from domain.appraisals.counting import RESPONSIBLE
from views.compiling.statement import Asking, Statement

MOST: Final = 100  # ratings or orders behind a score, per page

PLANS: Final = """
select w.id, subject_kind, version, state, effective_from, weights::text as weights, points::text as points, minimum,
  shrinkage, enough, cutoff_days, reason, authority, author_id, author_name, approver_name, changed_at,
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

# A person's ratings: of the visits the person served, those without an order or whose order has no finding yet; and
# those for which the latest finding holds the person responsible.
OF_PERSON: Final = f"""
from evaluation e left join work_order o on o.evaluation_id = e.id
left join lateral (select * from finding w where w.work_order_id = o.id order by id desc limit 1) w on true
where {f.COUNTS} and case when {RESPONSIBLE} then w.staff_id when o.id is null or w.id is null then e.staff_id end"""
OF_UNIT: Final = f"from evaluation e where {f.COUNTS} and e.{{unit}}_id"
# Bad ones first, then the newest; within a day in random order, so that the order tells nothing. `:after` is the id of
# the rating after which the page begins.
RATING: Final = """
select e.id {of} = :whose and e.rated_on >= :first and e.rated_on <= :last
  and (:after::bigint is null or ({place}) < (select {place} from evaluation e where e.id = :after))
order by {bad} desc, e.rated_on desc, e.shuffle desc, e.id desc limit :most::int + 1"""
PLACE: Final = f"{f.IS_BAD}, e.rated_on, e.shuffle, e.id"
RATINGS: Final = {
    kind: Statement(RATING.format(of=of, place=PLACE, bad=f.IS_BAD))
    for kind, of in {
        "AGENCY": OF_UNIT.format(unit="agency"),
        "DISTRICT": OF_UNIT.format(unit="district"),
        "WINDOW_STAFF": OF_PERSON,
        "HOTLINE_AGENT": OF_PERSON,
    }.items()
}
# Late ones first, then by the day they were due. A redone order was due twice and has two rows.
TERM: Final = """
with behind as (
  select o.id, o.number, d.due_on, coalesce({on_time}, false) as on_time
  from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id
  where {due} and d.due_on >= :first and d.due_on <= :last and {scope} = :whose)
select id, due_on, on_time from behind where :after::bigint is null or (on_time, due_on, number) >
  (select on_time, due_on, number from behind where id = :after and due_on = :after_on limit 1)
order by on_time, due_on, number limit :most::int + 1"""
ORDERS: Final = {
    kind: Statement(TERM.format(on_time=f.ON_TIME, due=f.DUE, scope=scope))
    for kind, scope in {"AGENCY": "o.agency_id", "DISTRICT": "e.district_id"}.items()
}


async def plans(actor: Actor, plan_id: int | None = None) -> list[asyncpg.Record]:
    """Return all versions of the weight plans by kind, newest first, or the one with this id.

    It is empty if the actor may not see plans.
    """
    return await _read("WeightPlan", PLANS, actor, {"id": plan_id})


async def periods(actor: Actor, key: str | None = None) -> list[asyncpg.Record]:
    """Return the appraisal periods, newest first, or the one with this key.

    It is empty if the actor may not see periods.
    """
    return await _read("AppraisalPeriod", PERIODS, actor, {"key": key})


async def ratings_behind(
    kind: str, whose: int, first: date, last: date, after: int | None = None
) -> tuple[list[int], bool]:
    """Return the ids of a page of the ratings behind a score, and whether there are more.

    They are to be shown through the view Evaluation, with its reach and masks. `after` is the id the page begins after.
    """
    asked = {"whose": whose, "first": first, "last": last, "after": after, "most": MOST}
    rows = await RATINGS[kind].rows(Asking(), asked)
    return [row["id"] for row in rows[:MOST]], len(rows) > MOST


async def orders_behind(
    kind: str, whose: int, first: date, last: date, after: tuple[int, date] | None = None
) -> tuple[Sequence[Mapping[str, Any]], bool]:
    """Return a page of the orders behind a score (id, due_on, on_time), and whether there are more.

    They are the orders whose rectification was due in the days. Persons have none. `after` is (id, due_on) of the row
    the page begins after.
    """
    if kind not in ORDERS:
        return [], False
    order, on = after or (None, None)
    asked = {"whose": whose, "first": first, "last": last, "after": order, "after_on": on, "most": MOST}
    rows = await ORDERS[kind].rows(Asking(), asked)
    return rows[:MOST], len(rows) > MOST


async def _read(view: str, sql: str, actor: Actor, values: Mapping[str, Any]) -> list[asyncpg.Record]:
    """Return the rows that the actor reaches; none if the policy does not name the role."""
    reach = policy.reach(actor.role, view)
    return await Statement(sql.replace("{reach}", reach)).rows(Asking(actor), values) if reach else []
