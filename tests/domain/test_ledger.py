"""The ledger: one unbroken sequence, each entry chained to the one before."""

import asyncio

import pytest

from domain.ledger import Relayed, relay, verify
from storage.transactions import execute, fetch_value
from tests.cast import Cast, column


async def test_what_happened_moves_from_outbox_to_ledger_in_order(cast: Cast) -> None:
    await cast.order()
    waiting = await column("select kind from outbox order by id")
    assert await relay() == Relayed(len(waiting), len(waiting))
    assert await column("select kind from ledger order by position") == waiting
    assert await fetch_value("select count(*) from outbox") == 0
    assert await verify() is None


async def test_relays_at_the_same_time_leave_no_gap_and_no_repeat(cast: Cast) -> None:
    for _ in range(6):
        await cast.order()
    total = await fetch_value("select count(*) from outbox")
    while await fetch_value("select exists (select from outbox)"):
        await asyncio.gather(*[relay(3) for _ in range(4)])
    assert await column("select position from ledger order by position") == list(range(1, total + 1))
    assert await verify() is None


async def test_an_entry_cannot_be_changed_or_taken_out(cast: Cast) -> None:
    await cast.order()
    await relay()
    for tampering in ("update ledger set kind = 'x' where position = 1", "delete from ledger where position = 1"):
        with pytest.raises(Exception, match="append-only"):
            await execute(tampering)


async def test_tampering_behind_the_walls_is_found(cast: Cast) -> None:
    await cast.order()
    await relay()
    await execute("alter table ledger disable trigger ledger_append_only")
    await execute("update ledger set facts = '{}' where position = 2")
    assert await verify() == 2
