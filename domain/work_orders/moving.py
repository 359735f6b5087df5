"""The steps that all moves of a work order share: lock, move by the table, enter, tell, save."""

from typing import Any

from domain import deadlines
from domain.actor import Actor
from domain.beats import engine
from domain.beats.engine import Noun
from domain.errors import Conflict, NotAllowed
from domain.moves.work_orders import FLOW, OPEN
from domain.personal.masking import covered
from domain.words import Role, WorkOrderState
from storage.models import Move, WorkOrder
from storage.transactions import fetch_value, require_transaction

ORDER = Noun(
    "WorkOrder",
    "work_order",
    "work_order_move",
    "work_order_id",
    "move",
    ("找不到这件工单：可能号码有误，也可能由别的单位办理。", "No such order here: wrong number, or another agency's."),
)
# The entries that raise the version of the order: a change of state, and a call, which must not be counted twice.
FASTER = "and (move = 'call' or from_state is distinct from to_state)"
FOUND = "select staff_id from finding where work_order_id = $1 order by id desc limit 1"
HANDLED = """
select exists (select from work_order_move
  where work_order_id = $1 and actor_kind = 'ACCOUNT' and actor_id = $2 and actor_role = $3)
"""


async def lock(order_id: int, *, by: Actor, version: int | None = None) -> WorkOrder:
    """The order, locked for the transaction, if it is within the actor's reach.

    Raises NotFound if it is not. With `version`, raises Conflict if the order was changed since that version was read.
    """
    if not await engine.lock(ORDER, [order_id], by=by):
        raise engine.not_there(ORDER)
    order = await WorkOrder.get(id=order_id)
    if version is not None and order.version != version:
        raise await _faster(order, by)
    return order


async def move(order: WorkOrder, name: str, *, by: Actor, reason: str | None = None, **facts: Any) -> None:
    """Take one legal move: state, entry of the timeline, event, and the term that the move meets.

    Raises Conflict, naming who was faster, if another person has just made the move impossible; otherwise IllegalMove
    or NotAllowed as in `target`.
    """
    before = WorkOrderState(order.state)
    closed = before not in FLOW.moves[name].sources
    if closed and await engine.was_open_to_another(ORDER, FLOW, name, order.id, by):
        raise await _faster(order, by)
    order.state = target(name, before, by=by)
    await enter(order, name, by=by, before=before, reason=reason)
    await engine.tell(FLOW.moves[name], ORDER, order.id, by, order.agency_id, {"state": order.state} | facts)
    if met := FLOW.moves[name].meets:
        await deadlines.meet(order.id, met)


def target(name: str, state: WorkOrderState, *, by: Actor) -> WorkOrderState:
    """The state a legal move leads to.

    Raises IllegalMove if the table does not allow the move now, NotAllowed if it is not for this role.
    """
    after = FLOW.next(name, state)
    if not FLOW.moves[name].is_for(by.role):
        raise NotAllowed("这一步不由您现在的身份来办。", "This move is not for your role.")
    return after


async def enter(
    order: WorkOrder, name: str, *, by: Actor, before: WorkOrderState | None = None, reason: str | None = None
) -> None:
    """Append one entry to the timeline; also without a change of state (urging, an attempt to call)."""
    require_transaction()
    now = await fetch_value("select city_now()")
    day = await fetch_value("select city_day($1)", now)
    await Move.create(
        work_order_id=order.id,
        move=name,
        from_state=before,
        to_state=order.state,
        actor_kind=by.kind,
        actor_role=by.role,
        actor_id=by.id,
        actor_name=by.name,
        reason=reason,
        reason_covered=covered(reason) if reason and order.is_hidden else None,
        at=now,
        on=day,
    )


async def save(order: WorkOrder) -> None:
    """Write the order with a new version and its next due moment.

    Closing the order cancels its open terms; the closing time then stands as its due moment.
    """
    order.version += 1
    if WorkOrderState(order.state) in OPEN:
        order.next_due_at = await deadlines.next_due(order.id) or order.next_due_at
    else:
        await deadlines.cancel_all(order.id)
        order.closed_at = order.closed_at or await fetch_value("select city_now()")
        order.next_due_at = order.closed_at
    await order.save()


async def not_about_oneself(order: WorkOrder, by: Actor) -> None:
    """Raise NotAllowed if the actor is the rated person or the person the newest finding names.

    They never handle, review or call back the order about themselves (docs/rules.md §4.1).
    """
    if by.staff is not None and by.staff in (order.rated_staff_id, await fetch_value(FOUND, order.id)):
        raise NotAllowed(
            "这件差评说的是您本人，应由别人来办。", "This rating is about you; somebody else must handle it."
        )


async def not_own_work(order: WorkOrder, by: Actor) -> None:
    """Raise NotAllowed if the actor has made a move of this order as its case officer.

    Those who handled the order for the agency do not judge it in another role.
    """
    if await fetch_value(HANDLED, order.id, by.id, Role.CASE_OFFICER.value):
        raise NotAllowed(
            "您以承办单位的身份办过这件工单，审核、回访和审定应由别人来做。",
            "You handled this order for the agency; somebody else must review it, call back and decide.",
        )


async def _faster(order: WorkOrder, by: Actor) -> Conflict:
    """The Conflict to raise: who moved the order last, and with which move."""
    who = await engine.faster(ORDER, order.id, by, condition=FASTER)
    assert who is not None, "an order without an entry"
    done = FLOW.moves[who.move]
    return Conflict(
        f"{who.zh}刚刚先办了“{done.name}”。您写的没有提交，也没有丢。请看现在的工单再决定。",
        f"{who.en} was faster to {done.en}. Your text was not sent and is not lost; look at the order as it stands.",
    )


async def note(order: WorkOrder, name: str, *, by: Actor, reason: str | None = None) -> None:
    """Make a move that changes no state: an entry and an event.

    Raises IllegalMove or NotAllowed as in `target`.
    """
    before = WorkOrderState(order.state)
    target(name, before, by=by)
    await enter(order, name, by=by, before=before, reason=reason)
    await engine.tell(FLOW.moves[name], ORDER, order.id, by, order.agency_id, {"state": order.state})


def require_open(order: WorkOrder, name: str) -> None:
    """Raise IllegalMove if the table does not allow the move now; called before anything is written."""
    FLOW.next(name, WorkOrderState(order.state))


def is_open(order: WorkOrder, name: str) -> bool:
    """Whether the table allows the move now."""
    return WorkOrderState(order.state) in FLOW.moves[name].sources
