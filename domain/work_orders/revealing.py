"""Revealing the rater's contact: with a reason, on record, for half an hour."""

from domain import clock, policy, rulebook, texts
from domain.actor import Actor
from domain.errors import DomainError, NotAllowed
from domain.vault import Revealed, open_identity, opened
from domain.words import Role
from domain.work_orders import moving
from storage.models import WorkOrder
from storage.transactions import fetch_value, transaction


async def reveal(order_id: int, *, reason: str, by: Actor, session: bytes | None = None) -> Revealed:
    """Reveal the rater's contact, with a reason, on record, for the minutes of the rules.

    Raises NotAllowed for an agency the rater is hidden from, for a closed order, or about oneself. In `session` it may
    be shown again until it expires.
    """
    policy.require(by, "rater.reveal")
    said = texts.needed(reason, "reason", "查看理由", "why you need it")
    async with transaction():
        order = await moving.lock(order_id, by=by)
        await _may_look(order, by)
        book = await rulebook.in_force(await clock.today())
        ref = await fetch_value("select rater_ref from evaluation where id = $1", order.evaluation_id)
        await moving.note(order, "reveal", by=by, reason=said)
        return await open_identity(
            ref, work_order_id=order.id, reason=said, minutes=book["reveal_minutes"].value, by=by, session=session
        )


async def still_revealed(order_id: int, *, by: Actor, session: bytes) -> Revealed | None:
    """What was revealed in this session and has not expired; None if the actor might not reveal it now."""
    if not policy.may(by, "rater.reveal"):
        return None
    seen = await opened(order_id, by=by, session=session)
    if seen is None:
        return None
    try:
        async with transaction():
            await _may_look(await moving.lock(order_id, by=by), by)
    except DomainError:
        return None
    return seen


async def _may_look(order: WorkOrder, by: Actor) -> None:
    await moving.not_about_oneself(order, by)
    if order.is_hidden and by.role == Role.CASE_OFFICER:
        raise NotAllowed(
            "评价人对本单位隐去了身份，请管理部门代为联系。",
            "The rater is hidden from the agency; ask the managing department.",
        )
    if not moving.is_open(order, "reveal"):
        raise NotAllowed("工单已经办结，不再查看联系方式。", "The order is closed; contact data stays shut.")
