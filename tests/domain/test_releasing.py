"""What the rated person sees of ratings: a week old and five at a time, each person's own."""

from datetime import timedelta

from domain import clock
from domain.evaluations.releasing import release
from storage import models
from storage.transactions import execute, fetch_value
from tests.cast import Cast, column


async def rated(cast: Cast, many: int) -> None:
    for _ in range(many):
        await cast.rate()


async def shown() -> int:
    """How many are shown now."""
    await release()
    return int(await fetch_value("select count(*) from evaluation where shown_to_staff_on is not null"))


async def shown_after(days: int) -> int:
    await clock.shift(timedelta(days=days))
    return await shown()


async def test_on_the_sixth_day_nothing_is_shown_and_on_the_seventh_all_of_it(cast: Cast) -> None:
    await rated(cast, 5)
    assert await shown_after(6) == 0
    assert await shown_after(1) == 5


async def test_four_wait_for_a_fifth_however_old_they_are(cast: Cast) -> None:
    await rated(cast, 4)
    assert await shown_after(40) == 0
    await rated(cast, 1)
    assert await shown_after(6) == 0
    assert await shown_after(1) == 5


async def test_what_is_young_is_not_shown_with_what_is_old(cast: Cast) -> None:
    await rated(cast, 5)
    await clock.shift(timedelta(days=7))
    await rated(cast, 1)
    assert await shown() == 5
    assert await column("select shown_to_staff_on from evaluation order by id desc limit 1") == [None]


async def test_a_batch_is_of_one_person(cast: Cast) -> None:
    other = await models.StaffMember.create(
        number="E002", name="李窗口", agency_id=cast.ids["managing"], hall_id=cast.ids["hall"]
    )
    await rated(cast, 8)
    await execute("update evaluation set staff_id = $1 where id % 2 = 0", other.id)
    assert await shown_after(30) == 0, "four and four"


async def test_running_it_twice_shows_nothing_twice(cast: Cast) -> None:
    await rated(cast, 5)
    assert await shown_after(7) == 5
    first = await fetch_value("select max(shown_to_staff_on) from evaluation")
    assert await shown_after(3) == 5
    assert await fetch_value("select max(shown_to_staff_on) from evaluation") == first
