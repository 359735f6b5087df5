"""The ledger: one unbroken sequence, each entry chained to the one before."""

import asyncio

import pytest

from domain import work_orders
from domain.errors import NotFound
from domain.ledger import Relayed, head, relay, verify
from storage.transactions import execute, fetch_value, transaction
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


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{}'",
        "agency_id = 999",
        "actor_kind = 'ACCOUNT'",
        "actor_role = 'AUDITOR'",
        "actor_id = 7",
        "subject_id = 9",
    ],
)
async def test_tampering_behind_the_walls_is_found(cast: Cast, change: str) -> None:
    """What happened, whose it is and who did it: none of it changes unseen."""
    await cast.order()
    await relay()
    await execute("alter table ledger disable trigger ledger_append_only")
    await execute(f"update ledger set {change} where position = 2")
    assert await verify() == 2


@pytest.mark.parametrize("table", ["ledger", "work_order_move", "evidence"])
async def test_what_is_on_record_cannot_be_emptied(cast: Cast, table: str) -> None:
    await cast.order()
    with pytest.raises(Exception, match="append-only"):
        await execute(f"truncate {table}")


@pytest.mark.parametrize(
    "wiping", ["update vault.reveal set reason = ''", "delete from vault.reveal", "truncate vault.reveal"]
)
async def test_who_looked_at_a_contact_stays_on_record(cast: Cast, wiping: str) -> None:
    await work_orders.reveal(await cast.order(), reason="联系", by=cast["dispatcher"])
    with pytest.raises(Exception, match="append-only"):
        await _as_the_vault(wiping)


async def _as_the_vault(sql: str) -> None:
    async with transaction():
        await execute("set local role haochaping_vault")
        await execute(sql)


async def test_verifying_from_an_entry_nobody_has_is_refused_in_words(cast: Cast) -> None:
    await cast.order()
    await relay()
    assert await verify(2) is None
    with pytest.raises(NotFound, match="no entry 98"):
        await verify(99)


async def test_the_head_is_what_is_written_down_elsewhere(cast: Cast) -> None:
    assert await head() is None
    await cast.order()
    moved = await relay()
    found = await head()
    assert moved is not None
    assert found == (moved.position, await fetch_value("select hash from ledger order by position desc limit 1"))
