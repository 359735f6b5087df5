"""Writing: what a connection may hold and for how long, and that the first error is the one that is told."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from domain.faults import is_bad_value, is_outage, is_poison
from storage.models import WorkOrder
from storage.transactions import fetch_value, transaction
from tests.cast import Cast


async def test_no_writer_holds_locks_while_thinking_or_waits_for_ever(database: str) -> None:
    assert await fetch_value("select current_setting('idle_in_transaction_session_timeout')") == "15s"
    assert await fetch_value("select current_setting('lock_timeout')") == "10s"


async def test_a_connection_lost_in_the_middle_does_not_hide_what_went_wrong(database: str) -> None:
    async def stumble() -> None:
        async with transaction() as connection:
            with suppress(asyncpg.PostgresError):
                await connection.execute("select pg_terminate_backend(pg_backend_pid())")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()
    assert await fetch_value("select 1") == 1


async def test_who_thinks_too_long_in_a_transaction_is_told_to_come_again(database: str) -> None:
    async def think() -> None:
        async with transaction() as connection:
            await connection.execute("set local idle_in_transaction_session_timeout = '50ms'")
            await asyncio.sleep(0.3)
            await connection.execute("select 1")

    with pytest.raises(Exception) as lost:  # noqa: PT011
        await think()
    assert is_outage(lost.value), repr(lost.value)
    assert await fetch_value("select 1") == 1


async def test_a_value_that_no_column_holds_is_no_outage_through_the_models_either(cast: Cast) -> None:
    order = await WorkOrder.get(id=await cast.order())
    order.reply_draft = "a\x00b"
    with pytest.raises(Exception) as refused:  # noqa: PT011
        await order.save()
    assert is_poison(refused.value)
    assert is_bad_value(refused.value)
    assert not is_outage(refused.value)
