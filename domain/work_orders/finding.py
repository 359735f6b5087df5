"""What the agency finds out: verdict, whose doing it was, and why. Somebody else's service of the case may be named."""

from dataclasses import dataclass, replace

from domain import clock, policy, texts
from domain.actor import Actor
from domain.errors import Invalid, NotAllowed, NotFound
from domain.words import Attribution, Cause, Verdict
from domain.work_orders import moving, unhiding
from storage.models import Finding, WorkOrder
from storage.transactions import fetch_value, transaction

VERIFIED = frozenset({Verdict.VALID_RESPONSIBLE, Verdict.VALID_NOT_RESPONSIBLE})
REVIEWERS_ONLY = frozenset({Verdict.MISRATED, Verdict.MALICIOUS, Verdict.DUPLICATE})
LAST_SERVICE_NUMBER = 9999

STAFF_OF_CASE = """
select m.id from service_event r join service_event s on s.case_number = r.case_number
join staff_member m on m.id = s.staff_id
where r.id = $1 and case when $2::text is null then s.id = r.id else m.number = $2 end limit 1
"""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What was verified; another person or service of the case than the rated one may be named."""

    verdict: Verdict
    attribution: Attribution
    cause: Cause
    note: str
    staff_number: str | None = None
    service_number: int | None = None


async def record_finding(order_id: int, *, finding: NewFinding, by: Actor, version: int | None = None) -> WorkOrder:
    """Record what was verified: responsible → mend; anything else → explain. Void verdicts are a reviewer's."""
    policy.require(by, "work_order.find")
    note = texts.needed(finding.note, "note", "核实情况", "what was verified")
    finding = replace(finding, staff_number=texts.line(finding.staff_number or "") or None)
    _check_finding(finding)
    async with transaction() as connection:
        if finding.verdict in VERIFIED:
            await unhiding.lock_rating(connection, order_id)
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        name = "find_responsible" if finding.verdict is Verdict.VALID_RESPONSIBLE else "find_explained"
        await moving.move(order, name, by=by, reason=note, verdict=finding.verdict)
        await _write_finding(order, finding, note, by)
        if finding.verdict in VERIFIED:
            await unhiding.unhide(order, by)
        order.cause = finding.cause
        await moving.save(order, connection)
    return order


def _check_finding(finding: NewFinding) -> None:
    if finding.service_number is not None and not 1 <= finding.service_number <= LAST_SERVICE_NUMBER:
        raise Invalid("服务次数应为1到9999。", "A service number is 1 to 9999.", path=("serviceNumber",))
    if finding.staff_number is not None and not texts.is_line(finding.staff_number):
        raise _nobody_of_the_case()
    if finding.verdict in REVIEWERS_ONLY:
        raise NotAllowed(
            "误评、恶意、重复只能由复核员认定。",
            "Only a reviewer may find a rating mistaken, malicious or duplicate.",
            path=("verdict",),
        )
    if finding.attribution is Attribution.STAFF and finding.verdict is not Verdict.VALID_RESPONSIBLE:
        raise Invalid(
            "归于个人的，结论应为属实有责。",
            "A finding about a person must be valid and responsible.",
            path=("attribution",),
        )
    if finding.verdict is Verdict.VALID_RESPONSIBLE and finding.attribution is Attribution.NONE:
        raise Invalid(
            "属实有责的，请写明责任归于谁。", "A responsible finding needs an attribution.", path=("attribution",)
        )


async def _write_finding(order: WorkOrder, finding: NewFinding, note: str, by: Actor) -> None:
    event_id = await _service_event(order, finding.service_number)
    staff_id = await _staff(finding.staff_number, event_id) if finding.attribution is Attribution.STAFF else None
    await Finding.create(
        work_order_id=order.id,
        verdict=finding.verdict,
        attribution=finding.attribution,
        cause=finding.cause,
        staff_id=staff_id,
        service_event_id=event_id,
        note=note,
        found_by_id=by.id,
        found_at=await clock.now(),
    )


async def _service_event(order: WorkOrder, service_number: int | None) -> int:
    """The rated service of the case, or another one of the same case."""
    event_id: int | None = await fetch_value(
        """select o.id from evaluation e join service_event s on s.id = e.service_event_id
           join service_event o on o.case_number = s.case_number and o.service_number = coalesce($2, s.service_number)
             where e.id = $1""",
        order.evaluation_id,
        service_number,
    )
    if event_id is None:
        raise NotFound("这个办件没有这一次服务。", "The case has no such service number.", path=("serviceNumber",))
    return event_id


async def _staff(number: str | None, event_id: int) -> int:
    """The person named, if the case was in their hands at some service; else the one who served."""
    found: int | None = await fetch_value(STAFF_OF_CASE, event_id, number)
    if found is None:
        raise _nobody_of_the_case()
    return found


def _nobody_of_the_case() -> NotFound:
    return NotFound(
        "这个办件里没有这个工号，请核对。", "Nobody with this staff number served in this case.", path=("staffNumber",)
    )
