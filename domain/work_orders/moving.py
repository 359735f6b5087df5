"""The five beats that every move shares: lock within reach · move by the table · change · write the entry · tell."""

from typing import Any

from domain import deadlines, outbox, policy
from domain.actor import Actor
from domain.errors import Conflict, IllegalMove, NotAllowed, NotFound
from domain.personal.masking import covered
from domain.words import Role, WorkOrderState
from domain.work_orders.flow import DRAFTING, FLOW, OPEN, WORDS
from domain.work_orders.naming import name_of
from storage.models import Move, WorkOrder
from storage.transactions import Connection, fetch, fetch_value, transaction

LAST = "select move, from_state, actor_id, actor_kind, actor_name from work_order_move where work_order_id = $1"
FOUND = "select staff_id from finding where work_order_id = $1 order by id desc limit 1"
HANDLED = """
select exists (select from work_order_move
  where work_order_id = $1 and actor_kind = 'ACCOUNT' and actor_id = $2 and actor_role = $3)
"""


async def lock(order_id: int, *, by: Actor, version: int | None = None) -> WorkOrder:
    """The order, locked, if it is within reach; with `version`, only if nobody moved it since it was looked at."""
    sql, values = policy.within(by, "WorkOrder", first=2)
    async with transaction() as connection:
        found = await connection.fetchval(
            f"select t.id from work_order t where t.id = $1 and {sql} for update", order_id, *values
        )
        if found is None:
            raise NotFound(
                "找不到这件工单：可能号码有误，也可能由别的单位办理。",
                "No such order here: wrong number, or another agency's.",
            )
        order = await WorkOrder.get(id=order_id)
    if version is not None and order.version != version:
        raise await _faster(order)
    return order


async def move(order: WorkOrder, name: str, *, by: Actor, reason: str | None = None, **facts: Any) -> None:
    """Take one legal move: state, entry of the timeline, event. Of two people the second is told who was faster."""
    before = WorkOrderState(order.state)
    if before not in FLOW.moves[name].sources and await _was_open_to_another(order, name, by):
        raise await _faster(order)
    order.state = target(name, before, by=by)
    await enter(order, name, by=by, before=before, reason=reason)
    await outbox.record(
        event_of(name),
        "work_order",
        order.id,
        by,
        agency_id=order.agency_id,
        state=order.state,
        **facts,
    )


def target(name: str, state: WorkOrderState, *, by: Actor) -> WorkOrderState:
    """Where a legal move leads; whatever is not in the table, or not for this role, is refused."""
    after = FLOW.next(name, state)
    if by.role not in FLOW.moves[name].by:
        raise NotAllowed("这一步不由您现在的身份来办。", "This move is not for your role.")
    return after


def event_of(name: str) -> str:
    """The event that tells of a move."""
    return EVENTS.get(name, f"work_order.{name}")


EVENTS = {
    "sign": "work_order.signed",
    "contact": "work_order.contacted",
    "find_responsible": "work_order.found",
    "find_explained": "work_order.found",
    "explain": "work_order.explained",
    "submit": "work_order.submitted",
    "approve": "work_order.approved",
    "send_back_rectifying": "work_order.sent_back",
    "send_back_explained": "work_order.sent_back",
    "settle": "work_order.closed",
    "give_up": "work_order.closed",
    "reopen": "work_order.reopened",
    "redo": "work_order.redone",
    "close": "work_order.closed",
    "void": "work_order.voided",
}


async def enter(
    order: WorkOrder, name: str, *, by: Actor, before: WorkOrderState | None = None, reason: str | None = None
) -> None:
    """Append one entry to the order's timeline; also for what is no change of state (urging, a try to call)."""
    async with transaction() as connection:
        now = await connection.fetchval("select city_now()")
        day = await connection.fetchval("select city_day($1)", now)
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


async def save(order: WorkOrder, connection: Connection) -> None:
    """Write the order with its next due moment (on closing: the closing time) and a new version."""
    order.version += 1
    if WorkOrderState(order.state) in OPEN:
        order.next_due_at = await deadlines.next_due(connection, order.id) or order.next_due_at
    else:
        await deadlines.cancel_all(connection, order.id)
        order.closed_at = order.next_due_at = await connection.fetchval("select city_now()")
    await order.save()


async def not_about_oneself(order: WorkOrder, by: Actor) -> None:
    """The rated person, or whom the finding names, never handles, reviews or calls back the own order
    (docs/rules.md §4.1).
    """
    if by.staff is not None and by.staff in (order.rated_staff_id, await fetch_value(FOUND, order.id)):
        raise NotAllowed(
            "这件差评说的是您本人，应由别人来办。", "This rating is about you; somebody else must handle it."
        )


async def not_own_work(order: WorkOrder, by: Actor) -> None:
    """Whoever has had a hand in the order for the agency judges it in no other role."""
    if await fetch_value(HANDLED, order.id, by.id, Role.CASE_OFFICER.value):
        raise NotAllowed(
            "您以承办单位的身份办过这件工单，审核、回访和审定应由别人来做。",
            "You handled this order for the agency; somebody else must review it, call back and decide.",
        )


async def _was_open_to_another(order: WorkOrder, name: str, by: Actor) -> bool:
    """Whether somebody else's last move is what closed this one."""
    (last,) = await fetch(f"{LAST} and from_state is distinct from to_state order by id desc limit 1", order.id)
    mine = (last["actor_kind"], last["actor_id"]) == (by.kind.value, by.id)
    return last["from_state"] in FLOW.moves[name].sources and not mine


async def _faster(order: WorkOrder) -> Conflict:
    """Who came first, and with what. Neither a look at the contact nor a note of the system was in anybody's way."""
    (last,) = await fetch(
        f"{LAST} and move <> 'reveal' and (actor_kind <> 'SYSTEM' or from_state is distinct from to_state) "
        "order by id desc limit 1",
        order.id,
    )
    who, (zh, en) = last["actor_name"], name_of(last["move"])
    return Conflict(
        f"{who}刚刚先办了“{zh}”。您写的没有提交，也没有丢。请看现在的工单再决定。",
        f"{who} was faster to {en}. Your text was not sent and is not lost; look at the order as it stands.",
    )


async def note(order: WorkOrder, name: str, event: str, *, by: Actor, reason: str | None = None) -> None:
    """Something on record that is no change of state."""
    await enter(order, name, by=by, before=WorkOrderState(order.state), reason=reason)
    await outbox.record(event, "work_order", order.id, by, agency_id=order.agency_id, state=order.state)


def require_open(order: WorkOrder, name: str) -> None:
    """Refuse what the table of moves does not allow now, before anything is written."""
    FLOW.next(name, WorkOrderState(order.state))


def require_drafting(order: WorkOrder) -> None:
    """The public answer is written before it is handed in; from then on what was submitted stands."""
    state = WorkOrderState(order.state)
    if state not in DRAFTING:
        raise IllegalMove(
            f"工单现在是“{WORDS[state]}”，不能改答复草稿。请刷新后看看现在可以做什么。",
            f"The order is {state} now; the draft is closed. Reload to see what is open.",
        )
