"""Hiding that hides: what an order tells of a hidden rater's visit fits five visits, or is told coarser."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import clock, moderation
from domain.actor import SYSTEM
from domain.collecting import hand_out
from domain.evaluations import Submission, submit, submit_one
from domain.words import Entry, Level, ModerationAction, Stage
from domain.work_orders import hiding
from domain.work_orders.hiding import Disclosed
from storage.transactions import execute
from tests.cast import Cast, column


@given(st.tuples(*[st.integers(0, 9)] * 3).map(sorted))
def test_the_most_is_told_that_still_fits_five(fits: list[int]) -> None:
    step = hiding.told(fits)
    assert fits[step] >= hiding.FEWEST or step is Disclosed.NO_STAGE
    assert all(fits[finer] < hiding.FEWEST for finer in Disclosed if finer < step)
    assert hiding.is_guessable(fits) is (fits[step] < hiding.FEWEST)


async def visits(cast: Cast, many: int, *, stage: Stage = Stage.ACCEPTANCE, other: bool = False, days: int = 0) -> None:
    """So many visits like the rated one; `other`: with another clerk at another window."""
    await cast_colleague(cast)
    for _ in range(many):
        event = await cast.event(stage=stage, at=await clock.now() - timedelta(days=days))
        if other:
            await execute(
                "update service_event set staff_id = (select id from staff_member where number = 'E777'), "
                "window_id = (select id from service_window where code = 'H1-W02') where id = $1",
                event.service_event_id,
            )


async def cast_colleague(cast: Cast) -> None:
    await execute(
        "insert into staff_member (number, name, agency_id, duty) select 'E777', '同事', $1, 'WINDOW' "
        "where not exists (select from staff_member where number = 'E777')",
        cast.ids["managing"],
    )
    await execute(
        "insert into service_window (code, name, hall_id) select 'H1-W02', '2号窗口', $1 "
        "where not exists (select from service_window where code = 'H1-W02')",
        cast.ids["hall"],
    )


async def told() -> Disclosed:
    return Disclosed((await column("select told from work_order order by id desc limit 1"))[0])


@pytest.mark.parametrize(("many", "step"), [(4, Disclosed.ALL), (3, Disclosed.NO_STAGE)])
async def test_five_like_visits_tell_all_and_four_the_least(cast: Cast, many: int, step: Disclosed) -> None:
    await visits(cast, many)
    await cast.order()
    assert await told() is step


async def test_window_and_person_go_first(cast: Cast) -> None:
    await visits(cast, 4, other=True)
    await cast.order()
    assert await told() is Disclosed.NO_PERSON


async def test_the_stage_goes_next(cast: Cast) -> None:
    await visits(cast, 4, stage=Stage.DELIVERY)
    await cast.order()
    assert await told() is Disclosed.NO_STAGE


async def test_visits_of_another_item_or_longer_ago_are_no_crowd(cast: Cast) -> None:
    await visits(cast, 9, days=31)
    await cast.order()
    assert await told() is Disclosed.NO_STAGE


async def test_who_shows_the_face_is_told_whole(cast: Cast) -> None:
    await cast.order(anonymous_to_agency=False)
    assert await told() is Disclosed.ALL


async def test_at_the_device_only_the_visits_of_the_day_are_a_crowd(cast: Cast) -> None:
    await visits(cast, 9, days=2)
    await cast.order(entry=Entry.WINDOW_DEVICE)
    assert await told() is Disclosed.NO_STAGE
    await cast.order(entry=Entry.SMS_LINK)
    assert await told() is Disclosed.ALL


async def test_an_order_that_is_opened_later_is_counted_like_the_others(cast: Cast) -> None:
    rated = await cast.rate(Level.SATISFIED, text="有个问题")
    await moderation.moderate(
        [rated.evaluation_id], ModerationAction.OPEN_ORDER, reason="反映问题", by=cast["moderator"]
    )
    assert await told() is Disclosed.NO_STAGE


async def test_several_ratings_of_one_moment_are_counted_each_for_itself(cast: Cast) -> None:
    await visits(cast, 4)
    events = [await cast.event(), await cast.event(service="S-FLAT", agency="11990100MB2C00002B")]
    said = [Submission(e.token, Level.DISSATISFIED, cast["public"], tags=("208",)) for e in events]
    await submit(said)
    assert await column("select told from work_order order by evaluation_id") == [Disclosed.ALL, Disclosed.NO_STAGE]


async def test_the_rater_is_told_beforehand_what_the_order_will_be(cast: Cast) -> None:
    event = await cast.event()
    assert await hiding.may_be_guessed(event.service_event_id, Entry.RECEIPT_QR)
    await visits(cast, 4, stage=Stage.DELIVERY)
    assert not await hiding.may_be_guessed(event.service_event_id, Entry.RECEIPT_QR)
    token = await hand_out(event.service_event_id, Entry.SMS_LINK, by=SYSTEM)
    await submit_one(Submission(token, Level.DISSATISFIED, cast["public"], tags=("208",)))
    assert await told() is Disclosed.NO_STAGE
