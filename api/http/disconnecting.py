"""Stops a write when its client disconnects; if its batch has not started, nothing of it is written."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Message, Receive

from api.errors import bad_request

T = TypeVar("T")


async def while_connected(receive: Receive, work: Awaitable[T]) -> T:
    """Await `work` and return its result; cancel it if the client disconnects.

    Then it raises ApiError. A cancellation from outside is passed on.
    """
    working = asyncio.current_task()
    assert working is not None
    left = False

    def leave(_: "asyncio.Task[None]") -> None:
        nonlocal left
        left = True
        working.cancel()

    gone = asyncio.ensure_future(_gone(receive))
    gone.add_done_callback(leave)
    try:
        return await work
    except asyncio.CancelledError:
        if not left:
            raise  # the process is stopping
        working.uncancel()
        raise bad_request("连接已断开。", "The connection was closed.") from None
    finally:
        gone.remove_done_callback(leave)
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        """Ignore whatever comes after the body."""


async def for_ever() -> Message:
    """The `receive` of a lasting connection, for one operation: it never reports a disconnection."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets this event")
