"""What the managing department does with an order: urge, review, call the rater back, close."""

from domain import clock, policy, rulebook, texts
from domain.actor import SYSTEM, Actor
from domain.errors import NotAllowed
from domain.words import CallbackOutcome, MarkedParts, Role, Term, WorkOrderState
from domain.work_orders import answering, moving, terms
from storage.models import CallbackTry, WorkOrder
from storage.transactions import fetch, fetch_value, transaction

REPEATED = """
select move = 'urge' and actor_id = $2 and reason = $3 and at > city_now() - interval '1 minute'
from work_order_move where work_order_id = $1 order by id desc limit 1
"""


async def urge(order_id: int, *, note: str, by: Actor, version: int | None = None) -> WorkOrder:
    """催办: remind the agency, with an entry. The worker also does this when a term runs out.

    It raises no version, so the page on which the officer writes stays good. The same words again within
    a minute are the same request, sent twice, and change nothing. Raises NotAllowed if the order is closed. Returns
    the order, as do the others here.
    """
    policy.require(by, "work_order.urge")
    said = texts.needed(note, "note", "催办内容", "the reminder")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        if not moving.is_open(order, "urge"):
            raise NotAllowed("工单已经办结，不用催办。", "The order is closed.")
        if not await fetch_value(REPEATED, order.id, by.id, said):
            order.urged += 1
            await moving.note(order, "urge", by=by, reason=said)
            await order.save(update_fields=["urged"])
    return order


async def review(
    order_id: int,
    *,
    approve: bool,
    reason: str,
    marked: MarkedParts | None = None,
    by: Actor,
    version: int | None = None,
) -> WorkOrder:
    """Approve a completion, which publishes the reply, or send it back to the state it came from.

    `marked` says what happens to parts of the reply that may be personal data.
    """
    policy.require(by, "work_order.review")
    said = texts.needed(reason, "reason", "审核意见", "the reason")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await moving.not_own_work(order, by)
        if approve:
            await _approve(order, said, marked, by)
        else:
            await _send_back(order, said, by)
        await moving.save(order)
    return order


async def _approve(order: WorkOrder, reason: str, marked: MarkedParts | None, by: Actor) -> None:
    moving.require_open(order, "approve")
    order.reply, on_record = await answering.approved(order.id, order.reply_draft or "", marked)
    await moving.move(order, "approve", by=by, reason=reason + on_record)
    order.replied_on, order.approved_at = await clock.today(), await clock.now()
    await terms.start(order, Term.CALLBACK, "callback", Role.DISPATCHER)


async def _send_back(order: WorkOrder, reason: str, by: Actor) -> None:
    came_from = await fetch_value(
        "select from_state from work_order_move where work_order_id = $1 and move = 'submit' order by id desc limit 1",
        order.id,
    )
    name = "send_back_explained" if came_from == WorkOrderState.EXPLAINED else "send_back_rectifying"
    await moving.move(order, name, by=by, reason=reason)
    order.submitted_at = None
    await terms.run_on(order)


async def record_callback(
    order_id: int, *, outcome: CallbackOutcome, note: str | None = None, by: Actor, version: int | None = None
) -> WorkOrder:
    """Record the answer of the rater, or an attempt that failed.

    Satisfied → closed. Dissatisfied → mended once more; the second time the supervisor decides. Unreachable → counted;
    after enough tries on enough days (by the rules in force) closed.
    """
    policy.require(by, "work_order.call_back")
    said = texts.needed(note, "note", "回访情况", "the note") if note else None
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await moving.not_own_work(order, by)
        await _conclude(order, outcome, said, by)
        await moving.save(order)
    return order


async def _conclude(order: WorkOrder, outcome: CallbackOutcome, note: str | None, by: Actor) -> None:
    if outcome is CallbackOutcome.UNREACHABLE:
        await _unreachable(order, note, by)
        return
    name = "reopen" if outcome is CallbackOutcome.DISSATISFIED else "settle"
    await moving.move(order, name, by=by, reason=note, outcome=outcome)
    await _write_try(order, outcome, note, by)
    await _answered(order, outcome)
    if name == "reopen":
        await _redo(order)


async def _unreachable(order: WorkOrder, note: str | None, by: Actor) -> None:
    moving.require_open(order, "give_up")
    await _write_try(order, CallbackOutcome.UNREACHABLE, note, by)
    book = await rulebook.in_force(await clock.today())
    tries = await fetch(
        "select called_on from callback_try where work_order_id = $1 and round = $2", order.id, order.reopened + 1
    )
    enough = (
        len(tries) >= book["callback_tries"].value
        and len({t["called_on"] for t in tries}) >= book["callback_days"].value
    )
    if enough:
        await moving.move(order, "give_up", by=by, reason=note, outcome=CallbackOutcome.UNREACHABLE)
        await _answered(order, CallbackOutcome.UNREACHABLE)
    else:
        await moving.note(order, "call", by=by, reason=note)


async def _answered(order: WorkOrder, outcome: CallbackOutcome) -> None:
    order.callback, order.called_back_at = outcome, await clock.now()


async def _redo(order: WorkOrder) -> None:
    """Put the order back to mending the first time; the second time the supervisor must decide."""
    order.reopened += 1
    if order.reopened == 1:
        await moving.move(order, "redo", by=SYSTEM)
        order.submitted_at = None
        await terms.start(order, Term.RECTIFY, "redo", Role.CASE_OFFICER)
    else:
        await terms.start(order, Term.FINAL, "final", Role.SUPERVISOR)


async def _write_try(order: WorkOrder, outcome: CallbackOutcome, note: str | None, by: Actor) -> None:
    now = await clock.now()
    await CallbackTry.create(
        work_order_id=order.id,
        round=order.reopened + 1,
        outcome=outcome,
        note=note,
        called_by_id=by.id,
        called_at=now,
        called_on=now.date(),
    )


async def close(order_id: int, *, reason: str, by: Actor, version: int | None = None) -> WorkOrder:
    """Close an order after a second dissatisfied callback."""
    policy.require(by, "work_order.close")
    said = texts.needed(reason, "reason", "办结理由", "the reason")
    async with transaction():
        order = await moving.lock(order_id, by=by, version=version)
        await moving.not_about_oneself(order, by)
        await moving.not_own_work(order, by)
        await moving.move(order, "close", by=by, reason=said)
        await moving.save(order)
    return order
