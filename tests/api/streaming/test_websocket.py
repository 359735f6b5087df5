"""The protocol graphql-transport-ws: who is let in, what is told, and how everything ends."""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest
import websockets
from redis.asyncio import Redis

from domain.actor import SYSTEM
from domain.clients import clients
from tests.api.streaming.conftest import EVENTS, PROTOCOL, City, Socket

BOARD = "subscription { board { ratings bad } }"


async def closed(socket: Socket) -> tuple[int, str]:
    async with asyncio.timeout(15):
        with suppress(websockets.ConnectionClosed):
            while True:
                await socket.connection.recv()
    return socket.connection.close_code or 0, socket.connection.close_reason or ""


async def refused(socket: Socket, query: str, **variables: Any) -> dict[str, Any]:
    await socket.subscribe(query, **variables)
    message = await socket.hear()
    assert message["type"] == "error", message
    error: dict[str, Any] = message["payload"][0]
    return error


async def test_first_the_backlog_then_live_without_gap_or_repeat(city: City) -> None:
    await city.cast.order()
    await city.cast.order()
    await city.relay()
    async with city.opened() as socket:
        await socket.subscribe(after="0")
        backlog = await city.visible()
        assert await socket.positions(4) == backlog
        for _ in range(3):
            await city.cast.rate()
            await city.relay()
        assert await socket.positions(6) == (await city.visible())[4:]
        assert await socket.is_silent()


async def test_without_a_position_it_begins_now(city: City) -> None:
    await city.cast.rate()
    await city.relay()
    async with city.opened() as socket:
        await socket.subscribe()
        assert await socket.is_silent()
        await city.cast.rate()
        await city.relay()
        assert await socket.positions(2) == (await city.visible())[-2:]


async def test_without_redis_everything_still_arrives(city: City, redis_url: str) -> None:
    async with city.opened() as socket:
        await socket.subscribe()
        assert await socket.is_silent(0.2)
        async with Redis.from_url(redis_url) as redis:
            await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        await city.cast.rate()
        await city.relay(wake=False)
        assert await socket.positions(2) == await city.visible()


async def test_a_position_not_there_yet_is_refused_and_the_connection_stays(city: City) -> None:
    async with city.opened() as socket:
        error = await refused(socket, EVENTS, after="77")
        assert error["extensions"]["code"] == "BAD_CURSOR"
        await socket.subscribe(name="2")
        await city.cast.rate()
        await city.relay()
        assert len(await socket.positions(2)) == 2


async def test_the_public_hears_the_board_and_no_events(city: City) -> None:
    async with city.opened(None) as socket:
        assert (await refused(socket, EVENTS))["extensions"]["code"] == "FORBIDDEN"
        await socket.subscribe(BOARD, name="board")
        assert (await socket.hear())["payload"]["data"] == {"board": {"ratings": 0, "bad": 0}}
        await city.cast.rate()
        await city.relay()
        assert (await socket.hear())["payload"]["data"] == {"board": {"ratings": 1, "bad": 1}}
        assert await socket.is_silent(1.5)


async def told_until(socket: Socket, ratings: int) -> list[float]:
    """When the board was told, until it counts so many."""
    moments, counted = list[float](), 0
    while counted < ratings:
        counted = (await socket.hear())["payload"]["data"]["board"]["ratings"]
        moments.append(monotonic())
    return moments


async def test_the_board_is_told_at_most_once_a_second(city: City) -> None:
    async with city.opened(None) as socket:
        await socket.subscribe(BOARD, name="board")
        await socket.hear()
        listening = asyncio.create_task(told_until(socket, 8))
        for _ in range(8):
            await city.cast.rate()
            await city.relay()
        moments = await listening
        assert moments[-1] - moments[0] >= 0.9 * (len(moments) - 1)


async def test_a_revoked_key_ends_the_stream(city: City) -> None:
    async with city.opened() as socket:
        await socket.subscribe()
        await clients.set_enabled(await clients.id_of("subscriber of the streams"), False, by=SYSTEM)
        message = await socket.hear()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", "UNAUTHENTICATED")


async def test_a_wrong_key_is_closed_with_4401(city: City) -> None:
    async with websockets.connect(city.socket, subprotocols=[PROTOCOL]) as connection:  # type: ignore[list-item]
        socket = Socket(connection)
        await socket.say(type="connection_init", payload={"Authorization": "Bearer wrong"})
        assert (await closed(socket))[0] == 4401


@pytest.mark.parametrize("offered", [None, "graphql-ws"])
async def test_any_other_protocol_is_closed_with_4406(city: City, offered: str | None) -> None:
    subprotocols: Any = [offered] if offered else None
    try:
        async with websockets.connect(city.socket, subprotocols=subprotocols) as connection:
            assert (await closed(Socket(connection)))[0] == 4406
    except websockets.NegotiationError:
        assert offered, "the client itself gives up where none of its protocols is taken"


async def test_what_breaks_the_protocol_is_closed_with_its_code(city: City) -> None:
    init = {"type": "connection_init"}
    subscribe = {"type": "subscribe", "id": "1", "payload": {"query": EVENTS}}
    for words, code in (
        ([subscribe], 4401),
        ([init, init], 4429),
        ([{"type": "nonsense"}], 4400),
        ([init, {"type": "subscribe", "payload": {}}], 4400),
        ([init, subscribe | {"payload": {"query": BOARD}}, subscribe], 4409),
    ):
        async with websockets.connect(city.socket, subprotocols=[PROTOCOL]) as connection:  # type: ignore[list-item]
            socket = Socket(connection)
            for message in words:
                await socket.say(**message)
            assert (await closed(socket))[0] == code, words


async def test_who_does_not_introduce_himself_is_closed_with_4408(city: City) -> None:
    async with websockets.connect(city.socket, subprotocols=[PROTOCOL]) as connection:  # type: ignore[list-item]
        assert (await closed(Socket(connection)))[0] == 4408


async def test_documents_are_limited_as_everywhere_and_queries_answer_once(city: City) -> None:
    async with city.opened() as socket:
        for query, expected in (
            ("subscription { ratingEvents { nothing } }", "BAD_DOCUMENT"),
            ("subscription { a: ratingEvents { id } b: ratingEvents { id } }", "BAD_DOCUMENT"),
            ('subscription { ratingEvents(kinds: ["x"]) { id } }', "BAD_VARIABLE"),
            ("subscription($n: Int!) { board(scope: null) { topTags(first: $n) { count } } }", "BAD_DOCUMENT"),
            (
                "subscription { " + "ratingEvents { " * 1 + " ".join(f"a{n}: id" for n in range(60)) + "} }",
                "TOO_COSTLY",
            ),
        ):
            assert (await refused(socket, query))["extensions"]["code"] == expected, query
        await socket.subscribe("{ viewer { name } }", name="q")
        assert (await socket.hear())["payload"]["data"] == {"viewer": {"name": "subscriber of the streams"}}
        assert await socket.hear() == {"id": "q", "type": "complete"}
        await socket.say(type="ping")
        assert (await socket.hear())["type"] == "pong"


async def test_many_operations_on_one_connection_are_apart(city: City) -> None:
    async with city.opened() as socket:
        for name in ("a", "b"):
            await socket.subscribe(name=name, after="0")  # "now" would be whenever the server comes to it
        await socket.say(type="complete", id="a")
        await socket.say(type="ping")
        assert (await socket.hear())["type"] == "pong", "what was said before has been heard"
        await city.cast.rate()
        await city.relay()
        heard = [await socket.hear() for _ in range(2)]
        assert {message["id"] for message in heard} == {"b"}
        assert await socket.is_silent()
