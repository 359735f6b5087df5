"""Makes large files one at a time, in small steps, so that other requests are served in between.

Requests for the same file share its bytes.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import perf_counter
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from remembering import Remembered
from throttling import Places, network

AT_ONCE: Final = 64  # downloads, waiting or being sent
AT_ONCE_OF_ONE: Final = 24  # downloads of one address
KEPT_BYTES: Final = 32 * 1024 * 1024
STEP_SECONDS, PAUSE_SECONDS = 0.001, 0.001
CHUNK: Final = 64 * 1024
LATER: Final = {"Retry-After": "10", "Cache-Control": "no-store"}

Make = Callable[[], AsyncIterator[str]]

places = Places(AT_ONCE, AT_ONCE_OF_ONE)
_kept: Remembered[object, bytes] = Remembered(256, KEPT_BYTES, lambda _, body: len(body))
_making: dict[object, asyncio.Task[bytes]] = {}
_turn: list[asyncio.Lock] = []


class Breath:
    """Awaited between the steps of pure computation: after each millisecond of work it pauses for one."""

    def __init__(self) -> None:
        self.since = perf_counter()

    async def __call__(self) -> None:
        if perf_counter() - self.since >= STEP_SECONDS:
            await asyncio.sleep(PAUSE_SECONDS)
            self.since = perf_counter()


async def made(key: object, make: Make) -> bytes:
    """Return the whole file with this key: kept, being made, or made now in its turn.

    Making it goes on if a request is cancelled, because others may wait for the same file.
    """
    if (known := _kept.get(key)) is not None:
        return known
    if (task := _making.get(key)) is None:
        task = _making[key] = asyncio.create_task(_make(key, make))
        task.add_done_callback(lambda _: _making.pop(key, None))
    return await asyncio.shield(task)


async def _make(key: object, make: Make) -> bytes:
    if not _turn:
        _turn.append(asyncio.Lock())
    async with _turn[0]:
        body = b"".join([part.encode() async for part in make()])
    _kept.keep(key, body)
    return body


def forget() -> None:
    """Drop all files, before another database is used."""
    for key in list(_kept):
        del _kept[key]
    _turn.clear()


class File(StreamingResponse):
    """The answer with such a file, sent in chunks; 503 if there are too many downloads."""

    def __init__(self, request: Request, key: object, make: Make, headers: dict[str, str], media_type: str) -> None:
        self.key, self.make, self.file = key, make, b""
        self.who = network(request.client.host if request.client else "")
        super().__init__(self._pieces(), headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if places.is_full(self.who):
            return await Response("下载太多 / too many downloads\n", 503, LATER)(scope, receive, send)
        with places.place(self.who):
            self.file = await made(self.key, self.make)  # before the answer begins, because it may fail
            await super().__call__(scope, receive, send)

    async def _pieces(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self.file), CHUNK):
            yield self.file[at : at + CHUNK]
