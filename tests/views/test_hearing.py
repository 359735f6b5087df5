"""One reader of the ledger's extent for everybody who waits, and one reading for all who share it."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import pytest

from domain.actor import PUBLIC
from tests.views.conftest import City
from views import hearing
from views.hearing import Heads, News, Shared, heads


async def test_what_could_not_be_read_is_read_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads for all may go away in the middle, or find the database away."""
    monkeypatch.setattr(hearing, "READ_AT_MOST_EVERY", 0.1)
    answers: list[Callable[[], Awaitable[int]]] = []
    begun = asyncio.Event()

    async def slow() -> int:
        begun.set()
        await asyncio.Event().wait()
        return 0

    async def away() -> int:
        raise ConnectionRefusedError

    async def seven() -> int:
        return 7

    news = News()
    news.tell()
    shared = Shared(lambda: answers.pop(0)(), news)
    answers[:] = [slow, away, seven]
    first = asyncio.create_task(shared.at(1))
    await begun.wait()
    first.cancel()
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            await shared.at(1)
    await asyncio.sleep(0.1)
    assert await shared.at(1) == 7
    assert await shared.at(1) == 7, "read once, told to all"
    assert await shared.lately() == 7


async def test_what_was_read_while_something_happened_is_not_taken_for_what_came_after() -> None:
    begun, go, values = asyncio.Event(), asyncio.Event(), iter(["before", "after"])

    async def read() -> str:
        begun.set()
        found = next(values)
        if found == "before":
            await go.wait()
        return found

    news = News()
    shared = Shared(read, news)
    slow = asyncio.create_task(shared.at(news.version))
    await begun.wait()
    news.tell()
    go.set()
    assert await slow == "before"
    assert await shared.at(news.version) == "after"


async def test_a_page_does_not_wait_for_the_turn_of_a_stream() -> None:
    async def read() -> float:
        return monotonic()

    news = News()
    shared = Shared(read, news)
    first = await shared.lately()
    news.tell()
    stream = asyncio.create_task(shared.at(news.version))
    await asyncio.sleep(0.1)
    since = monotonic()
    assert await shared.lately() == first
    assert monotonic() - since < 0.1
    assert await stream > first


async def test_whoever_waits_for_a_position_is_not_sent_home_by_other_news() -> None:
    news = News()
    waiting = asyncio.create_task(news.beyond(0, PUBLIC, 5.0))
    await asyncio.sleep(0)
    news.tell()
    await asyncio.sleep(0)
    news.heads = Heads(head=1)
    news.tell()
    assert await waiting == 1
    assert await news.beyond(1, PUBLIC, 0.05) is None


async def test_of_two_looks_at_once_the_later_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [asyncio.get_running_loop().create_future() for _ in range(2)]
    waiting = iter(answers)
    monkeypatch.setattr(hearing, "heads", lambda: next(waiting))
    news = News()
    looks = [asyncio.create_task(news.look()) for _ in answers]
    await asyncio.sleep(0)
    answers[1].set_result(Heads(head=2))
    await looks[1]
    answers[0].set_result(Heads(head=1))
    assert await looks[0] == Heads(head=2)
    assert (news.heads, news.version) == (Heads(head=2), 1)


async def test_ten_who_wait_cost_what_one_costs(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, news = list[Heads](), News()

    async def look() -> Heads:
        looked.append(await heads())
        return looked[-1]

    monkeypatch.setattr("views.hearing.heads", look)

    async def wait() -> None:
        with news.heard():
            await news.later(news.version, 1.0)
            await asyncio.sleep(0.6)

    await asyncio.gather(*(wait() for _ in range(10)))
    assert len(looked) <= 6, "four a second, however many wait"
    await asyncio.sleep(0.3)
    assert len(looked) <= 6, "nobody waits: nobody looks"
