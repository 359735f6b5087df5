"""Listeners over WebSocket (graphql-transport-ws) by hand: a thousand must cost less than whoever tells them. Every
frame is looked at and nothing passes that is no answer; equal texts are kept once, with the moments they were heard at.
"""

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

import orjson

from bench.load import Refused

TEXT, PING, PONG = 0x81, 0x89, 0x8A
CLOSING: Final = b"\x88\x80" + bytes(4)
AT_ONCE: Final = 50
PATIENCE: Final = 120.0


@dataclass(frozen=True, slots=True)
class Asking:
    """Where they listen, how they introduce themselves, what they ask for."""

    port: int
    introduction: Mapping[str, str]
    document: str

    def opening(self) -> bytes:
        lines = ["GET /graphql HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13"]
        return "\r\n".join([*lines, "Sec-WebSocket-Protocol: graphql-transport-ws", "", ""]).encode()

    def greeting(self) -> bytes:
        return frame(orjson.dumps({"type": "connection_init", "payload": self.introduction}))

    def subscribing(self) -> bytes:
        return frame(orjson.dumps({"id": "1", "type": "subscribe", "payload": {"query": self.document}}))


@dataclass
class Crowd:
    """So many listeners of one document: what was told, and when each of them heard it."""

    size: int
    moments: dict[bytes, list[float]] = field(default_factory=dict)
    left: int = 0
    fault: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, events: int) -> None:
        """Forget what was heard; from now on so many events, each of them heard by everybody."""
        self.moments, self.left = {}, events * self.size

    async def all_heard(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.until(lambda: self.left <= 0)
        if {len(moments) for moments in self.moments.values()} != {self.size} or self.left:
            raise Refused(f"{len(self.moments)} events, not all heard by everybody; {self.left} are missing")

    async def until(self, reached: Callable[[], bool]) -> None:
        """Whatever a listener cannot bear ends the waiting, and the run."""
        while not reached():
            if self.fault:
                raise Refused(self.fault)
            self.changed.clear()
            await self.changed.wait()

    def knows(self, event: str) -> bool:
        """Whether everybody heard of this event."""
        said = event.encode()
        return any(len(moments) == self.size and said in text for text, moments in self.moments.items())

    def hear(self, text: bytes, now: float) -> None:
        self.moments.setdefault(text, []).append(now)
        self.left -= 1
        if self.left <= 0:
            self.changed.set()

    def refuse(self, fault: str) -> None:
        self.fault = self.fault or fault
        self.changed.set()

    def events(self) -> list[Any]:
        """What was heard, in its order: the data of each answer."""
        return [orjson.loads(text)["payload"]["data"] for text in self.moments]


class Listener(asyncio.Protocol):
    """One connection with one subscription."""

    def __init__(self, crowd: Crowd, asking: Asking) -> None:
        self.crowd, self.asking = crowd, asking
        self.rest, self.upgraded, self.leaving = b"", False, False
        self.gone = asyncio.Event()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.asking.opening())

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set()
        if not self.leaving:
            self.crowd.refuse(f"a listener was left alone: {exc or 'the connection was closed'}")

    def leave(self) -> None:
        self.leaving = True
        if not self.gone.is_set():
            self.transport.write(CLOSING)

    def data_received(self, data: bytes) -> None:
        data, now = self.rest + data if self.rest else data, perf_counter()
        at, end = 0 if self.upgraded else self._upgrade(data), len(data)
        known, hear = self.crowd.moments, self.crowd.hear
        while self.upgraded and end - at >= 2:
            length, begin = data[at + 1], at + 2
            if length > 125:  # an event of more than 65 535 bytes would be none of ours
                length, begin = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            if begin + length > end or begin > end:
                break
            text = data[begin : begin + length]
            if text in known:
                hear(text, now)
            else:
                self._heard(data[at], text, now)
            at = begin + length
        self.rest = data[at:]

    def _upgrade(self, data: bytes) -> int:
        """Where the frames begin, once the server has changed over."""
        head, found, _ = data.partition(b"\r\n\r\n")
        if found and not head.startswith(b"HTTP/1.1 101 "):
            self.crowd.refuse(f"no WebSocket: {head[:200].decode(errors='replace')}")
        elif found:
            self.upgraded = True
            self.transport.write(self.asking.greeting())
            return len(head) + len(found)
        return 0

    def _heard(self, kind: int, text: bytes, now: float) -> None:
        """What is not yet known: an event heard for the first time, or what the protocol says beside events."""
        if kind == PING:
            self.transport.write(frame(text, PONG))
            return
        message: Any = orjson.loads(text) if kind == TEXT else {"type": f"frame {kind:#x}"}
        match message["type"]:
            case "next" if not message["payload"].get("errors"):
                self.crowd.hear(text, now)
            case "ping":
                self.transport.write(frame(b'{"type":"pong"}'))
            case "connection_ack":
                self.transport.write(self.asking.subscribing())
            case _ if not self.leaving:
                self.crowd.refuse(f"a listener was told {message['type']}: {text[:400].decode(errors='replace')}")


def frame(text: bytes, kind: int = TEXT) -> bytes:
    """As clients send it, masked; a mask of zeros is a mask."""
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return bytes([kind]) + length + bytes(4) + text


@asynccontextmanager
async def listening(asking: Asking, size: int) -> AsyncIterator[Crowd]:
    """So many who connect and ask, some at a time, so that nobody's queue of new connections overflows."""
    loop, crowd = asyncio.get_running_loop(), Crowd(size)
    listeners: list[Listener] = []
    try:
        while len(listeners) < size:
            opening = [_opened(loop, crowd, asking) for _ in range(min(AT_ONCE, size - len(listeners)))]
            listeners += await asyncio.gather(*opening)
        yield crowd
    finally:
        for listener in listeners:
            listener.leave()
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(listener.gone.wait() for listener in listeners))


async def _opened(loop: asyncio.AbstractEventLoop, crowd: Crowd, asking: Asking) -> Listener:
    return (await loop.create_connection(lambda: Listener(crowd, asking), "127.0.0.1", asking.port))[1]
