"""Every write leaves an event in its own transaction; that is the only way things happen later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson

from domain.actor import Actor
from storage.transactions import Connection, transaction

INSERT = """
insert into outbox (event_id, kind, subject_kind, subject_id, agency_id, actor_kind, actor_role, actor_id, facts,
  occurred_at)
select event_id, kind, subject_kind, subject_id, agency_id, $6, $7, $8, facts::jsonb, city_now()
from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $9::text[])
  as t (event_id, kind, subject_kind, subject_id, agency_id, facts)
"""


@dataclass(frozen=True, slots=True)
class Happening:
    """What became true. `kind` is noun.past-participle; `facts` are what a stranger needs, never identity or text."""

    kind: str
    subject_kind: str
    subject_id: int
    agency_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    event_id: UUID = field(default_factory=uuid4)


async def record(
    kind: str, subject_kind: str, subject_id: int, by: Actor, *, agency_id: int | None = None, **facts: Any
) -> None:
    """Append one event. Call it inside the transaction that made it true."""
    async with transaction() as connection:
        await record_all(connection, [Happening(kind, subject_kind, subject_id, agency_id, facts)], by)


async def record_all(connection: Connection, happenings: Sequence[Happening], by: Actor) -> None:
    """Append many events of one actor in one statement."""
    if not happenings:
        return
    await connection.execute(
        INSERT,
        [h.event_id for h in happenings],
        [h.kind for h in happenings],
        [h.subject_kind for h in happenings],
        [h.subject_id for h in happenings],
        [h.agency_id for h in happenings],
        by.kind.value,
        by.role,
        by.id,
        [orjson.dumps(h.facts).decode() for h in happenings],
    )
