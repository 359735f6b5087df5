"""Large documents that differ are forgotten by their weight: a thousand of them leave the process about as it was."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.api.serving import Serving, served
from tests.api.wire import Wire, connected
from tests.cast import Cast

DOCUMENTS, CLIENTS = 1_000, 4
CHARACTERS = 7_700
MEGABYTES = 120.0  # they were 700


@pytest.fixture
async def serving(cast: Cast, database_url: str, redis_url: str, home: Path) -> AsyncIterator[Serving]:
    with served(database_url, redis_url, home, PUBLIC_PER_MINUTE="0") as serving:
        yield serving


def document(number: int) -> str:
    below = "{ name roles scopes agency { code name } staffMember { number name } }"
    fields = "".join(f" a{number}_{n}_{'x' * 120}: viewer {below}" for n in range(36))
    return "{" + fields + " }" + " " * (CHARACTERS - len(fields) - 3)


async def test_a_thousand_large_documents_and_the_process_stays_small(serving: Serving) -> None:
    """Each three times, so that both lanes remember what they may."""
    numbers = iter(range(DOCUMENTS))

    async def client(wire: Wire) -> None:
        for number in numbers:
            for _ in range(3):
                status, said = await wire.ask(document(number))
                assert (status, said.get("errors")) == (200, None)

    async with AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(connected(serving.url)) for _ in range(CLIENTS)]
        await wires[0].ask("{ viewer { name } }")
        before = serving.memory()
        await asyncio.gather(*(client(wire) for wire in wires))
    grown = serving.memory() - before
    print(f"grown by {grown:.0f} MB")
    assert grown < MEGABYTES
