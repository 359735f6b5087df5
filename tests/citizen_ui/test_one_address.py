"""One address neither takes all places of the live board nor all of the pages; the next one is served as ever."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.api.serving import served
from tests.cast import Cast

LINES = 3
ONE, OTHER = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.8"}
TOLD = {"TRUSTED_PROXIES": "127.0.0.1", "LISTENERS_PER_ADDRESS": f"{LINES}", "PAGES_PER_MINUTE": "240"}


@pytest.fixture
async def http(cast: Cast, database_url: str, redis_url: str, home: Path) -> AsyncIterator[httpx.AsyncClient]:
    with served(database_url, redis_url, home, **TOLD) as serving:
        async with httpx.AsyncClient(base_url=serving.url, timeout=20) as http:
            yield http


@dataclass
class Line:
    """One listener, over a socket of its own."""

    status: int
    head: str
    writer: asyncio.StreamWriter


async def listen(http: httpx.AsyncClient, path: str, address: str) -> Line:
    reader, writer = await asyncio.open_connection("127.0.0.1", http.base_url.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\n\r\n".encode())
    async with asyncio.timeout(20):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    return Line(int(head.split(" ")[1]), head.lower(), writer)


async def test_one_address_has_so_many_lines_of_the_board_and_gives_them_back(http: httpx.AsyncClient) -> None:
    places = ("/board/events", "/board/embed/city/events")
    lines = [await listen(http, places[at % 2], "203.0.113.7") for at in range(LINES)]
    assert [line.status for line in lines] == [200] * LINES
    beyond = await listen(http, places[0], "203.0.113.7")
    assert beyond.status == 429
    assert "retry-after: 30" in beyond.head
    other = await listen(http, places[0], "203.0.113.8")
    assert other.status == 200
    lines[0].writer.close()
    async with asyncio.timeout(20):
        while (again := await listen(http, places[0], "203.0.113.7")).status != 200:
            again.writer.close()
            await asyncio.sleep(0.2)
    for line in (*lines, beyond, other, again):
        line.writer.close()


async def test_who_asks_for_pages_without_end_is_told_when_to_come_again(http: httpx.AsyncClient) -> None:
    told = [await http.get("/", headers=ONE) for _ in range(90)]
    assert {answer.status_code for answer in told[:60]} == {200}
    assert told[-1].status_code == 429
    assert 0 < int(told[-1].headers["retry-after"]) <= 3
    assert "请" in told[-1].text
    assert "Try again in" in told[-1].text
    assert (await http.get("/", headers=OTHER)).status_code == 200
    for uncounted in ("/healthz", "/robots.txt"):
        assert (await http.get(uncounted, headers=ONE)).status_code == 200
