"""What the agency does with an order: sign, contact, verify, mend or explain, answer."""

from dataclasses import dataclass

from domain import clock, deadlines, outbox, policy
from domain.actor import Actor
from domain.errors import Invalid, NotAllowed, NotFound
from domain.words import Attribution, Cause, Role, Term, Verdict
from domain.work_orders import moving
from storage.models import Finding, WorkOrder
from storage.transactions import fetch_value, transaction

REVIEWERS_ONLY = frozenset({Verdict.MISRATED, Verdict.MALICIOUS, Verdict.DUPLICATE})


@dataclass(frozen=True, slots=True)
class NewFinding:
    """What was verified; another person or service of the case than the rated one may be named."""

    verdict: Verdict
    attribution: Attribution
    cause: Cause
    note: str
    staff_number: str | None = None
    service_number: int | None = None


async def sign(order_id: int, *, by: Actor, version: int | None = None) -> WorkOrder:
    """Accept the order for the agency; from now on the agency answers for its terms."""
    policy.require(by, "work_order.sign")
    async with transaction() as connection:
        order = await moving.lock(order_id, by=by, version=version)
        moving.not_about_oneself(order, by)
        await moving.move(order, "sign", by=by)
        order.officer_id = by.staff or order.officer_id
        await deadlines.meet(connection, order.id, Term.SIGN)
        await moving.save(order, connection)
    return order


async def record_contact(order_id: int, *, note: str, by: Actor, version: int | None = None) -> WorkOrder:
    """Note that the rater was spoken to: by the officer, or by the dispatcher while the rater is hidden from the
    agency.
    """
    policy.require(by, "work_order.contact")
    said = moving.words(note, "note", "联系情况", "what was said")
    async with transaction() as connection:
        order = await moving.lock(order_id, by=by, version=version)
        moving.not_about_oneself(order, by)
        _check_caller(order, by)
        await moving.move(order, "contact", by=by, reason=said)
        order.contacted_at = await clock.now()
        await deadlines.meet(connection, order.id, Term.CONTACT)
        await moving.save(order, connection)
    return order


async def record_finding(order_id: int, *, finding: NewFinding, by: Actor, version: int | None = None) -> WorkOrder:
    """Record what was verified: responsible → mend; anything else → explain. Void verdicts are a reviewer's."""
    policy.require(by, "work_order.find")
    note = moving.words(finding.note, "note", "核实情况", "what was verified")
    _check_finding(finding)
    async with transaction() as connection:
        order = await moving.lock(order_id, by=by, version=version)
        moving.not_about_oneself(order, by)
        name = "find_responsible" if finding.verdict is Verdict.VALID_RESPONSIBLE else "find_explained"
        await moving.move(order, name, by=by, reason=note, verdict=finding.verdict)
        await _write_finding(order, finding, note, by)
        order.cause = finding.cause
        await moving.save(order, connection)
    return order


async def explain(order_id: int, *, reason: str, by: Actor, version: int | None = None) -> WorkOrder:
    """Nothing can be mended: explain instead."""
    policy.require(by, "work_order.explain")
    said = moving.words(reason, "reason", "为什么改为解释说明", "why it is explained instead")
    async with transaction() as connection:
        order = await moving.lock(order_id, by=by, version=version)
        moving.not_about_oneself(order, by)
        await moving.move(order, "explain", by=by, reason=said)
        await moving.save(order, connection)
    return order


async def draft_reply(order_id: int, *, text: str, by: Actor) -> WorkOrder:
    """Keep the draft of the public answer. A draft is nobody's move: it changes neither state nor version."""
    policy.require(by, "work_order.draft_reply")
    async with transaction():
        order = await moving.lock(order_id, by=by)
        if len(text) > moving.LONGEST_TEXT or "\x00" in text:
            raise Invalid("答复草稿最多2000字。", "A draft has at most 2000 characters.", path=("text",))
        order.reply_draft = text
        await order.save(update_fields=["reply_draft"])
        await outbox.record("work_order.drafted", "work_order", order.id, by, agency_id=order.agency_id)
    return order


async def submit_rectification(
    order_id: int, *, measures: str, reply: str, by: Actor, version: int | None = None
) -> WorkOrder:
    """Hand in what was done and the public answer, for approval. The term is met by the submission that is later
    approved.
    """
    policy.require(by, "work_order.submit")
    done = moving.words(measures, "measures", "整改措施", "what was done")
    answer = moving.words(reply, "reply", "公开答复", "the public answer")
    async with transaction() as connection:
        order = await moving.lock(order_id, by=by, version=version)
        moving.not_about_oneself(order, by)
        await moving.move(order, "submit", by=by, reason=done)
        order.measures, order.reply_draft, order.handler_id, order.submitted_at = done, answer, by.id, await clock.now()
        await deadlines.meet(connection, order.id, Term.RECTIFY)
        await moving.start_term(order, Term.REVIEW, "review", Role.SUPERVISOR, connection)
        await moving.save(order, connection)
    return order


def _check_caller(order: WorkOrder, by: Actor) -> None:
    if order.is_hidden and by.role != Role.DISPATCHER:
        raise NotAllowed(
            "评价人对本单位隐去了身份，由管理部门代为联系。",
            "The rater is hidden from the agency; the managing department contacts for you.",
        )
    if not order.is_hidden and by.role == Role.DISPATCHER:
        raise NotAllowed("评价人没有隐去身份，由承办单位联系。", "The rater is not hidden; the agency contacts.")


def _check_finding(finding: NewFinding) -> None:
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
    """The person named, else the one who served."""
    found: int | None = await fetch_value(
        """select coalesce((select id from staff_member where number = $1),
                           (select staff_id from service_event where id = $2 and $1 is null))""",
        number,
        event_id,
    )
    if found is None:
        raise NotFound("没有这个工号，请核对。", "There is no such staff number.", path=("staffNumber",))
    return found
