"""Reading connections: fair, patient, and always as many as there were."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage.reading import Reader, Unavailable

SIZE = 4
OURS = " where application_name = 'haochaping reading' and datname = current_database()"


@pytest.fixture
async def reader(database_url: str) -> AsyncIterator[Reader]:
    reader = Reader(database_url, size=SIZE, patience=2.0)
    await reader.open()
    yield reader
    await reader.close()


async def whole(reader: Reader) -> None:
    """Until all connections are back."""
    async with asyncio.timeout(5):
        while reader.free < SIZE:
            await asyncio.sleep(0.02)


async def test_four_cancelled_reads_leave_four_connections(reader: Reader) -> None:
    running = [asyncio.create_task(reader.fetch("select pg_sleep(30)")) for _ in range(SIZE)]
    await asyncio.sleep(0.2)
    assert reader.free == 0
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await whole(reader)
    assert [row[0] for row in await reader.fetch("select 1")] == [1]


async def test_whoever_comes_first_is_served_first_and_nobody_is_forgotten(reader: Reader) -> None:
    served: list[int] = []

    async def one(number: int) -> None:
        await reader.fetch("select pg_sleep(0.01)")
        served.append(number)

    await asyncio.gather(*[one(number) for number in range(60)])
    assert sorted(served) == list(range(60))
    assert max(abs(place - number) for place, number in enumerate(served)) <= 2 * SIZE
    assert reader.free == SIZE


async def test_cancelled_while_waiting(reader: Reader) -> None:
    running = [asyncio.create_task(reader.fetch("select pg_sleep(0.3)")) for _ in range(SIZE)]
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(reader.fetch("select 1")) for _ in range(5)]
    await asyncio.sleep(0.05)
    for task in waiting[::2]:
        task.cancel()
    await asyncio.gather(*running, *waiting, return_exceptions=True)
    assert [task.cancelled() for task in waiting] == [True, False, True, False, True]
    assert reader.free == SIZE


async def test_cancelled_in_the_moment_a_connection_comes(database_url: str) -> None:
    """It is theirs already, but they will not wake to use it: it goes to the next."""
    reader = Reader(database_url, size=1)
    await reader.open()
    connection = reader._at_hand()
    assert connection is not None
    waiting = asyncio.create_task(reader.fetch("select 1"))
    await asyncio.sleep(0)
    reader._give_back(connection)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert (waiting.cancelled(), reader.free) == (True, 1)
    await reader.close()


async def test_patience_ends(database_url: str) -> None:
    reader = Reader(database_url, size=1, patience=0.2)
    await reader.open()
    busy = asyncio.create_task(reader.fetch("select pg_sleep(1)"))
    await asyncio.sleep(0.05)
    with pytest.raises(Unavailable):
        await reader.fetch("select 1")
    await busy
    await reader.close()


async def test_a_database_that_falls_silent_is_given_up_once_and_its_connection_replaced(database_url: str) -> None:
    reader = Reader(database_url, size=1, silence=0.2)
    await reader.open()
    before, began = reader.statements, asyncio.get_running_loop().time()
    with pytest.raises(Unavailable):
        await reader.fetch("select pg_sleep(10)")
    assert asyncio.get_running_loop().time() - began < 2
    assert reader.statements == before + 1
    assert [row[0] for row in await reader.fetch("select 1")] == [1]
    await reader.close()


async def test_a_lost_connection_is_replaced_and_the_read_tried_again(reader: Reader, database_url: str) -> None:
    other = await asyncpg.connect(database_url)
    await other.execute(f"select pg_terminate_backend(pid) from pg_stat_activity{OURS}")
    rows = await asyncio.gather(*[reader.fetch("select 1") for _ in range(20)])
    assert len(rows) == 20
    await other.close()
    await whole(reader)


async def test_a_refused_statement_keeps_its_connection(reader: Reader) -> None:
    before = {row[0] for row in await reader.fetch(f"select pid from pg_stat_activity{OURS}")}
    for sql, values in (
        ("select 1/0", ()),
        ("select $1::int", ("x",)),
        ("select nothing", ()),
        ("create table x ()", ()),
    ):
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
            await reader.fetch(sql, *values)
    after = {row[0] for row in await reader.fetch(f"select pid from pg_stat_activity{OURS}")}
    assert (before, reader.free) == (after, SIZE)
