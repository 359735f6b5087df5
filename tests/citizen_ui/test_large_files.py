"""Twenty large files of open data at once: whoever asks anything else is served about as ever."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx
import pytest

from domain import access, clock
from storage.transactions import execute
from tests.api.serving import served
from tests.cast import Cast
from web import heavy

DOWNLOADS, ITEMS, DAYS = 20, 120, 50
SLOWER_BY = 0.025  # seconds; the machine of the tests has other work as well. It was a second


@pytest.fixture
async def http(cast: Cast, database_url: str, redis_url: str, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    await execute(
        f"insert into service (code, name, agency_id) select 'X' || n, '事项' || n, {cast.ids['bureau']} "
        f"from generate_series(1, {ITEMS}) n"
    )
    with served(database_url, redis_url, home) as serving:
        async with httpx.AsyncClient(base_url=serving.url, timeout=120) as http:
            yield http


@pytest.fixture
async def asker(http: httpx.AsyncClient) -> dict[str, str]:
    """Headers with a key: without one, an address may ask so often a minute, and slow machines take minutes."""
    return {"Authorization": f"Bearer {await access.add_client('问得勤的', 'SUBSCRIBER')}"}


async def pace(http: httpx.AsyncClient, asker: dict[str, str], until: "asyncio.Future[object] | None" = None) -> float:
    """How long a small question takes, in the middle."""
    took = list[float]()
    while len(took) < 200 if until is None else not until.done():
        since = perf_counter()
        answer = await http.post("/graphql", json={"query": "{ districts { name } }"}, headers=asker)
        took.append(perf_counter() - since)
        assert answer.status_code == 200
        await asyncio.sleep(0.002)
    return median(took)


async def test_twenty_downloads_at_once_slow_nobody_else_down(http: httpx.AsyncClient, asker: dict[str, str]) -> None:
    """All different, so that none is answered from what is kept."""
    yesterday = (await clock.now()).date() - timedelta(days=1)
    spans = [(yesterday - timedelta(days=DAYS - 1 + n), yesterday - timedelta(days=n)) for n in range(DOWNLOADS)]
    files = [f"/board/open-data.csv?level=service&step=day&from={a}&to={b}&header=code" for a, b in spans]
    alone = await pace(http, asker)
    downloads = asyncio.ensure_future(asyncio.gather(*(http.get(file) for file in files)))
    beside = await pace(http, asker, downloads)
    told = await downloads
    print(f"p50 alone {alone * 1000:.1f} ms, beside {DOWNLOADS} downloads {beside * 1000:.1f} ms")
    assert {answer.status_code for answer in told} == {200}
    assert all(answer.text.count("\r\n") > ITEMS * DAYS for answer in told)
    assert beside < alone + SLOWER_BY
    again = await http.get(files[0])
    assert again.content == told[0].content


async def test_one_address_has_so_many_downloads_under_way(http: httpx.AsyncClient) -> None:
    yesterday = (await clock.now()).date() - timedelta(days=1)
    files = [
        f"/board/open-data.json?level=service&step=day&to={yesterday}&from={yesterday - timedelta(days=n)}"
        for n in range(30)
    ]
    told = await asyncio.gather(*(http.get(file) for file in files))
    refused = [answer for answer in told if answer.status_code == 503]
    assert len(refused) == 30 - heavy.AT_ONCE_OF_ONE
    assert refused[0].headers["retry-after"] == "10"
