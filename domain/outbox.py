"""Events: every write adds one in its own transaction, and everything later follows from events."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson

from domain.actor import Actor
from storage.together import WriteStep, carry_out
from storage.transactions import fetch_value, require_transaction

INSERT = """
insert into outbox (event_id, kind, subject_kind, subject_id, agency_id, facts, actor_kind, actor_role, actor_id,
  occurred_at)
select event_id, kind, subject_kind, subject_id, agency_id, facts::jsonb, actor_kind, actor_role, actor_id,
  (select city_now())
from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[],
  $9::bigint[]) as t (event_id, kind, subject_kind, subject_id, agency_id, facts, actor_kind, actor_role, actor_id)
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event. `kind` is noun.past-participle.

    `facts` hold what third parties need, never identity or text.
    """

    kind: str
    subject_kind: str
    subject_id: int
    agency_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    event_id: UUID = field(default_factory=uuid4)


async def record(
    kind: str, subject_kind: str, subject_id: int, by: Actor, *, agency_id: int | None = None, **facts: Any
) -> None:
    """Add one event, inside the transaction that makes it true."""
    await record_all([Happening(kind, subject_kind, subject_id, agency_id, facts)], by)


async def record_all(happenings: Sequence[Happening], by: Actor) -> None:
    """Add many events of one actor in one statement, inside the transaction that makes them true."""
    require_transaction()
    await carry_out(steps((by, happenings)))


def steps(*told: tuple[Actor, Sequence[Happening]]) -> list[WriteStep]:
    """The step that adds events of several actors, in the order given, together with other writes."""
    return WriteStep.of(INSERT, [_row(happening, by) for by, happenings in told for happening in happenings])


async def waiting() -> int:
    """Events not yet in the ledger. Beyond a hundred thousand nobody counts."""
    return int(await fetch_value("select count(*) from (select from outbox limit 100000)"))


def _row(h: Happening, by: Actor) -> tuple[object, ...]:
    facts = orjson.dumps(h.facts).decode()
    return h.event_id, h.kind, h.subject_kind, h.subject_id, h.agency_id, facts, by.kind.value, by.role, by.id
