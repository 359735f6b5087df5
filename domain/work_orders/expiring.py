"""What happens when a term runs out: signed by the system, 催办, a yellow reminder, a note. One at a time, asked again
before anything moves.
"""

import asyncpg

from domain import deadlines
from domain.actor import SYSTEM
from domain.deadlines import YELLOW
from domain.words import Role, Term, WorkOrderState
from domain.work_orders import moving
from storage.models import WorkOrder
from storage.transactions import Connection, transaction

OVER = """d.met_at is null and d.fired_at is null and d.cancelled_at is null and d.due_at < city_now()
  and d.subject_kind = 'work_order'"""

# The order first and its term after it, as every use case locks them: the other way round two would wait for each other
# for ever. An order that somebody is moving at this moment is left to the next sweep.
LOCK = f"""
select d.id from deadline d join work_order o on o.id = d.subject_id
where {OVER} and ($1::bigint is null or d.id = $1) order by d.due_at, d.id limit 1 for update of o skip locked
"""
TAKE = f"select d.id, d.subject_id, d.kind, d.owner from deadline d where {OVER} and d.id = $1 for update"


async def expire_next(deadline_id: int | None = None) -> bool:
    """Let one term that is over have its consequence; False when none is left. Running it twice is harmless."""
    async with transaction() as connection:
        due = await _take(connection, deadline_id)
        if due is None:
            return False
        order = await moving.lock(due["subject_id"], by=SYSTEM)
        await connection.execute("update deadline set fired_at = city_now() where id = $1", due["id"])
        await _consequence(order, due, connection)
    return True


async def _take(connection: Connection, deadline_id: int | None) -> asyncpg.Record | None:
    """A term that is over, its order locked. Whoever held the order before may have met the term: asked again."""
    while (found := await connection.fetchval(LOCK, deadline_id)) is not None:
        if (due := await connection.fetchrow(TAKE, found)) is not None:
            return due
    return None


async def _consequence(order: WorkOrder, due: asyncpg.Record, connection: Connection) -> None:
    kind = due["kind"]
    if order.closed_at is not None:
        return
    if kind == Term.SIGN:
        await _sign(order, connection)
    elif kind.endswith(YELLOW):
        await moving.note(order, f"warn_{kind.removesuffix(YELLOW).lower()}", "work_order.warned", by=SYSTEM)
    elif kind in deadlines.URGED_TERMS and due["owner"] == Role.CASE_OFFICER:
        await _urge(order, kind)
    else:
        await moving.note(order, f"overdue_{kind.lower()}", "work_order.term_expired", by=SYSTEM)


async def _urge(order: WorkOrder, kind: str) -> None:
    """催办 is the agency's: another desk's lateness is noted, never counted against it. Nothing moved, so whoever has
    the order open may still send what they wrote: the version stays.
    """
    order.urged += 1
    await moving.note(order, f"urge_{kind.lower()}", "work_order.urged", by=SYSTEM)
    await order.save(update_fields=["urged"])


async def _sign(order: WorkOrder, connection: Connection) -> None:
    """Nobody signed: the system does, with a warning, and the agency answers for the terms all the same."""
    if WorkOrderState(order.state) is WorkOrderState.DISPATCHED:
        await moving.move(order, "sign", by=SYSTEM, reason="到期未签收，由系统签收")
        await deadlines.meet(connection, order.id, Term.SIGN)
        await moving.save(order, connection)
