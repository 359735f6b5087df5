"""Whoever sends half of something, or nothing, or never reads, is hung up on after stated seconds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from cli import connections
from cli.connections import PatientProtocol
from waiting import Waiting

SOON = 0.3
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"

Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Open = Callable[[], Awaitable[Opened]]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads all, then answers; /large answers with more than any buffer holds."""
    while (await receive()).get("more_body"):
        """To its end."""
    large = scope["path"] == "/large"
    await send({"type": "http.response.start", "status": 200, "headers": [] if large else [(b"content-length", b"2")]})
    for _ in range(64 if large else 0):
        await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("heading", "sending", "unread"):
        monkeypatch.setattr(connections, name, Waiting(SOON, connections._hang_up))


@pytest.fixture
async def door() -> AsyncIterator[Open]:
    config = uvicorn.Config(echo, port=0, http=PatientProtocol, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    writers: list[asyncio.StreamWriter] = []

    async def opened() -> Opened:
        pair = await asyncio.open_connection("127.0.0.1", port)
        writers.append(pair[1])
        return pair

    yield opened
    for writer in writers:
        writer.close()
    server.should_exit = True
    await serving


async def ended(reader: asyncio.StreamReader) -> float:
    """After how many seconds the server hung up."""
    loop = asyncio.get_running_loop()
    since = loop.time()
    async with asyncio.timeout(5):
        try:
            while await reader.read(1 << 20):
                """Whatever is still said."""
        except ConnectionError:
            """At once, as it should."""
    return loop.time() - since


@pytest.mark.parametrize("sent", [b"", HALF_HEAD, HALF_BODY, WHOLE + HALF_HEAD])
async def test_half_a_request_ends(door: Open, sent: bytes) -> None:
    reader, writer = await door()
    writer.write(sent)
    assert SOON * 0.8 < await ended(reader) < SOON * 5


async def test_a_byte_now_and_then_buys_no_time(door: Open) -> None:
    reader, writer = await door()
    writer.write(HALF_HEAD)

    async def drip() -> None:
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(SOON / 6)

    dripping = asyncio.create_task(drip())
    assert await ended(reader) < SOON * 5
    dripping.cancel()


async def test_an_answer_that_nobody_reads_ends(door: Open) -> None:
    reader, writer = await door()
    writer.write(WHOLE.replace(b"GET /", b"GET /large"))
    await asyncio.sleep(SOON * 5)
    got = b""
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        got = await reader.readexactly(64_000_002)
    assert len(got) < 64_000_000


async def test_a_whole_request_is_answered_and_the_connection_serves_the_next(door: Open) -> None:
    reader, writer = await door()
    for _ in range(3):
        writer.write(WHOLE)
        answer = await reader.readuntil(b"ok")
        assert answer.startswith(b"HTTP/1.1 200")
        await asyncio.sleep(SOON * 1.5)
