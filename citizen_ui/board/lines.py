"""Limits how many may listen to the boards of this process at once, in all and from one address."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from throttling import Places, network

MOST: Final = 1_000
MOST_OF_ONE: Final = 100
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
LATER: Final = {"Retry-After": "30", "Cache-Control": "no-store"}

places = Places(MOST, MOST_OF_ONE)


def allow(most_of_one: int) -> None:
    """Set how many connections one address may hold; 0 means no limit of its own."""
    places.most_of_one = most_of_one


class Line(StreamingResponse):
    """A stream of server-sent events; 429 or 503 if there is no place, and then the page reloads itself."""

    def __init__(self, request: Request, stream: Callable[[], AsyncIterator[str]]) -> None:
        self.who = network(request.client.host if request.client else "")
        super().__init__(stream(), media_type="text/event-stream", headers=HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if places.is_full(self.who):
            status = 429 if places.taken[self.who] else 503
            return await Response(status_code=status, headers=LATER)(scope, receive, send)
        with places.place(self.who):
            await super().__call__(scope, receive, send)
