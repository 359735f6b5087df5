"""Refuses request bodies that are longer than any form, with the error page 413."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import errors
from web.forms import READ

DRAINED = 4 * 1024 * 1024  # bytes read of a body that is too long: a browser shows no answer before


class Bounded:
    """Refuses a body before it is read, or while it is read if its length was not announced."""

    def __init__(self, app: ASGIApp, most: int = READ) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        told = Headers(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > self.most:
            await _drain(receive)
            answer = await errors.show(Request(scope), 413)
            return await answer(scope, receive, send)
        await self.app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.most:
                await _drain(receive)
                raise HTTPException(413)
            return message

        return counted


async def _drain(receive: Receive) -> None:
    size, more = 0, True
    while more and size < DRAINED:
        message = await receive()
        size, more = size + len(message.get("body", b"")), bool(message.get("more_body"))
