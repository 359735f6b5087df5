"""Who goes away while a write waits: before its batch starts, nothing of it is written."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.types import Message, Receive

from api.errors import bad_request

T = TypeVar("T")


async def while_connected(receive: Receive, work: Awaitable[T]) -> T:
    """Do the work as long as somebody waits for it."""
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
        """Whatever comes after the body is of no interest."""


async def for_ever() -> Message:
    """What a connection says that lasts: it never goes away while one operation is worked on."""
    await asyncio.Event().wait()
    raise AssertionError("nobody sets this event")
