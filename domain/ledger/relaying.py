"""The relay's step: outbox → ledger, in one transaction, one relay at a time. Serial ids are not in commit order;
positions are.
"""

from dataclasses import dataclass

import asyncpg
import orjson

from domain.ledger.chaining import GENESIS, entry_hash
from storage.transactions import Connection, fetch, transaction

RELAY_LOCK = 7_201_926_002
MOST_AT_ONCE = 500

TAKE = "select * from outbox order by id limit $1"
LAST = "select position, hash from ledger order by position desc limit 1"
APPEND = """
insert into ledger (position, event_id, kind, subject_kind, subject_id, agency_id, actor_kind, actor_role, actor_id,
  facts, occurred_at, occurred_on,
                    previous, hash)
select t.position, o.event_id, o.kind, o.subject_kind, o.subject_id, o.agency_id, o.actor_kind, o.actor_role,
  o.actor_id, o.facts, o.occurred_at,
  city_day(o.occurred_at), t.previous, t.hash
from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) as t (position, id, previous, hash) join outbox o on
  o.id = t.id
"""
REMOVE = "delete from outbox where id = any($1::bigint[])"


@dataclass(frozen=True, slots=True)
class Relayed:
    """What one step moved: how many, and the last position of the ledger."""

    count: int
    position: int


async def relay(limit: int = MOST_AT_ONCE) -> Relayed | None:
    """Move what waits; None when another relay is at work. A kill in the middle leaves every event where it was."""
    async with transaction() as connection:
        if not await connection.fetchval("select pg_try_advisory_xact_lock($1)", RELAY_LOCK):
            return None
        waiting = await connection.fetch(TAKE, limit)
        last = await connection.fetchrow(LAST)
        position, previous = (last["position"], last["hash"]) if last else (0, GENESIS)
        if waiting:
            await _append(connection, waiting, position, previous)
    return Relayed(len(waiting), position + len(waiting))


async def _append(connection: Connection, waiting: list[asyncpg.Record], position: int, previous: bytes) -> None:
    rows: list[tuple[int, int, bytes, bytes]] = []
    for row in waiting:
        position += 1
        subject = (row["subject_kind"], row["subject_id"])
        digest = entry_hash(
            previous, position, row["event_id"], row["kind"], subject, row["occurred_at"], orjson.loads(row["facts"])
        )
        rows.append((position, row["id"], previous, digest))
        previous = digest
    await connection.execute(APPEND, *zip(*rows, strict=True))
    await connection.execute(REMOVE, [row["id"] for row in waiting])


async def verify(first: int = 1) -> int | None:
    """The first position whose hash or chain is wrong, or None when all is well."""
    previous = (
        GENESIS if first == 1 else (await fetch("select hash from ledger where position = $1", first - 1))[0]["hash"]
    )
    expected = first
    while rows := await fetch("select * from ledger where position >= $1 order by position limit 1000", expected):
        for row in rows:
            subject = (row["subject_kind"], row["subject_id"])
            digest = entry_hash(
                previous,
                expected,
                row["event_id"],
                row["kind"],
                subject,
                row["occurred_at"],
                orjson.loads(row["facts"]),
            )
            if (row["position"], row["previous"], row["hash"]) != (expected, previous, digest):
                return expected
            previous, expected = digest, expected + 1
    return None
