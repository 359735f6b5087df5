"""Moves events from the outbox to the ledger, in one transaction, one relay at a time.

Serial ids of the outbox are not in commit order; positions of the ledger are.
"""

from dataclasses import dataclass

import asyncpg
import orjson

from domain.errors import NotFound
from domain.ledger.chaining import GENESIS, entry_hash
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

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
    """How many events one step moved, and the ledger's last position."""

    count: int
    position: int


async def relay(limit: int = MOST_AT_ONCE) -> Relayed | None:
    """Move at most `limit` events; None if another relay is at work.

    If the process is killed, every event stays where it was.
    """
    async with transaction():
        if not await fetch_value("select pg_try_advisory_xact_lock($1)", RELAY_LOCK):
            return None
        waiting = await fetch(TAKE, limit)
        last = await fetch_row(LAST)
        position, previous = (last["position"], last["hash"]) if last else (0, GENESIS)
        if waiting:
            await _append(waiting, position, previous)
    return Relayed(len(waiting), position + len(waiting))


async def _append(waiting: list[asyncpg.Record], position: int, previous: bytes) -> None:
    rows: list[tuple[int, int, bytes, bytes]] = []
    for row in waiting:
        position += 1
        digest = _hash(previous, position, row)
        rows.append((position, row["id"], previous, digest))
        previous = digest
    await execute(APPEND, *zip(*rows, strict=True))
    await execute(REMOVE, [row["id"] for row in waiting])


def _hash(previous: bytes, position: int, row: asyncpg.Record) -> bytes:
    """The hash of a row of outbox or ledger; both have the same columns."""
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
    """(position, hash) of the newest entry, to be written down elsewhere (SECURITY.md); None if empty."""
    rows = await fetch(LAST)
    return (rows[0]["position"], rows[0]["hash"]) if rows else None


async def verify(first: int = 1) -> int | None:
    """The first position, from `first` on, whose hash or chain is wrong; None if all are right.

    A chain shows changes inside it, but not that its end was cut off; compare the head kept elsewhere for that. Raises
    NotFound if there is no entry before `first`.
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
