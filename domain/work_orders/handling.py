"""What the agency does with an order: sign, contact, mend or explain, reply. Findings: finding.py."""

from domain import clock, policy, texts
from domain.actor import Actor
from domain.errors import NotAllowed
from domain.moves.work_orders import may_contact
from domain.words import Role, Term
from domain.work_orders import drafting, moving, terms
from storage.models import WorkOrder
from storage.transactions import transaction


async def sign(order_id: int, *, by: Actor, version: int | None = None) -> WorkOrder:
    """Sign for the order. Its terms run since the dispatch."""
    policy.require(by, "work_order.sign")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await moving.move(order, "sign", by=by)
        order.officer_id = by.staff or order.officer_id
        await moving.save(order)
    return order


async def record_contact(order_id: int, *, note: str, by: Actor, version: int | None = None) -> WorkOrder:
    """Record that the rater was spoken to.

    By the case officer, or by the dispatcher while the rater is hidden from the agency; otherwise NotAllowed.
    """
    policy.require(by, "work_order.contact")
    said = texts.needed(note, "note", "联系情况", "what was said")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        _check_caller(order, by)
        await moving.move(order, "contact", by=by, reason=said)
        order.contacted_at = await clock.now()
        await moving.save(order)
    return order


async def explain(order_id: int, *, reason: str, by: Actor, version: int | None = None) -> WorkOrder:
    """Change from mending to explaining, because nothing can be mended."""
    policy.require(by, "work_order.explain")
    said = texts.needed(reason, "reason", "为什么改为解释说明", "why it is explained instead")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await moving.move(order, "explain", by=by, reason=said)
        await moving.save(order)
    return order


async def submit_rectification(
    order_id: int, *, measures: str, reply: str, by: Actor, version: int | None = None, drafted: int | None = None
) -> WorkOrder:
    """Submit what was done and the public reply for approval.

    The term is met by the submission that is later approved. `drafted` is the version of the draft that the page
    showed: Conflict if a colleague saved another draft since.
    """
    policy.require(by, "work_order.submit")
    done = texts.needed(measures, "measures", "整改措施", "what was done")
    answer = texts.needed(reply, "reply", "公开答复", "the public answer")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await drafting.not_over_a_colleague(order, answer, drafted, by)
        await moving.move(order, "submit", by=by, reason=done)
        order.measures, order.reply_draft, order.handler_id, order.submitted_at = done, answer, by.id, await clock.now()
        order.reply_draft_version, order.reply_draft_page, order.drafted_by_id = (
            order.reply_draft_version + 1,
            None,
            by.id,
        )
        await terms.start(order, Term.REVIEW, "review", Role.SUPERVISOR)
        await moving.save(order)
    return order


def _check_caller(order: WorkOrder, by: Actor) -> None:
    """Raise NotAllowed unless the contact is this role's to make."""
    if may_contact(by.role, is_hidden=order.is_hidden):
        return
    if order.is_hidden:
        raise NotAllowed(
            "评价人对本单位隐去了身份，由管理部门代为联系。",
            "The rater is hidden from the agency; the managing department contacts for you.",
        )
    raise NotAllowed("评价人没有隐去身份，由承办单位联系。", "The rater is not hidden; the agency contacts.")
