"""The consequences of terms that run out: signing by the system, 催办, the yellow reminder, a note.

A set of terms is handled in one transaction; each is checked again after locking.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg

from domain import deadlines, outbox
from domain.actor import SYSTEM
from domain.deadlines import YELLOW
from domain.moves.work_orders import LAPSES, MOVES
from domain.words import Role, Term, WorkOrderState
from domain.work_orders import moving
from storage.transactions import execute, fetch, transaction

OVER = f"{deadlines.OPEN} and due_at < city_now()"

# Locks the orders before their terms, as every use case does; the opposite order would cause deadlocks. An order that
# is locked by another transaction is left to the next sweep.
LOCK = """
select o.id from work_order o
where o.id in (select subject_id from deadline where subject_kind = 'work_order' and id = any($1::bigint[]))
for update skip locked
"""
# The transaction that held an order before may have met the term, so only after locking is it sure which are over.
TAKE = f"""
select d.id, d.kind, d.is_alarm, d.owner, o.id as order_id, o.state, o.agency_id, o.closed_at is not null as is_closed
from deadline d join work_order o on o.id = d.subject_id
where {OVER} and d.id = any($1::bigint[]) and o.id = any($2::bigint[])
order by d.due_at, d.id for update of d
"""
FIRE = "update deadline set fired_at = (select city_now()) where id = any($1::bigint[])"
ENTER = """
insert into work_order_move (work_order_id, move, from_state, to_state, reason, actor_kind, actor_role, actor_name, at,
  "on")
select t.order_id, t.move, t.from_state, t.to_state, t.reason, $6, $7, $8, c.now, city_day(c.now)
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
  with ordinality as t (order_id, move, from_state, to_state, reason, n),
  (select city_now() as now offset 0) c
order by t.n
"""
SIGN = f"""
update work_order o set state = $2, version = version + 1,
  next_due_at = coalesce(({deadlines.FIRST_OPEN.format(order="o.id")}), o.next_due_at)
where o.id = any($1::bigint[])
"""
URGE = """
update work_order o set urged = urged + t.times from unnest($1::bigint[], $2::int[]) as t (id, times) where o.id = t.id
"""


async def expire(deadline_ids: Sequence[int]) -> set[int]:
    """Run the consequences of those of these terms that are over; returns the ids of these.

    Running it twice is harmless. Orders that are locked by another transaction are left out.
    """
    async with transaction():
        locked = [row["id"] for row in await fetch(LOCK, deadline_ids)]
        due = await fetch(TAKE, deadline_ids, locked)
        orders = {row["order_id"]: ExpiringOrder.of(row) for row in due}
        fired = [row["id"] for row in due if orders[row["order_id"]].lose(row)]
        if fired:
            await execute(FIRE, fired)
            await _write(list(orders.values()))
    return set(fired)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An entry of the order's timeline, and the kind of its event."""

    move: str
    before: WorkOrderState
    after: WorkOrderState
    event: str
    reason: str | None = None


@dataclass(slots=True)
class ExpiringOrder:
    """An order while the consequences of its terms are collected, in the order in which they were due."""

    id: int
    agency_id: int
    state: WorkOrderState
    is_closed: bool
    entries: list[TimelineEntry] = field(default_factory=list)
    urged: int = 0
    met: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, row: asyncpg.Record) -> "ExpiringOrder":
        """The order of a row of TAKE."""
        return cls(row["order_id"], row["agency_id"], WorkOrderState(row["state"]), row["is_closed"])

    def lose(self, term: asyncpg.Record) -> bool:
        """Collect the consequence of one term that is over, a row of TAKE.

        Returns False if the consequence of an earlier term has met this one.
        """
        kind: str = term["kind"]
        if kind in self.met:
            return False
        if self.is_closed:
            return True
        if kind == Term.SIGN:
            self._sign()
        elif term["is_alarm"]:
            self._note(f"warn_{kind.removesuffix(YELLOW).lower()}")
        elif kind in deadlines.URGED_TERMS and term["owner"] == Role.CASE_OFFICER:
            self._note(f"urge_{kind.lower()}")
            self.urged += 1
        else:
            self._note(f"overdue_{kind.lower()}")
        return True

    def _note(self, name: str) -> None:
        self.entries.append(TimelineEntry(name, self.state, self.state, str(LAPSES[name].event)))

    def _sign(self) -> None:
        """Sign by the system if the agency has not; it is warned, and its other terms run on all the same."""
        if self.state is WorkOrderState.DISPATCHED:
            before, self.state = self.state, moving.target("sign", self.state, by=SYSTEM)
            reason = "到期未签收，由系统签收"
            self.entries.append(TimelineEntry("sign", before, self.state, str(MOVES["sign"].event), reason))
            self.met |= {Term.SIGN, Term.SIGN + YELLOW}


async def _write(orders: Sequence[ExpiringOrder]) -> None:
    """Write the entries, the events and the new states.

    催办 counts only against the agency; another desk that is late gets a note. The version changes only where it was
    signed: notes and urging must not invalidate a page that somebody has open.
    """
    entries = [(order, entry) for order in orders for entry in order.entries]
    lines = [(order.id, e.move, e.before.value, e.after.value, e.reason) for order, e in entries]
    if lines:
        columns = zip(*lines, strict=True)
        await execute(ENTER, *columns, SYSTEM.kind.value, SYSTEM.role, SYSTEM.name)
    happenings = [
        outbox.Happening(e.event, "work_order", order.id, order.agency_id, {"state": e.after.value})
        for order, e in entries
    ]
    await outbox.record_all(happenings, SYSTEM)
    if signed := [order.id for order in orders if order.met]:
        await deadlines.meet_all(signed, Term.SIGN)
        await execute(SIGN, signed, WorkOrderState.SIGNED.value)
    if urged := [(order.id, order.urged) for order in orders if order.urged]:
        await execute(URGE, *zip(*urged, strict=True))
