"""Receivers of webhooks: a good one that keeps what it got, and every way to misbehave."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


@dataclass
class Got:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """An HTTP server of a few lines. `behave` says what it does with a request; by default it takes everything."""

    got: list[Got] = field(default_factory=list)
    behave: Callable[[Got, Writer], Awaitable[None]] | None = None
    port: int = 0
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def positions(self) -> list[int]:
        """The sequence as its owner sees it: each id once, at its first coming."""
        first: dict[str, int] = {}
        for one in self.got:
            if one.json.get("position"):
                first.setdefault(one.id, int(one.json["position"]))
        return list(first.values())

    async def serve(self, reader: Reader, writer: Writer) -> None:
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while (head := await reader.readuntil(b"\r\n\r\n")) and (lines := head.decode().split("\r\n")):
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                one = Got(lines[0].split(" ")[1], headers, body)
                self.got.append(one)
                await (self.behave or take)(one, writer)
                await writer.drain()

    async def until(self, many: int, within: float = 20.0) -> None:
        async with asyncio.timeout(within):
            while len(self.got) < many:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def receiving(
    behave: Callable[[Got, Writer], Awaitable[None]] | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    receiver = Receiver(behave=behave)
    tasks = set[asyncio.Task[None]]()

    async def accept(reader: Reader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            with suppress(asyncio.CancelledError, ConnectionError):
                await receiver.serve(reader, writer)
        finally:
            tasks.discard(task)
            writer.close()
            with suppress(Exception):
                await writer.wait_closed()

    server = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def say(status: str, body: bytes = b"", **headers: str) -> Callable[[Got, Writer], Awaitable[None]]:
    async def answer(_: Got, writer: Writer) -> None:
        lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)

    return answer


async def take(got: Got, writer: Writer) -> None:
    await say("204 No Content")(got, writer)


async def never_answer(got: Got, writer: Writer) -> None:
    await asyncio.sleep(3600)


async def close_at_once(got: Got, writer: Writer) -> None:
    writer.close()


async def answer_without_end(got: Got, writer: Writer) -> None:
    """A body that goes on and on."""
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        await writer.drain()
