"""The small quarter of docs/appraisals.md, lived through the real use cases: thirteen ratings, three orders."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain import appraisals, clock, work_orders
from domain.actor import PUBLIC, SYSTEM
from domain.appraisals import NewPlan, Weighing
from domain.appraisals.days import months_later, quarter_of
from domain.appraisals.templates import template
from domain.collecting import NewServiceEvent, Recorded, hand_out, record
from domain.evaluations import Submission, submit_one
from domain.words import Attribution, CallbackOutcome, Cause, Entry, Level, Stage, SubjectKind, Verdict
from domain.work_orders import NewFinding
from storage import models
from storage.transactions import execute, fetch_value
from tests.cast import BUREAU, MANAGING, Cast, expire_all

TOP, GOOD, FAIR = Level.VERY_SATISFIED, Level.SATISFIED, Level.FAIRLY_SATISFIED
BAD, WORST = Level.DISSATISFIED, Level.VERY_DISSATISFIED
ON_PAPER, AT_COUNTER = Entry.RECEIPT_QR, Entry.WINDOW_DEVICE
CONDUCT = NewFinding(Verdict.VALID_RESPONSIBLE, Attribution.STAFF, Cause.STAFF_CONDUCT, "态度生硬，属实")
GUIDE = NewFinding(Verdict.VALID_RESPONSIBLE, Attribution.ITEM_PROCESS, Cause.GUIDE_MATERIAL, "没有清单，属实")


def small(kind: SubjectKind, **changes: Any) -> Weighing:
    """The template with k = 2 and a minimum and n₀ of 3, so that it can be done by hand."""
    usual = template(kind)
    return Weighing(kind, usual.weights, 3, 2, usual.points, changes.get("cutoff_days", 10), 3)


async def next_quarter() -> date:
    today = await clock.today()
    return months_later(date(today.year, 3 * ((today.month - 1) // 3) + 1, 1), 3)


async def go_to(day: date) -> None:
    """Ten in the morning of that day."""
    now = await clock.now()
    await clock.shift(now.replace(year=day.year, month=day.month, day=day.day, hour=10, minute=0) - now)


async def adopt(plan: int, cast: Cast, *, who: str = "supervisor") -> None:
    """Of what is there now."""
    seen = await fetch_value("select changed_at from weight_plan where id = $1", plan)
    await appraisals.adopt(plan, seen=seen, by=cast[who])


async def settle(key: str, cast: Cast, *, who: str = "hr") -> int:
    """What was computed last."""
    seen = await fetch_value("select computed_at from appraisal_period where key = $1", key)
    return await appraisals.settle(key, seen=seen, by=cast[who])


async def adopt_small_plans(cast: Cast, first: date) -> None:
    for kind in SubjectKind:
        plan = await appraisals.draft(NewPlan(small(kind), first, "手算用的小方案"), by=cast["hr"])
        await appraisals.submit(plan, by=cast["hr"])
        await adopt(plan, cast)


async def engage(cast: Cast) -> None:
    """Beside 陈窗口: a second clerk at the same counter, two agents of the hotline."""
    ids = cast.ids
    for number, name, duty in (
        ("E002", "李窗口", "WINDOW"),
        ("T001", "周话务", "HOTLINE"),
        ("T002", "吴话务", "HOTLINE"),
    ):
        person = await models.StaffMember.create(
            number=number,
            name=name,
            agency_id=ids["managing"],
            hall_id=ids["hall"] if duty == "WINDOW" else None,
            duty=duty,
        )
        ids[number] = person.id


async def rated(cast: Cast, level: Level, *, staff: str, entry: Entry | None = None, tags: tuple[str, ...] = ()) -> int:
    """One service, rated; the rating's number."""
    is_call = staff.startswith("T")
    event = NewServiceEvent(
        case_number=f"Q-{next(cast.numbers):06}",
        service_number=1,
        stage=Stage.HOTLINE_CALL if is_call else Stage.ACCEPTANCE,
        service_code="S-CARD",
        agency_code=MANAGING if is_call else BUREAU,
        happened_at=await clock.now(),
        window_code=None if is_call else "H1-W01",
        staff_number=staff,
    )
    (recorded,) = await record([event], by=cast["business"])
    assert isinstance(recorded, Recorded), recorded
    token = await hand_out(recorded.service_event_id, entry, by=SYSTEM) if entry else recorded.token
    words = "等了很久" if level.is_bad and not tags else None
    said = await submit_one(Submission(token, level, PUBLIC, tags=tags, text=words, anonymous_to_agency=False))
    return said.evaluation_id


async def order_of(rating: int) -> int:
    order: int = await fetch_value("select id from work_order where evaluation_id = $1", rating)
    return order


async def found(cast: Cast, rating: int, finding: NewFinding, *, officer: str = "officer") -> int:
    """The order up to its finding."""
    order = await order_of(rating)
    await work_orders.sign(order, by=cast[officer])
    await work_orders.record_contact(order, note="问清了经过", by=cast[officer])
    await work_orders.record_finding(order, finding=finding, by=cast[officer])
    return order


async def mended(cast: Cast, order: int, outcome: CallbackOutcome) -> None:
    await work_orders.submit_rectification(order, measures="改了", reply="已经改好。", by=cast["officer"])
    await work_orders.review(order, approve=True, reason="到位", by=cast["supervisor"])
    await work_orders.record_callback(order, outcome=outcome, by=cast["dispatcher"])


async def live(cast: Cast) -> str:
    """The quarter of docs/appraisals.md; the answer is its key. Afterwards the period is over and computed."""
    first = await next_quarter()
    await engage(cast)
    await adopt_small_plans(cast, first)
    await go_to(first + timedelta(days=5))
    for level in (TOP, TOP, GOOD):
        await rated(cast, level, staff="E001", entry=ON_PAPER)
    await rated(cast, TOP, staff="E001", entry=AT_COUNTER)
    conduct = await rated(cast, BAD, staff="E001", entry=ON_PAPER, tags=("208",))
    guide = await rated(cast, BAD, staff="E001", entry=ON_PAPER, tags=("208",))
    void = await rated(cast, TOP, staff="E001", entry=ON_PAPER)
    for level, entry in ((TOP, ON_PAPER), (TOP, AT_COUNTER), (FAIR, AT_COUNTER)):
        await rated(cast, level, staff="E002", entry=entry)
    for level in (GOOD, GOOD):
        await rated(cast, level, staff="T001")
    call = await rated(cast, WORST, staff="T001")
    await rated(cast, TOP, staff="T002")
    await execute("update evaluation set standing = 'VOID' where id = $1", void)
    await mended(cast, await found(cast, conduct, CONDUCT), CallbackOutcome.SATISFIED)
    again = await found(cast, guide, GUIDE)
    await mended(cast, again, CallbackOutcome.DISSATISFIED)
    await execute("update work_order set supervision = 2 where id = $1", again)
    await found(cast, call, CONDUCT, officer="managing")
    await go_to(months_later(first, 3) + timedelta(days=20))
    await expire_all()
    await appraisals.compute(quarter_of(first), by=cast["hr"])
    return quarter_of(first)


def points(*values: str) -> Decimal:
    return sum((Decimal(value) for value in values), Decimal(0))
