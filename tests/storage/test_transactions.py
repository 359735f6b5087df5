"""Writing: what a connection may hold and for how long, and that the first error is the one that is told."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from domain.faults import is_bad_value, is_outage, is_poison, is_rolled_back, is_unknown
from storage.models import WorkOrder
from storage.transactions import _borrowed, _is_certain, execute, fetch, fetch_value, transaction
from tests.cast import Cast


async def test_no_writer_holds_locks_while_thinking_or_waits_for_ever(database: str) -> None:
    assert await fetch_value("select current_setting('idle_in_transaction_session_timeout')") == "15s"
    assert await fetch_value("select current_setting('lock_timeout')") == "10s"


async def test_a_connection_lost_in_the_middle_does_not_hide_what_went_wrong(database: str) -> None:
    async def stumble() -> None:
        async with transaction():
            with suppress(asyncpg.PostgresError):
                await execute("select pg_terminate_backend(pg_backend_pid())")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()
    assert await fetch_value("select 1") == 1


async def test_who_thinks_too_long_in_a_transaction_is_told_to_come_again(database: str) -> None:
    async def think() -> None:
        async with transaction():
            await execute("set local idle_in_transaction_session_timeout = '50ms'")
            await asyncio.sleep(0.3)
            await execute("select 1")

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


KILLED_AT_COMMIT = """
create table kept (n int primary key);
create function fall() returns trigger language plpgsql as
  'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end';
create constraint trigger fall after insert on kept deferrable initially deferred for each row execute function fall()
"""


@pytest.mark.parametrize("alone", [True, False])
async def test_whoever_was_not_answered_while_committing_is_told_that_nobody_knows(database: str, alone: bool) -> None:
    await execute(KILLED_AT_COMMIT)

    async def write() -> None:
        if alone:
            await execute("insert into kept values (1)")
            return
        async with transaction():
            await execute("insert into kept values (1)")

    with pytest.raises(Exception) as lost:  # noqa: PT011
        await write()
    assert is_unknown(lost.value), repr(lost.value)
    assert is_outage(lost.value)
    assert not is_rolled_back(lost.value)


async def test_what_the_server_refused_or_was_never_sent_is_certainly_not_saved(database: str) -> None:
    await execute("create table kept (n int primary key deferrable initially deferred)")

    async def lost_before_the_commit() -> None:
        async with transaction():
            await execute("insert into kept values (2)")
            with suppress(asyncpg.PostgresError):
                await execute("select pg_terminate_backend(pg_backend_pid())")
            await execute("insert into kept values (3)")

    refused = [
        execute("insert into kept values (1), (1)"),
        execute("insert into kept values ($1)", "no number"),
        execute("insert into kept values ($1)"),
        fetch("select pg_terminate_backend(pg_backend_pid())"),
        lost_before_the_commit(),
    ]
    for write in refused:
        with pytest.raises(Exception) as told:  # noqa: PT011
            await write
        assert not is_unknown(told.value), repr(told.value)
    assert await fetch_value("select count(*) from kept") == 0


@pytest.mark.parametrize(("severity", "certain"), [("ERROR", True), ("FATAL", False), ("PANIC", False)])
async def test_an_error_undoes_and_what_ends_the_connection_may_have_come_after_the_commit(
    database: str, severity: str, certain: bool
) -> None:
    said = {"S": severity, "V": severity, "C": "57P01", "M": "terminating connection due to administrator command"}
    error = asyncpg.PostgresError.new(said)
    async with _borrowed("select 1") as connection:
        assert _is_certain(error, connection) is certain
