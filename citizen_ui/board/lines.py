"""How many may listen to the boards of this process at once: each holds a connection, one address not all."""

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
    """From now on one address may hold so many; 0: all."""
    places.most_of_one = most_of_one


class Line(StreamingResponse):
    """Server-sent events as long as somebody listens, if there is a place. Whoever gets none reloads the page."""

    def __init__(self, request: Request, stream: Callable[[], AsyncIterator[str]]) -> None:
        self.who = network(request.client.host if request.client else "")
        super().__init__(stream(), media_type="text/event-stream", headers=HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if places.is_full(self.who):
            status = 429 if places.taken[self.who] else 503
            return await Response(status_code=status, headers=LATER)(scope, receive, send)
        with places.place(self.who):
            await super().__call__(scope, receive, send)
