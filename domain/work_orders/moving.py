"""The five beats that every move shares: lock within reach · move by the table · change · write the entry · tell."""

from typing import Any

from domain import calendar, clock, deadlines, outbox, policy, rulebook
from domain.actor import Actor, ActorKind
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, ReasonRequired
from domain.words import Role, Term, WorkOrderState
from domain.work_orders.flow import FLOW, OPEN
from storage.models import Move, WorkOrder
from storage.transactions import Connection, fetch, transaction

LONGEST_TEXT = 2000


async def lock(order_id: int, *, by: Actor, version: int | None = None) -> WorkOrder:
    """The order, locked, if it is within reach; with `version`, only if nobody moved it since it was looked at."""
    condition = "true" if by.kind is ActorKind.SYSTEM else policy.reach(by.role, "WorkOrder")
    async with transaction() as connection:
        sql, values = policy.bind(condition or "false", by, alias="t", first=2)
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
    order.state = FLOW.next(name, before)
    if by.role not in FLOW.moves[name].by:
        raise NotAllowed("这一步不由您现在的身份来办。", "This move is not for your role.")
    await enter(order, name, by=by, before=before, reason=reason)
    await outbox.record(
        EVENTS.get(name, f"work_order.{name}"),
        "work_order",
        order.id,
        by,
        agency_id=order.agency_id,
        state=order.state,
        **facts,
    )


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


def words(text: str | None, field: str, zh: str, en: str) -> str:
    """A text that is needed: not blank, not endless, nothing PostgreSQL cannot store."""
    said = (text or "").strip()
    if not said:
        raise ReasonRequired(f"请写{zh}。", f"Please write {en}.", path=(field,))
    if len(said) > LONGEST_TEXT or any(not c.isprintable() and c not in "\n\t\u3000" for c in said):
        raise Invalid(
            f"{zh}最多{LONGEST_TEXT}字，不能有控制字符。",
            f"{en} has at most {LONGEST_TEXT} characters, no control characters.",
            path=(field,),
        )
    return said


def not_about_oneself(order: WorkOrder, by: Actor) -> None:
    """The rated person never handles, reviews or calls back the own order (domain.md §4.1)."""
    if by.staff is not None and by.staff == order.rated_staff_id:
        raise NotAllowed(
            "这件差评说的是您本人，应由别人来办。", "This rating is about you; somebody else must handle it."
        )


async def _was_open_to_another(order: WorkOrder, name: str, by: Actor) -> bool:
    """Whether somebody else's last move is what closed this one."""
    rows = await fetch(
        """select from_state, actor_id, actor_kind from work_order_move
           where work_order_id = $1 order by id desc limit 1""",
        order.id,
    )
    last = rows[0]
    return last["from_state"] in FLOW.moves[name].sources and (last["actor_kind"], last["actor_id"]) != (
        by.kind.value,
        by.id,
    )


async def _faster(order: WorkOrder) -> Conflict:
    rows = await fetch(
        "select actor_name, move from work_order_move where work_order_id = $1 order by id desc limit 1", order.id
    )
    who, done = rows[0]["actor_name"], rows[0]["move"]
    name = FLOW.moves[done].name if done in FLOW.moves else done
    return Conflict(
        f"{who}刚刚先办了“{name}”。您写的没有提交，也没有丢。请看现在的工单再决定。",
        f"{who} was faster ({done}). Your text was not sent and is not lost; look at the order as it stands.",
    )


async def start_term(order: WorkOrder, kind: Term, rule: str, owner: Role, connection: Connection) -> None:
    """A further term of the order, counted from today; a new generation each time it starts again."""
    today = await clock.today()
    book, days = await rulebook.in_force(today), await calendar.load()
    generation = await connection.fetchval(
        """select coalesce(max(generation), 0) + 1 from deadline
           where subject_kind = 'work_order' and subject_id = $1 and kind = $2""",
        order.id,
        kind.value,
    )
    await deadlines.write(
        connection,
        deadlines.term(
            order.id, kind, rule, start=today, owner=owner, rulebook=book, calendar=days, generation=generation
        ),
    )


async def note(order: WorkOrder, name: str, event: str, *, by: Actor, reason: str | None = None) -> None:
    """Something on record that is no change of state."""
    await enter(order, name, by=by, before=WorkOrderState(order.state), reason=reason)
    await outbox.record(event, "work_order", order.id, by, agency_id=order.agency_id, state=order.state)


def require_open(order: WorkOrder, name: str) -> None:
    """Refuse what the table of moves does not allow now, before anything is written."""
    FLOW.next(name, WorkOrderState(order.state))
