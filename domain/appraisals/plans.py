"""Weight plans: a draft may change, a second person adopts it, and an adopted plan never changes."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import asyncpg
import orjson

from domain import outbox, policy
from domain.actor import Actor
from domain.appraisals.checking import NewPlan, check_ahead, checked
from domain.appraisals.seed import written
from domain.appraisals.templates import Weighing, figures_of, points_of
from domain.errors import Conflict, Frozen, IllegalMove, Invalid, NotAllowed, NotFound
from domain.words import Authority, PlanState, SubjectKind
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('weight_plan'))"
NUMBERS = "weights = $2::jsonb, minimum = $3, shrinkage = $4, cutoff_days = $5, points = $6::jsonb, enough = $7"
INSERT = """
insert into weight_plan (weights, minimum, shrinkage, cutoff_days, points, enough, effective_from, reason, subject_kind,
  version, state, authority, author_id, author_name, changed_at)
select $2::jsonb, $3, $4, $5, $6::jsonb, $7, $8, $9, $1::text, coalesce(max(version), 0) + 1, 'DRAFT', $10, $11, $12,
  city_now()
from weight_plan where subject_kind = $1::text returning id
"""
REVISE = f"""
update weight_plan set {NUMBERS}, effective_from = $8, reason = $9, author_id = $10, author_name = $11, state = 'DRAFT',
  changed_at = city_now()
