"""What became of the bad ratings: every one is in one place, and the ladder only goes down."""

import pytest

from domain import clock, work_orders
from domain.words import CallbackOutcome
from storage import reading
from tests import beginning
from tests.cast import Cast, pass_days
from views.figures.public import outcomes
from web.charts.squares import OUTCOMES as DRAWN


@pytest.fixture
async def life(cast: Cast, database: str) -> Cast:
    """Five bad ratings: mended, unreached, done again, overdue, fresh."""
    await reading.connect(database)
    pleased, away, again, _late = [await cast.order() for _ in range(4)]
    await cast.bring(pleased, "callback")
    for order in (away, again):
        await cast.bring(order, "approve")
    await work_orders.record_callback(again, outcome=CallbackOutcome.DISSATISFIED, by=cast["dispatcher"])
    for days in (0, 0, 1):
        await pass_days(days) if days else None
        await work_orders.record_callback(away, outcome=CallbackOutcome.UNREACHABLE, by=cast["dispatcher"])
    await cast.order()
    return cast


@pytest.fixture(autouse=True)
async def reader() -> object:
    yield
    await reading.close()


def test_the_drawing_knows_every_outcome() -> None:
    assert sorted(DRAWN) == sorted(outcomes.OUTCOMES)


async def test_every_bad_rating_is_one_square(life: Cast) -> None:
    today = await clock.today()
    found = await outcomes.read(beginning.moment().date(), today)
    squares = {key: sum(day.counts.get(key, 0) for day in found.days) for key in outcomes.OUTCOMES}
    assert squares == {"satisfied": 1, "again": 1, "unreached": 1, "open": 2, "overdue": 0, "void": 0}
    assert (found.mended, found.open) == (3, 2)
    assert [rung.count for rung in found.ladder] == [5, 5, 5, 3, 2, 1]
    assert (found.asked.reached, found.asked.satisfied, found.asked.unreached) == (2, 1, 1)
    assert sum(found.mending.counts) == 3


async def test_what_runs_out_turns_overdue(life: Cast) -> None:
    await pass_days(30)
    today = await clock.today()
    found = await outcomes.read(beginning.moment().date(), today)
    assert found.ladder[3].lost == {"n": 2, "overdue": 2}


async def test_the_mark_moves_with_everything_that_happens(life: Cast) -> None:
    before = await outcomes.mark()
    assert before == await outcomes.mark()
    await life.order()
    assert before != await outcomes.mark()
