"""WebSockets that do nothing end, and one address does not take all of them."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from api.streaming import websocket
from api.streaming.places import MOST, Places
from tests.api.conftest import Api
from tests.api.streaming.test_hostile_listeners import Wire, end
from throttling import Places as Seats

FIGURES = "subscription { board { ratings } }"


async def test_who_introduces_himself_and_asks_nothing_is_sent_home(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "IDLE", 0.4)
    wire = Wire(api)
    serving = wire.open()
    assert (await wire.introduce())["type"] == "connection_ack"
    closed = await wire.hear()
    assert (closed["type"], closed["code"]) == ("websocket.close", 1000)
    await serving


async def test_who_listens_stays_however_quiet_it_is(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "IDLE", 0.4)
    wire = Wire(api)
    serving = wire.open()
    await wire.introduce()
    wire.say(type="subscribe", id="1", payload={"query": FIGURES})
    assert (await wire.hear())["type"] == "next"
    await asyncio.sleep(1.2)
    assert not serving.done()
    await end(serving)


async def test_one_address_has_so_many_connections_and_no_more(api: Api) -> None:
    api.door.listening.opening.places.connections = Seats(MOST, 2)
    servings = []
    for _ in range(2):
        wire = Wire(api)
        servings.append(wire.open())
        assert (await wire.introduce())["type"] == "connection_ack"
    beyond = Wire(api)
    last = beyond.open()
    assert (await beyond.hear())["type"] == "websocket.accept"
    assert (await beyond.hear())["code"] == 1013
    await last
    for serving in servings:
        await end(serving)
    again = Wire(api)
    servings = [again.open()]
    assert (await again.introduce())["type"] == "connection_ack"
    await end(servings[0])


async def test_an_ipv6_household_is_one_address(api: Api) -> None:
    from domain.actor import PUBLIC

    places = Places(2)
    async with AsyncExitStack() as stack:
        for host in ("2001:db8::1", "2001:db8::2"):
            stack.enter_context(places.place(PUBLIC, host))
        with pytest.raises(Exception, match="Too many subscriptions"), places.place(PUBLIC, "2001:db8::3"):
            pass
        with places.place(PUBLIC, "2001:db8:0:1::1"):
            pass
