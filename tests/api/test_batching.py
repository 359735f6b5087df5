"""Group commit: what waits together commits together, nobody pays for a neighbour, nothing acknowledged is lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import asyncpg
import pytest

from api.batching.batches import Batches
from api.batching.gathering import Gathering
from api.errors import ApiError
from domain import evaluations
from domain.actor import PUBLIC
from domain.errors import DomainError, Invalid
from domain.evaluations import Submission, Submitted
from domain.words import Level
from storage.transactions import execute, fetch_value
from tests.cast import Cast

Numbers = Gathering[int, int]


class Press:
    """A writer that can be held up, and remembers its batches."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go = asyncio.Event()
        self.started = asyncio.Event()
        self.may_go.set()

    async def write(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        self.started.set()
        await self.may_go.wait()
        return [item * 10 for item in items]


async def held() -> tuple[Press, Numbers, "asyncio.Task[int | DomainError]"]:
    """A gathering whose first batch, the 0, is on its way and waits."""
    press = Press()
    press.may_go.clear()
    numbers = Numbers(press.write)
    first = asyncio.create_task(numbers.add(0))
    await press.started.wait()
    return press, numbers, first


async def test_what_waits_while_a_batch_commits_becomes_the_next_batch() -> None:
    press, numbers, first = await held()
    waiting = [asyncio.create_task(numbers.add(n)) for n in range(1, 200)]
    await asyncio.sleep(0)
    press.may_go.set()
    assert await first == 0
    assert await asyncio.gather(*waiting) == [n * 10 for n in range(1, 200)]
    assert [len(batch) for batch in press.batches] == [1, 128, 71]


async def test_a_request_that_leaves_before_its_batch_writes_nothing_and_one_that_leaves_later_is_written() -> None:
    press, numbers, first = await held()
    early = [asyncio.create_task(numbers.add(n)) for n in (1, 2)]
    late = asyncio.create_task(numbers.add(3))
    await asyncio.sleep(0)
    for task in early:
        task.cancel()
    press.started.clear()
    gate, press.may_go = press.may_go, asyncio.Event()
    gate.set()
    assert await first == 0
    await press.started.wait()
    late.cancel()
    press.may_go.set()
    await numbers.close()
    assert press.batches == [[0], [3]]
    assert all(task.cancelled() for task in (*early, late))


async def test_above_the_most_that_may_wait_a_request_is_refused_at_once() -> None:
    press, numbers, first = await held()
    waiting = [asyncio.create_task(numbers.add(n)) for n in range(numbers.most)]
    await asyncio.sleep(0)
    with pytest.raises(ApiError) as refused:
        async with asyncio.timeout(2):
            await numbers.add(-1)
    assert (refused.value.code, refused.value.status) == ("RATE_LIMITED", 503)
    assert "Retry-After" in refused.value.headers
    press.may_go.set()
    await asyncio.gather(first, *waiting)


async def test_a_batch_that_takes_too_long_is_not_known_and_the_next_one_goes_on() -> None:
    press = Press()
    press.may_go.clear()
    numbers = Numbers(press.write, seconds=0.05)
    with pytest.raises(ApiError) as late:
        await numbers.add(1)
    assert late.value.code == "UNAVAILABLE"
    press.may_go.set()
    assert await numbers.add(2) == 20


async def test_a_lost_connection_fails_all_and_is_never_halved() -> None:
    batches = []

    async def away(items: Sequence[int]) -> list[int]:
        batches.append(len(items))
        raise ConnectionResetError

    numbers = Numbers(away)
    answers = await asyncio.gather(*(numbers.add(n) for n in range(40)), return_exceptions=True)
    assert batches == [40]
    assert {getattr(answer, "code", None) for answer in answers} == {"UNAVAILABLE"}


async def test_who_gave_way_to_another_batch_is_told_that_nothing_was_saved() -> None:
    async def give_way(items: Sequence[int]) -> list[int]:
        raise asyncpg.DeadlockDetectedError("deadlock detected")

    with pytest.raises(ApiError) as beaten:
        await Numbers(give_way).add(1)
    assert (beaten.value.code, beaten.value.status) == ("UNAVAILABLE", 503)
    assert "没有保存" in beaten.value.zh


async def test_a_fault_of_one_item_is_its_own() -> None:
    async def write(items: Sequence[int]) -> list[int]:
        if 13 in items:
            raise ZeroDivisionError
        return list(items)

    numbers = Numbers(write)
    answers = await asyncio.gather(*(numbers.add(n) for n in range(40)), return_exceptions=True)
    assert [n for n, answer in enumerate(answers) if answer != n] == [13]
    assert isinstance(answers[13], ZeroDivisionError)


async def test_what_is_written_is_told_even_if_a_neighbour_of_the_same_request_is_at_fault() -> None:
    async def write(items: Sequence[int]) -> list[int]:
        if 13 in items:
            raise ZeroDivisionError
        return list(items)

    answers = await Numbers(write).add_all(range(40))
    assert [n for n, answer in enumerate(answers) if answer != n] == [13]
    assert isinstance(answers[13], Invalid)
    with pytest.raises(ZeroDivisionError):
        await Numbers(write).add_all([13])


async def test_an_outage_is_no_refusal_whatever_was_written_before() -> None:
    async def write(items: Sequence[int]) -> list[int]:
        if 3 in items:
            raise ConnectionResetError
        return list(items)

    with pytest.raises(ApiError) as lost:
        await Numbers(write, at_once=2).add_all([1, 2, 3, 4])
    assert lost.value.code == "UNAVAILABLE"


async def test_what_the_database_will_not_have_is_that_items_refusal(cast: Cast) -> None:
    await execute("alter table evaluation add constraint poison check (text_raw is null or text_raw <> 'poison')")
    rating = said((await cast.event()).token, text="poison")
    answer = await Batches().submissions.add(rating)
    assert isinstance(answer, Invalid)


async def test_items_that_must_stay_apart_never_share_a_batch() -> None:
    press = Press()
    numbers = Numbers(press.write, apart=lambda n: n % 2)
    assert await numbers.add_all([1, 3, 2, 5]) == [10, 30, 20, 50]
    assert press.batches == [[1, 3], [2], [5]]


async def test_closing_writes_what_was_taken_and_takes_no_more() -> None:
    press, numbers, first = await held()
    second = asyncio.create_task(numbers.add(1))
    await asyncio.sleep(0)
    closing = asyncio.create_task(numbers.close())
    press.may_go.set()
    await closing
    assert (await first, await second) == (0, 10)
    with pytest.raises(ApiError):
        await numbers.add(2)


def said(token: str, level: Level = Level.SATISFIED, **more: object) -> Submission:
    return Submission(token, level, PUBLIC, tags=("208",) if level.is_bad else (), **more)  # type: ignore[arg-type]


async def test_a_poisoned_rating_among_forty_stands_alone(cast: Cast) -> None:
    """The database itself refuses one row; thirty-nine are stored with all that follows from them."""
    await execute("alter table evaluation add constraint poison check (text_raw is null or text_raw <> 'poison')")
    tokens = [(await cast.event()).token for _ in range(40)]
    ratings = [said(token, Level.DISSATISFIED if n % 2 else Level.SATISFIED) for n, token in enumerate(tokens)]
    ratings[17] = replace(ratings[17], text="poison")
    batches = Batches()
    answers = await asyncio.gather(*(batches.submissions.add(rating) for rating in ratings), return_exceptions=True)
    assert [n for n, answer in enumerate(answers) if not isinstance(answer, Submitted)] == [17]
    assert await fetch_value("select count(*) from evaluation") == 39
    assert await fetch_value("select count(*) from work_order") == 19
    assert await fetch_value("select count(*) from outbox where kind = 'evaluation.submitted'") == 39
    assert await fetch_value("select sum(satisfied + dissatisfied) from tally_day where scope = 'CITY'") == 39


async def test_equal_keys_in_one_batch_get_one_answer(cast: Cast) -> None:
    rating = said((await cast.event()).token, idempotency_key="the same")
    batches = Batches()
    answers = await asyncio.gather(*(batches.submissions.add(rating) for _ in range(5)))
    assert len({answer.evaluation_id for answer in answers if isinstance(answer, Submitted)}) == 1
    assert await fetch_value("select count(*) from evaluation") == 1


async def test_fifty_with_one_proof_are_one_rating(cast: Cast) -> None:
    token = (await cast.event()).token
    batches = Batches()
    answers = await asyncio.gather(*(batches.submissions.add(said(token)) for _ in range(50)))
    assert sum(isinstance(answer, Submitted) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, DomainError)} == {"ALREADY_RATED"}


async def test_leaving_in_both_phases_with_a_real_database(cast: Cast) -> None:
    """Five leave before their batch: nothing of them. Five leave while theirs commits: stored, and the key answers."""
    tokens = [(await cast.event()).token for _ in range(11)]
    ratings = [said(token, idempotency_key=f"key {n}") for n, token in enumerate(tokens)]
    commits, go = asyncio.Event(), asyncio.Event()

    async def slowly(items: Sequence[Submission]) -> Sequence[Submitted | DomainError]:
        commits.set()
        await go.wait()
        return await evaluations.submit(items)

    queue: Gathering[Submission, Submitted] = Gathering(slowly)
    late = [asyncio.create_task(queue.add(rating)) for rating in ratings[:5]]
    await commits.wait()
    early = [asyncio.create_task(queue.add(rating)) for rating in ratings[5:10]]
    stays = asyncio.create_task(queue.add(ratings[10]))
    await asyncio.sleep(0)
    for task in (*late, *early):
        task.cancel()
    go.set()
    assert isinstance(await stays, Submitted)
    assert await fetch_value("select count(*) from evaluation") == 6
    again = await Batches().submissions.add(ratings[0])
    assert isinstance(again, Submitted)
    assert again.existed
