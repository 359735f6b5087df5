"""Server-sent events in the distinct-connections mode of graphql-sse: one request, one operation."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from time import monotonic
from typing import Final

from starlette.types import Receive, Scope, Send

from api.http import answers
from api.http.requests import Headers

MEDIA: Final = "text/event-stream"
KEEP_ALIVE: Final = 15.0
PATIENCE: Final = 20.0
HEADERS: Final = {
    "content-type": f"{MEDIA}; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "vary": answers.HEADERS["Vary"],
}


def is_wanted(headers: Headers) -> bool:
    """Return whether the client accepts server-sent events."""
    return MEDIA.encode() in headers.get(b"accept", b"")


class Line:
    """The streamed answer to one request."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.sending_since: float | None = None

    async def tell(self, texts: AsyncGenerator[str, None]) -> None:
        """Send all texts, until they end, the client disconnects, or it stops reading for PATIENCE seconds."""
        raw = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
        await self.send({"type": "http.response.start", "status": 200, "headers": raw})
        parts = [asyncio.create_task(part) for part in (self._all(texts), self._gone(), self._keep_alive())]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        if fault := done.pop().exception():
            raise fault

    async def _all(self, texts: AsyncGenerator[str, None]) -> None:
        await self._write(":\n\n")
        async with aclosing(texts):
            async for text in texts:
                await self._write(f"event: next\ndata: {text}\n\n")
        await self._write("event: complete\ndata:\n\n")
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def fail(self, text: str) -> None:
        """Send `text`, the answer with the error, as the last event; a failure to send is ignored."""
        with suppress(Exception):
            async with asyncio.timeout(1.0):
                await self._write(f"event: next\ndata: {text}\n\nevent: complete\ndata:\n\n")
                await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _write(self, text: str) -> None:
        self.sending_since = monotonic()
        await self.send({"type": "http.response.body", "body": text.encode(), "more_body": True})
        self.sending_since = None

    async def _gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            """Ignore whatever comes after the body."""

    async def _keep_alive(self) -> None:
        """Send a comment every KEEP_ALIVE seconds; return if the client stops reading."""
        breathed = monotonic()
        while True:
            await asyncio.sleep(PATIENCE / 4)
            if self.sending_since is not None and monotonic() - self.sending_since > PATIENCE:
                return
            if self.sending_since is None and monotonic() - breathed >= KEEP_ALIVE:
                breathed = monotonic()
                await self._write(":\n\n")
