"""The relay's step: outbox → ledger, in one transaction, one relay at a time. Serial ids are not in commit order;
positions are.
"""

from dataclasses import dataclass

import asyncpg
import orjson

from domain.errors import NotFound
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
        digest = _hash(previous, position, row)
        rows.append((position, row["id"], previous, digest))
        previous = digest
    await connection.execute(APPEND, *zip(*rows, strict=True))
    await connection.execute(REMOVE, [row["id"] for row in waiting])


def _hash(previous: bytes, position: int, row: asyncpg.Record) -> bytes:
    """Of a row of the outbox or the ledger: both carry the same words."""
    return entry_hash(
        previous,
        position,
        row["event_id"],
        row["kind"],
        (row["subject_kind"], row["subject_id"]),
        row["occurred_at"],
        orjson.loads(row["facts"]),
        agency_id=row["agency_id"],
        actor=(row["actor_kind"], row["actor_role"], row["actor_id"]),
    )


async def head() -> tuple[int, bytes] | None:
    """The newest entry's position and hash: to be written down elsewhere (SECURITY.md)."""
    rows = await fetch(LAST)
    return (rows[0]["position"], rows[0]["hash"]) if rows else None


async def verify(first: int = 1) -> int | None:
    """The first position whose hash or chain is wrong, or None when all is well. A chain shows what was changed within
    it, not that its end was cut off: that only the head shows, kept elsewhere.
    """
    previous, expected = await _hash_before(first), first
    while rows := await fetch("select * from ledger where position >= $1 order by position limit 1000", expected):
        for row in rows:
            digest = _hash(previous, expected, row)
            if (row["position"], row["previous"], row["hash"]) != (expected, previous, digest):
                return expected
            previous, expected = digest, expected + 1
    return None


async def _hash_before(first: int) -> bytes:
    if first == 1:
        return GENESIS
    rows = await fetch("select hash from ledger where position = $1", first - 1)
    if not rows:
        raise NotFound(
            f"账本里没有第{first - 1}条，不能从第{first}条起核对。请从1起，或换一个位置。",
            f"The ledger has no entry {first - 1}, so it cannot be verified from {first}. Begin at 1 or elsewhere.",
        )
    return bytes(rows[0]["hash"])
