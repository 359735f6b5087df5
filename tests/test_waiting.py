"""Patience: nobody waits longer than the others, and who was served or gave up is not thought of again."""

import asyncio

from waiting import Waiting


async def test_whose_patience_ends_is_told_in_the_order_of_coming_and_the_others_are_not() -> None:
    lost: list[str] = []
    queue = Waiting(0.05, lost.append)
    for name in ("first", "second", "served", "gone"):
        queue.begin(name)
    queue.end("served")
    queue.end("gone")
    queue.end("never came")
    await asyncio.sleep(0.03)
    queue.begin("later")
    assert "first" in queue
    await asyncio.sleep(0.04)
    assert lost == ["first", "second"]
    assert "first" not in queue
    assert "later" in queue
    await asyncio.sleep(0.04)
    assert lost == ["first", "second", "later"]


async def test_whoever_has_waited_longest_is_the_first() -> None:
    queue: Waiting[int] = Waiting(5, lambda one: None)
    for number in (3, 1, 2):
        queue.begin(number)
    queue.end(1)
    assert [queue.first(), queue.first(), queue.first()] == [3, 2, None]


async def test_after_a_silence_it_is_watched_again() -> None:
    lost: list[int] = []
    queue = Waiting(0.02, lost.append)
    for number in (1, 2):
        queue.begin(number)
        await asyncio.sleep(0.05)
    assert lost == [1, 2]


def test_another_loop_is_watched_too() -> None:
    lost: list[int] = []
    queue = Waiting(0.02, lost.append)

    async def wait(number: int, seconds: float) -> None:
        queue.begin(number)
        await asyncio.sleep(seconds)
        queue.end(number)

    asyncio.run(wait(1, 0))
    asyncio.run(wait(2, 0.05))
    assert lost == [2]