where id = $1
"""
ADOPT = """
update weight_plan set state = 'ADOPTED', approver_id = $2, approver_name = $3, adopted_at = city_now() where id = $1
"""
IN_FORCE = """
select * from weight_plan where subject_kind = $1 and state = 'ADOPTED' and effective_from <= $2
order by effective_from desc limit 1
"""


async def draft(plan: NewPlan, *, by: Actor) -> int:
    """Draft a plan for one kind of subject; it gets the next version number. Returns its id."""
    policy.require_city(by, "weight_plan.draft")
    values = _values(await checked(plan))
    async with transaction():
        await execute(ONE_AT_A_TIME)
        await _own_day(plan)
        plan_id: int = await fetch_value(
            INSERT, plan.weighing.kind.value, *values, Authority.OURS.value, by.id, by.name
        )
        await outbox.record("weight_plan.drafted", "weight_plan", plan_id, by, subjectKind=plan.weighing.kind.value)
    return plan_id


async def revise(plan_id: int, plan: NewPlan, *, seen: datetime | None = None, by: Actor) -> None:
    """Change a plan that is not adopted; the actor becomes its author, and it is a draft again.

    Raises Frozen if it is adopted, Conflict if `seen` (its `changed_at` when it was read) is no longer current or
    another plan begins on the same day.
    """
    policy.require_city(by, "weight_plan.draft")
    values = _values(await checked(plan))
    async with transaction():
        await execute(ONE_AT_A_TIME)
        row = await _changeable(plan_id)
        if row["subject_kind"] != plan.weighing.kind:
            raise Invalid("方案的对象不能改。", "A plan keeps its kind of subject.", path=("subjectKind",))
        if seen is not None and row["changed_at"] != seen:
            raise Conflict(
                f"您改的时候，{row['author_name']}保存了这份方案。您写的还在，没有保存；再保存就以您的为准。",
                f"{row['author_name']} saved the plan meanwhile. Yours is here, not saved; save again to replace it.",
            )
        await _own_day(plan, but=plan_id)
        await execute(REVISE, plan_id, *values, by.id, by.name)
        await outbox.record("weight_plan.revised", "weight_plan", plan_id, by)


async def submit(plan_id: int, *, by: Actor) -> None:
    """Submit a draft for adoption by a second person.

    Raises IllegalMove if it is submitted already, Frozen if adopted, TooLate if its first day is not in the future.
    """
    policy.require_city(by, "weight_plan.draft")
    async with transaction():
        row = await _changeable(plan_id)
        if row["state"] != PlanState.DRAFT:
            raise IllegalMove("方案已经送核准了。", "The plan is with its second reader already.")
        await check_ahead(row["effective_from"])
        await execute("update weight_plan set state = 'SUBMITTED' where id = $1", plan_id)
        await outbox.record("weight_plan.submitted", "weight_plan", plan_id, by)


async def adopt(plan_id: int, *, seen: datetime | None, by: Actor) -> None:
    """Adopt a submitted plan; its author may not.

    `seen` is its `changed_at` when it was read: Conflict if the plan was changed since.
    """
    policy.require_city(by, "weight_plan.adopt")
    async with transaction():
        row = await _changeable(plan_id)
        if row["state"] != PlanState.SUBMITTED:
            raise IllegalMove("方案还没有送核准。", "The plan has not been submitted.")
        if row["author_id"] == by.id:
            raise NotAllowed("自己编的方案不能自己核准，请另一人核准。", "A second person must adopt your plan.")
        if row["changed_at"] != seen:
            raise Conflict(
                f"您看的时候，{row['author_name']}改了方案。请看过新的内容再核准。",
                f"{row['author_name']} changed the plan since you read it. Read it again, then adopt.",
            )
        await check_ahead(row["effective_from"])
        await execute(ADOPT, plan_id, by.id, by.name)
        await outbox.record("weight_plan.adopted", "weight_plan", plan_id, by, version=row["version"])


async def discard(plan_id: int, *, by: Actor) -> None:
    """Delete a plan that is not adopted; another may then begin on its day."""
    policy.require_city(by, "weight_plan.draft")
    async with transaction():
        await _changeable(plan_id)
        await execute("delete from weight_plan where id = $1", plan_id)
        await outbox.record("weight_plan.discarded", "weight_plan", plan_id, by)


async def in_force(kind: SubjectKind, on: date) -> asyncpg.Record:
    """The newest adopted plan whose first day is not after `on`."""
    return (await fetch(IN_FORCE, kind.value, on))[0]


def weighing(row: Mapping[str, object]) -> Weighing:
    """The numbers of a plan from its row."""
    kind = SubjectKind(str(row["subject_kind"]))
    return Weighing(
        kind,
        _read(row["weights"], figures_of(kind)),
        int(str(row["minimum"])),
        int(str(row["shrinkage"])),
        _read(row["points"], points_of(kind)),
        int(str(row["cutoff_days"])),
        int(str(row["enough"])),
    )


def _read(numbers: object, keys: tuple[str, ...]) -> dict[str, Decimal]:
    """The numbers in the order of the template, which jsonb does not keep."""
    known = orjson.loads(str(numbers))
    return {key: Decimal(known[key]) for key in keys}


async def _changeable(plan_id: int) -> asyncpg.Record:
    """The plan, locked; NotFound if there is none, Frozen if it is adopted."""
    row = await fetch_row("select * from weight_plan where id = $1 for update", plan_id)
    if row is None:
        raise NotFound("没有这个权重方案。", "There is no such plan.")
    if row["state"] == PlanState.ADOPTED:
        raise Frozen(
            f"第{row['version']}版已经核准，不能再改。要改，请起草新的一版。",
            f"Version {row['version']} is adopted and stays as it is. Draft a new version.",
        )
    return row


async def _own_day(plan: NewPlan, *, but: int = 0) -> None:
    """Raise Conflict if another plan of this kind begins on the same day."""
    taken = await fetch_value(
        "select version from weight_plan where subject_kind = $1 and effective_from = $2 and id <> $3",
        plan.weighing.kind.value,
        plan.effective_from,
        but,
    )
    if taken is not None:
        raise Conflict(
            f"第{taken}版也从这一天起用，同一天不能有两个方案。请改第{taken}版，或换一天。",
            f"Version {taken} begins on that day too. Change that one, or choose another day.",
            path=("effectiveFrom",),
        )


def _values(plan: NewPlan) -> tuple[object, ...]:
    w = plan.weighing
    numbers = (written(w.weights), w.minimum, w.shrinkage, w.cutoff_days, written(w.points), w.enough)
    return (*numbers, plan.effective_from, plan.reason)
