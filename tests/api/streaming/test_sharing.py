"""What several listeners share, and what they never do: one text for the same question and reach, and for no other."""

from datetime import timedelta
from typing import Any

from domain import access, clock
from domain.accounts import accounts
from domain.actor import SYSTEM
from storage.transactions import fetch
from tests.api.streaming.conftest import City, Socket
from tests.cast import BUREAU, HOUSING

NARROWED = """subscription($after: String, $kinds: [String!], $agency: String) {
  ratingEvents(after: $after, kinds: $kinds, agencyCode: $agency) { position kind } }"""


async def heard(socket: Socket, many: int) -> list[str]:
    return [(await socket.hear())["payload"]["data"]["ratingEvents"]["position"] for _ in range(many)]


async def positions(kind: str) -> list[str]:
    rows = await fetch("select position from ledger where kind = $1 order by position", kind)
    return [str(row["position"]) for row in rows]


async def test_a_backlog_of_many_pages_goes_over_into_what_comes_meanwhile(city: City) -> None:
    for _ in range(70):
        await city.cast.rate()
    await city.relay()
    async with city.opened() as socket:
        await socket.subscribe(after="0")
        first = await socket.positions(10)
        for _ in range(5):
            await city.cast.rate()
            await city.relay()
        assert first + await socket.positions(140) == await city.visible()
        assert await socket.is_silent()


async def test_a_district_hears_its_own_whoever_asked_the_same_before(city: City) -> None:
    for name in ("supervisor", "hill_supervisor"):
        city.keys[name] = await accounts.add_token(name, "streams", by=SYSTEM)
    await city.cast.order()
    await city.relay()
    async with city.opened("supervisor") as whole, city.opened("hill_supervisor") as hill:
        await whole.subscribe(after="0")
        assert await whole.positions(2) == await city.visible()
        await hill.subscribe(after="0")
        assert await hill.is_silent(), "not one rating was of the other district"
        await city.cast.order()
        await city.relay()
        assert await whole.positions(2) == (await city.visible())[2:]
        assert await hill.is_silent()


async def test_an_agencys_own_client_stays_a_day_behind_whoever_asked_the_same_before(city: City) -> None:
    city.keys["owned"] = await access.add_client("owned", "SUBSCRIBER", agency=BUREAU)
    await city.cast.rate()
    await city.relay()
    yesterday = await city.visible()
    await clock.shift(timedelta(days=1))
    await city.cast.rate()
    await city.relay()
    async with city.opened() as free, city.opened("owned") as owned:
        await free.subscribe(after="0")
        assert await free.positions(4) == await city.visible()
        await owned.subscribe(after="0")
        assert await owned.positions(2) == yesterday
        assert await owned.is_silent()
        await clock.shift(timedelta(days=1))
        assert yesterday + await owned.positions(2) == await city.visible()


async def test_the_same_under_another_name_is_told_under_that_name(city: City) -> None:
    await city.cast.rate()
    await city.relay()
    async with city.opened() as socket:
        for name in ("ratingEvents", "mine: ratingEvents"):
            await socket.subscribe(f'subscription {{ {name}(after: "0") {{ position }} }}', name=name)
        told = [await socket.hear() for _ in range(4)]
    keys: list[Any] = [(one["id"], *one["payload"]["data"]) for one in told]
    assert sorted(keys) == [("mine: ratingEvents", "mine")] * 2 + [("ratingEvents", "ratingEvents")] * 2


async def test_a_stream_can_be_narrowed_by_kind_and_agency(city: City) -> None:
    await city.cast.order()
    await city.cast.order()
    await city.relay()
    async with city.opened() as socket:
        await socket.subscribe(NARROWED, after="0", kinds=["work_order.dispatched"])
        assert await heard(socket, 2) == await positions("work_order.dispatched")
        await socket.subscribe(NARROWED, name="2", after="0", agency=HOUSING)
        assert await socket.is_silent(), "all of it was of the other agency, and nothing came twice"
        await socket.subscribe(NARROWED, name="3", after="0", agency=BUREAU)
        assert await heard(socket, 4) == await city.visible()
