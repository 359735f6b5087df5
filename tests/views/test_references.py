"""The small tables in memory: a name nobody knows yet, a new name, plans that are forgotten."""

import gc
import weakref
from uuid import uuid4

import asyncpg
import pytest

import views
from domain.actor import PUBLIC
from storage import reading
from tests import beginning
from tests.views.conftest import City
from views.compiling import references
from views.compiling.question import Sight, Stale
from views.compiling.references import Filled, table


@pytest.fixture
async def writer(city: City) -> object:
    connection = await asyncpg.connect(city.reader.url)
    yield connection
    await connection.execute("delete from agency where code like '99990100MB2C%'")
    await connection.close()
    await views.refresh(force=True)


async def add(writer: asyncpg.Connection, name: str) -> int:
    row: int = await writer.fetchval(
        """insert into agency (code, name, district_id, is_managing)
           values ('99990100MB2C00009Z', $1, 1, false) returning id""",
        name,
    )
    return row


async def told(writer: asyncpg.Connection, subject: str) -> None:
    """An entry of the ledger about somebody."""
    await writer.execute(
        """insert into ledger (position, event_id, kind, subject_kind, subject_id, actor_kind, facts,
             occurred_at, occurred_on, previous, hash)
           select coalesce(max(position), 0) + 1, $1, $2 || '.changed', $2, 1, 'SYSTEM', '{}', $3, $4, $5, $5
           from ledger""",
        uuid4(),
        subject,
        beginning.moment(),
        beginning.moment().date(),
        bytes(32),
    )


async def test_a_name_that_memory_does_not_know_is_loaded_once(city: City, writer: asyncpg.Connection) -> None:
    new = await add(writer, "新设局")
    filled = Filled(table("Agency"), Sight("PUBLIC"), views.asks(["name"]))
    with pytest.raises(Stale):
        filled[new]

    async def read() -> object:
        return filled[new]

    assert await views.asked(read) == {"name": "新设局"}
    with pytest.raises(Stale):
        await views.asked(lambda: _raise())


async def _raise() -> None:
    raise Stale("Agency 0")


async def test_the_ledger_tells_of_a_rename_and_daily_traffic_costs_one_statement(
    city: City, writer: asyncpg.Connection
) -> None:
    new = await add(writer, "旧名局")
    await views.refresh(force=True)
    filled = Filled(table("Agency"), Sight("PUBLIC"), views.asks(["name"]))
    assert filled[new] == {"name": "旧名局"}
    await writer.execute("update agency set name = '新名局' where id = $1", new)
    await told(writer, "evaluation")
    before = city.reader.statements
    await views.refresh()
    assert (city.reader.statements - before, filled[new]) == (1, {"name": "旧名局"})
    await told(writer, "agency")
    await views.refresh()
    assert filled[new] == {"name": "新名局"}
    position = await writer.fetchval("select max(position) from ledger")
    assert references.city.position == position


async def test_renderings_die_with_their_plan(city: City) -> None:
    gc.collect()  # the plans of earlier tests go first, lest they be counted with ours
    before = table("Agency").kept
    filled = Filled(table("Agency"), Sight("PUBLIC"), views.asks(["name"]))
    known = weakref.ref(filled)
    assert table("Agency").kept == before + 1
    del filled
    gc.collect()
    assert known() is None
    assert table("Agency").kept == before, "what is forgotten leaves no trace until the next reload"


async def test_who_sees_no_staff_sees_no_name(city: City) -> None:
    assert await views.every("StaffMember", ["name"], actor=PUBLIC) == []
    assert (await views.page("StaffMember", ["name"], actor=PUBLIC)).rows == []


async def test_nothing_can_be_written_by_a_reading_connection(city: City) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await reading.fetch("delete from agency")
