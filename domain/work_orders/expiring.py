"""What happens when a term runs out: signed by the system, 催办, a yellow reminder. Taken one row at a time, asked
again before moving.
"""

import asyncpg

from domain import deadlines
from domain.actor import SYSTEM
from domain.deadlines import YELLOW
from domain.words import Term, WorkOrderState
from domain.work_orders import moving
from storage.models import WorkOrder
from storage.transactions import Connection, transaction

TAKE = """
select id, subject_id, kind, generation from deadline
where met_at is null and fired_at is null and cancelled_at is null and due_at < city_now() and subject_kind =
  'work_order'
  and ($1::bigint is null or id = $1)
order by due_at, id limit 1 for update skip locked
"""


async def expire_next(deadline_id: int | None = None) -> bool:
    """Let one term that is over have its consequence; False when none is left. Running it twice is harmless."""
    async with transaction() as connection:
        due = await connection.fetchrow(TAKE, deadline_id)
        if due is None:
            return False
        order = await moving.lock(due["subject_id"], by=SYSTEM)
        await connection.execute("update deadline set fired_at = city_now() where id = $1", due["id"])
        await _consequence(order, due, connection)
    return True


async def _consequence(order: WorkOrder, due: asyncpg.Record, connection: Connection) -> None:
    kind = due["kind"]
    if order.closed_at is not None:
        return
    if kind == Term.SIGN:
        await _sign(order, connection)
    elif kind.endswith(YELLOW):
        await moving.note(order, f"warn_{kind.removesuffix(YELLOW).lower()}", "work_order.warned", by=SYSTEM)
    elif kind in deadlines.URGED_TERMS:
        order.urged += 1
        await moving.note(order, f"urge_{kind.lower()}", "work_order.urged", by=SYSTEM)
        await moving.save(order, connection)
    else:
        await moving.note(order, f"overdue_{kind.lower()}", "work_order.term_expired", by=SYSTEM)


async def _sign(order: WorkOrder, connection: Connection) -> None:
    """Nobody signed: the system does, with a warning, and the agency answers for the terms all the same."""
    if WorkOrderState(order.state) is WorkOrderState.DISPATCHED:
        await moving.move(order, "sign", by=SYSTEM, reason="到期未签收，由系统签收")
        await deadlines.meet(connection, order.id, Term.SIGN)
        await moving.save(order, connection)
