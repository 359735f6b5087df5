"""The agency's finding about a bad rating: verdict, attribution, cause.

It may name another service or person of the same case.
"""

from dataclasses import dataclass, replace

from domain import clock, policy, texts
from domain.actor import Actor
from domain.beats import moderation
from domain.errors import Invalid, NotAllowed, NotFound
from domain.words import Attribution, Cause, ModerationState, Verdict
from domain.work_orders import moving
from storage.models import Evaluation, Finding, WorkOrder
from storage.transactions import execute, fetch, transaction

VERIFIED = frozenset({Verdict.VALID_RESPONSIBLE, Verdict.VALID_NOT_RESPONSIBLE})
REVIEWERS_ONLY = frozenset({Verdict.MISRATED, Verdict.MALICIOUS, Verdict.DUPLICATE})
LAST_SERVICE_NUMBER = 9999

UNHIDDEN = "差评经核实属实，文字放回待审"
# Locks the rating before its order, in the same order as moderation does: a moderator who wants to hide the text
# meanwhile waits, and then sees the finding.
LOCK_RATING = """
select e.id from evaluation e join work_order o on o.evaluation_id = e.id where o.id = $1 for no key update of e
"""
# The rated service and its person, or the ones named in the finding. While the rater is hidden the agency may not
# search the case: no other service is found, and no person but the rated one, if the order shows who that is.
NAMED = """
select o.id as event_id, o.staff_id, m.id as named_id
from evaluation e join service_event s on s.id = e.service_event_id join work_order w on w.evaluation_id = e.id
join service_event o on o.case_number = s.case_number
  and case when $2::int is null then o.id = s.id else not w.is_hidden and o.service_number = $2 end
left join staff_member m on m.number = $3 and case when w.is_hidden then w.told = 0 and m.id = s.staff_id
  else exists (select from service_event of_case where of_case.case_number = s.case_number
    and of_case.staff_id = m.id) end
where w.id = $1
"""


@dataclass(frozen=True, slots=True)
class NewFinding:
    """The finding as sent.

    `staff_number` and `service_number` may name another person or service of the case than the rated one.
    """

    verdict: Verdict
    attribution: Attribution
    cause: Cause
    note: str
    staff_number: str | None = None
    service_number: int | None = None


async def record_finding(order_id: int, *, finding: NewFinding, by: Actor, version: int | None = None) -> WorkOrder:
    """Record the finding and move the order: to mending if responsible, otherwise to explaining.

    Raises NotAllowed for verdicts that only a reviewer may give, NotFound if the named person or service is not of the
    case. Returns the order.
    """
    policy.require(by, "work_order.find")
    note = texts.needed(finding.note, "note", "核实情况", "what was verified")
    finding = replace(finding, staff_number=texts.line(finding.staff_number or "") or None)
    _check_finding(finding)
    async with transaction():
        if finding.verdict in VERIFIED:
            await execute(LOCK_RATING, order_id)
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        name = "find_responsible" if finding.verdict is Verdict.VALID_RESPONSIBLE else "find_explained"
        await moving.move(order, name, by=by, reason=note, verdict=finding.verdict)
        await _write_finding(order, finding, note, by)
        if finding.verdict in VERIFIED:
            await _unhide(order, by)
        order.cause = finding.cause
        await moving.save(order)
    return order


async def _unhide(order: WorkOrder, by: Actor) -> None:
    """Put the rating's text, if it was hidden, back to wait for moderation.

    The text of a complaint that was found true must not stay hidden without another look.
    """
    rating = await Evaluation.get(id=order.evaluation_id)
    if moderation.state_of(rating) is ModerationState.HIDDEN:
        await moderation.put_back(rating, by=by, reason=UNHIDDEN)


def _check_finding(finding: NewFinding) -> None:
    if finding.service_number is not None and not 1 <= finding.service_number <= LAST_SERVICE_NUMBER:
        raise Invalid("服务次数应为1到9999。", "A service number is 1 to 9999.", path=("serviceNumber",))
    if finding.staff_number is not None and not texts.is_line(finding.staff_number):
        raise not_of_the_case()
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
    event_id, staff_id = await _named(order, finding)
    await Finding.create(
        work_order_id=order.id,
        verdict=finding.verdict,
        attribution=finding.attribution,
        cause=finding.cause,
        staff_id=staff_id if finding.attribution is Attribution.STAFF else None,
        service_event_id=event_id,
        note=note,
        found_by_id=by.id,
        found_at=await clock.now(),
    )


async def _named(order: WorkOrder, finding: NewFinding) -> tuple[int, int | None]:
    """The service event and the person the finding names, or the rated ones.

    Everything wrong or not for the agency to know gets the same answer; different answers would let the agency try
    numbers until they reveal a hidden case.
    """
    rows = await fetch(NAMED, order.id, finding.service_number, finding.staff_number)
    if not rows:
        raise not_of_the_case()
    (row,) = rows
    staff_id: int | None = row["staff_id"] if finding.staff_number is None else row["named_id"]
    if finding.attribution is Attribution.STAFF and staff_id is None:
        # While the rater is hidden a staff number would not help, and the answer must not tell whether a person is
        # recorded.
        asks = finding.staff_number is None and not order.is_hidden
        raise nobody_is_known() if asks else not_of_the_case()
    return int(row["event_id"]), staff_id


def nobody_is_known() -> Invalid:
    """The error when the service has no recorded person and the finding names none."""
    return Invalid(
        "这次服务没有记下是谁办的，请填写工号；不是哪个人的责任，就改选别的责任归属。",
        "Who served is not on record: give the staff number, or choose another attribution if it was nobody's doing.",
        path=("staffNumber",),
    )


def not_of_the_case() -> NotFound:
    """The error for any person or service that is not of the case or is not for the agency to know."""
    return NotFound(
        "办件里没有这个工号或这一次服务，或者不对本单位公开，请核对。指被评价的人和那一次，都不用填。",
        "No such person or service in this case, or not for your agency to know. For the rated one leave both out.",
        path=("staffNumber",),
    )
