"""Hostile and unlucky clients at the real door: memory stays bounded, crowds are turned away, nothing is half done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.batching.gathering import WAITING
from storage.transactions import execute, fetch, fetch_value
from tests.api.conftest import Api
from tests.api.serving import Serving, served
from tests.api.test_evaluations import SUBMIT
from tests.api.test_hot_writes import Held, at_once, rating, whole
from tests.api.wire import Wire, connected
from tests.cast import Cast
from tests.views.lanes import exchange

DOCUMENTS, CLIENTS = 10_000, 8
SETTLED = 5_000  # by then everything is full that is to be full
MEGABYTES = 6.0


@pytest.fixture
async def serving(cast: Cast, database_url: str, redis_url: str, home: Path) -> AsyncIterator[Serving]:
    """The real process in front of the test city. Nobody counts how often the public asks."""
    with served(database_url, redis_url, home, PUBLIC_PER_MINUTE="0") as serving:
        yield serving


async def test_ten_thousand_different_documents_and_the_process_is_no_larger(serving: Serving) -> None:
    """Every other one twice, so that it has its plan; every answer is right."""
    numbers = iter(range(DOCUMENTS))
    memory = 0.0

    async def client(wire: Wire) -> None:
        nonlocal memory
        for number in numbers:
            document = f"{{ a{number}: districts {{ b{number}: name }} viewer {{ name agency {{ code name }} }} }}"
            for _ in range(1 + number % 2):
                status, said = await wire.ask(document)
                assert status == 200
                assert said["data"][f"a{number}"][0] == {f"b{number}": "海湾区"}
            if number == SETTLED:
                memory = serving.memory()

    async with AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(connected(serving.url)) for _ in range(CLIENTS)]
        await asyncio.gather(*(client(wire) for wire in wires))
    assert 0 < serving.memory() < memory + MEGABYTES


async def test_who_hangs_up_before_the_batch_writes_nothing_and_who_hangs_up_within_it_is_answered_by_the_key(
    serving: Serving, cast: Cast
) -> None:
    """Real sockets: one is in the batch that commits when it closes, five wait behind it and close, one stays."""
    given = [rating((await cast.event()).token, idempotencyKey=f"k{n}") for n in range(9)]
    async with AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(connected(serving.url)) for _ in given]
        for wire, said in zip(wires[:2], given[:2], strict=True):  # from the third on it is the compiled lane's
            assert (await wire.ask(SUBMIT, input=said))[0] == 200
        await execute(SLOWLY)
        await execute("create trigger slow before insert on evaluation for each statement execute function slowly()")
        await wires[2].say(SUBMIT, input=given[2])
        await until(lambda: fetch_value(WRITING))
        staying = asyncio.create_task(wires[3].ask(SUBMIT, input=given[3]))
        for wire, said in zip(wires[4:], given[4:], strict=True):
            await wire.say(SUBMIT, input=said)
        await asyncio.sleep(0.1)
        for wire in (wires[2], *wires[4:]):
            await wire.leave()
        told = await staying
    assert told[1]["data"]["submitEvaluation"]["__typename"] == "EvaluationSubmitted"
    await execute("drop trigger slow on evaluation")
    assert await whole() == (4, 4, 4)
    assert [row[0] for row in await fetch("select idempotency_key from evaluation order by 1")] == [
        "k0",
        "k1",
        "k2",
        "k3",
    ]
    async with connected(serving.url) as wire:
        for said in given:
            status, answer = await wire.ask(SUBMIT, input=said)
            assert (status, answer["data"]["submitEvaluation"]["__typename"]) == (200, "EvaluationSubmitted")
    assert await whole() == (9, 9, 9)


SLOWLY = "create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(1); return null; end'"
# Locks are everybody's to see; what the sessions of another role wait for is not.
WRITING = """select count(*) from pg_locks where relation = 'evaluation'::regclass and mode = 'RowExclusiveLock'
and granted and pid <> pg_backend_pid()"""


async def until(true: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(5):
        while not await true():
            await asyncio.sleep(0.01)


async def test_a_crowd_is_turned_away_at_once_and_whoever_was_taken_is_answered(api: Api) -> None:
    """More wait than may: the rest is told so before the batch that holds them up is done."""
    lane, held = at_once(api), Held(api)
    body = orjson.dumps({"query": SUBMIT, "variables": {"input": rating("forged")}})
    first = asyncio.create_task(exchange(api.door, body))
    await held.began.wait()
    crowd = [asyncio.create_task(exchange(api.door, body)) for _ in range(WAITING + 200)]
    while sum(task.done() for task in crowd) < 200:
        await asyncio.sleep(0.01)
    assert len(held.queue.queue) == WAITING
    for task in crowd:
        if task.done():
            status, headers, answer = task.result()
            assert (status, dict(headers)[b"retry-after"]) == (503, b"2")
            assert orjson.loads(answer)["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    held.go.set()
    told = await asyncio.gather(first, *crowd)
    assert sum(status == 503 for status, _, _ in told) == 200
    assert sum(b"PROOF_INVALID" in answer for _, _, answer in told) == WAITING + 1
    assert lane.answered == WAITING + 201
