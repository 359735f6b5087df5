"""A feed is read once for all who ask the same at the same place."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

import views
from domain import keys
from domain.actor import Actor
from storage import reading
from tests.cast import Cast, relay_all
from views import Ask, Sight, asks, feeds
from views.compiling.sealing import Seal
from views.feeds import Feed, Topic
from views.hearing import heads


@pytest.fixture
async def feed(cast: Cast, database: str) -> AsyncIterator[Feed]:
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor))
    views.forget()
    await reading.connect(database, size=2)
    for _ in range(60):
        await cast.rate()
    await relay_all()
    yield made(cast["subscriber"])
    await reading.close()


def made(actor: Actor) -> Feed:
    return Feed(Topic(asks(["position", "kind"]), Sight(actor.role)), actor, lambda row, node: str(node))


async def whole(feed: Feed, upto: int) -> list[int]:
    place, heard = 0, list[int]()
    while place < upto:
        page = await feed.after(place, upto)
        heard += [told.position for told in page.told]
        place = page.until
    return heard


async def test_a_thousand_listeners_cost_what_one_does(feed: Feed) -> None:
    upto = (await heads()).head
    alone = await whole(feed, upto)
    reads = feed.reads
    everybody = await asyncio.gather(*(whole(feed, upto) for _ in range(1000)))
    assert all(heard == alone for heard in everybody)
    assert feed.reads == reads, "all of it was still at hand"
    assert len(alone) == 120


async def test_the_text_itself_is_shared(feed: Feed) -> None:
    upto = (await heads()).head
    first, second = await asyncio.gather(feed.after(0, upto), feed.after(0, upto))
    assert first.told[0].text is second.told[0].text


async def test_who_lags_behind_reads_again_and_misses_nothing(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PAGES_KEPT", 1)
    monkeypatch.setattr(feeds, "AT_ONCE", 7)
    upto = (await heads()).head
    fast, slow = await whole(feed, upto), await whole(feed, upto)
    assert fast == slow == sorted(set(fast))


async def test_a_failed_reading_is_tried_again_by_the_next(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    upto = (await heads()).head
    read = feed._read
    failures = iter([True])

    async def once(place: int, upto: int) -> Any:
        if next(failures, False):
            raise views.Unavailable("away")
        return await read(place, upto)

    monkeypatch.setattr(feed, "_read", once)
    with pytest.raises(views.Unavailable):
        await feed.after(0, upto)
    assert (await feed.after(0, upto)).told


async def test_what_is_at_hand_is_read_anew_after_some_seconds(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    upto = (await heads()).head
    first = await feed.after(0, upto)
    assert await feed.after(0, upto) is first
    monkeypatch.setattr(feeds, "KEPT_FOR", 0.1)
    await feed.after(first.until, upto)
    await asyncio.sleep(0.2)
    assert list(feed.pages) == [0], "nobody asked, and the page is gone all the same"
    feed.pages.clear()
    again = await feed.after(0, upto)
    assert (again == first, again is first) == (True, False)


async def test_whoever_is_rated_shares_no_page_with_those_who_may_read_of_it(feed: Feed, cast: Cast) -> None:
    supervisor = cast["supervisor"]
    rated = replace(supervisor, staff=cast.ids["clerk"])
    now = await heads()
    assert feeds.reach_of(rated) != feeds.reach_of(supervisor)
    assert len(await whole(made(supervisor), now.head)) > 60
    assert await whole(made(rated), now.head) == []


async def test_of_a_long_question_fewer_events_are_read_at_once(feed: Feed) -> None:
    upto = (await heads()).head
    assert len((await feed.after(0, upto)).told) == 100
    long = tuple(Ask(f"k{n}", "kind") for n in range(500))
    other = Feed(Topic(long, feed.topic.sight), feed.asking.actor, lambda row, node: "")
    assert len((await other.after(0, upto)).told) == 20
    assert await whole(other, upto) == await whole(feed, upto)
