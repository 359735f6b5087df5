"""The listeners of the fan-out count what they hear, byte by byte, and let nothing pass that is no answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bench.listeners import Asking, Crowd, Listener, frame, listening
from bench.load import Refused

TOLD = {"type": "next", "id": "1", "payload": {"data": {"ratingEvents": {"id": "a-1", "text": "评" * 60}}}}
REFUSED = {"type": "next", "id": "1", "payload": {"data": None, "errors": [{"message": "no"}]}}
SIZE = 60

Tell = Callable[[ServerConnection, int], Awaitable[None]]


@asynccontextmanager
async def served(tell: Tell) -> AsyncIterator[int]:
    """A server that acknowledges, waits for the subscription, and then tells the n-th listener something."""
    subscribed = 0

    async def one(connection: ServerConnection) -> None:
        nonlocal subscribed
        assert json.loads(await connection.recv())["type"] == "connection_init"
        await connection.send('{"type":"connection_ack"}')
        assert json.loads(await connection.recv())["payload"] == {"query": "subscription"}
        subscribed += 1
        await tell(connection, subscribed)
        await connection.wait_closed()

    async with serve(one, "127.0.0.1", 0, subprotocols=["graphql-transport-ws"]) as server:  # type: ignore[list-item]
        yield next(iter(server.sockets)).getsockname()[1]


async def heard(tell: Tell, events: int = 1) -> Crowd:
    async with served(tell) as port, listening(Asking(port, {}, "subscription"), SIZE) as crowd:
        crowd.expect(events)
        await crowd.all_heard()
        return crowd


async def say(connection: ServerConnection, message: Any = TOLD) -> None:
    await connection.send(json.dumps(message))


async def test_each_delivery_has_its_moment() -> None:
    crowd = await heard(lambda connection, n: say(connection))
    assert [len(moments) for moments in crowd.moments.values()] == [SIZE]
    assert crowd.events() == [TOLD["payload"]["data"]]  # type: ignore[index]
    assert crowd.knows("a-1")
    assert not crowd.knows("a-2")


async def test_who_hears_something_else_refuses_the_run() -> None:
    async def tell(connection: ServerConnection, n: int) -> None:
        await say(connection, TOLD | {"id": "2"} if n == 7 else TOLD)

    with pytest.raises(Refused, match="2 events"):
        await heard(tell)


async def test_an_error_refuses_the_run() -> None:
    with pytest.raises(Refused, match="errors"):
        await heard(lambda connection, n: say(connection, REFUSED if n == 7 else TOLD))


async def test_who_is_left_alone_refuses_the_run() -> None:
    with pytest.raises(Refused, match=r"frame 0x88|left alone"):
        await heard(lambda connection, n: connection.close() if n == 7 else say(connection))


async def test_pings_are_answered_and_are_no_events() -> None:
    async def tell(connection: ServerConnection, n: int) -> None:
        await asyncio.wait_for(await connection.ping(), 10)
        await say(connection, {"type": "ping"})
        assert json.loads(await connection.recv()) == {"type": "pong"}
        await say(connection)

    assert len((await heard(tell)).moments) == 1


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
async def test_a_frame_may_be_cut_anywhere(step: int) -> None:
    crowd, text = Crowd(1), json.dumps(TOLD).encode()
    listener = Listener(crowd, Asking(0, {}, "subscription"))
    listener.connection_made(Deaf())
    crowd.expect(3)
    plain = b"\x81\x7e" + len(text).to_bytes(2, "big") + text
    said = b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + plain + b"\x89\x00" + plain + plain
    for at in range(0, len(said), step):
        listener.data_received(said[at : at + step])
    assert (crowd.left, crowd.fault, len(crowd.moments[text])) == (0, "", 3)


def test_what_clients_say_is_masked() -> None:
    short, long = frame(b"x"), frame(b"x" * 200)
    assert short == b"\x81\x81" + bytes(4) + b"x"
    assert long[:8] == b"\x81\xfe\x00\xc8" + bytes(4)


class Deaf:
    """A transport that takes everything."""

    def write(self, data: bytes) -> None:
        assert data
