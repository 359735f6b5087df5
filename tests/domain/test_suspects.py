"""Suspicion: a moderator marks, an independent reviewer decides; void is one transaction; orders for good ratings."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import clock, work_orders
from domain.errors import Conflict, Forbidden, IllegalMove, NotAllowed
from domain.moderation import moderate
from domain.tallies import COLUMNS, Tally
from domain.words import Level
from domain.words import ModerationAction as A
from storage.transactions import fetch, fetch_value
from tests.cast import Cast, column, pass_days, relay_all

COUNTED = set(COLUMNS) - {"events"}


async def tallies() -> list[Any]:
    """Everything that is counted, but for the service events: nothing undoes those."""
    rows = await fetch("select * from tally_day order by scope, day, scope_id")
    counts = [(row["scope"], row["day"], {name: n for name, n in row.items() if n and name in COUNTED}) for row in rows]
    hours = await fetch("select scope, hour, ratings, bad from tally_hour where ratings <> 0 or bad <> 0")
    tags = await fetch("select scope, tag_id, count from tally_tag where count <> 0 order by 1, 2")
    dimensions = await fetch("select scope, dimension_id, dissatisfied from tally_dimension where dissatisfied <> 0")
    return [[one for one in counts if one[2]], hours, tags, dimensions]


async def standing(id: int) -> str:
    return str(await fetch_value("select standing from evaluation where id = $1", id))


async def suspect(cast: Cast, **said: Any) -> int:
    rated = await cast.rate(**said)
    await moderate([rated.evaluation_id], A.SUSPECT, reason="同一分钟同一窗口评了八次", by=cast["moderator"])
    return rated.evaluation_id


async def test_a_suspect_rating_counts_and_its_order_keeps_its_terms(cast: Cast) -> None:
    rated = await cast.rate(text="材料没有清单")
    before, deadlines = await tallies(), await column("select due_at from deadline where cancelled_at is null")
    await moderate([rated.evaluation_id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    assert await standing(rated.evaluation_id) == "SUSPECT"
    assert await tallies() == before
    assert await column("select due_at from deadline where cancelled_at is null") == deadlines
    assert await column("select state from work_order") == ["DISPATCHED"]


async def test_while_it_is_suspect_its_text_waits(cast: Cast) -> None:
    id = await suspect(cast, text="很好")
    with pytest.raises(IllegalMove, match="suspect"):
        await moderate([id], A.PUBLISH, by=cast["moderator"])


async def test_a_reviewer_finds_it_valid_and_nothing_has_changed(cast: Cast) -> None:
    rated = await cast.rate(text="很好")
    before = await tallies()
    await moderate([rated.evaluation_id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    await moderate([rated.evaluation_id], A.MAKE_VALID, reason="叫号记录对得上", by=cast["reviewer"])
    assert await standing(rated.evaluation_id) == "VALID"
    assert await tallies() == before
    await moderate([rated.evaluation_id], A.PUBLISH, by=cast["moderator"])


async def test_void_is_one_transaction_standing_figures_order_terms_event_and_text(cast: Cast) -> None:
    await cast.event()
    empty = await tallies()
    id = await suspect(cast, text="材料没有清单", dimensions=(("ATTITUDE", Level.DISSATISFIED),))
    await clock.shift(timedelta(hours=3))  # the figures leave the hour in which they came, not that of the decision
    await moderate([id], A.MAKE_VOID, reason="当天没有这次办理", by=cast["reviewer"])
    assert await standing(id) == "VOID"
    assert await tallies() == empty
    ((state, closed),) = await fetch("select state, closed_at is not null from work_order")
    assert (state, closed) == ("VOIDED", True)
    assert await column("select id from deadline where met_at is null and cancelled_at is null") == []
    assert await pass_days(30) == 0
    await relay_all()
    kinds = await column("select kind from ledger order by position")
    assert {"evaluation.suspected", "evaluation.voided", "work_order.voided"} <= set(kinds)


async def test_many_are_made_void_with_one_writing_of_the_figures(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await cast.event()
    empty = await tallies()
    ids = [await suspect(cast), await suspect(cast, level=Level.SATISFIED)]
    written, write = list[Tally](), Tally.write

    async def once(tally: Tally) -> None:
        written.append(tally)
        await write(tally)

    monkeypatch.setattr(Tally, "write", once)
    await moderate(ids, A.MAKE_VOID, reason="当天没有这次办理", by=cast["reviewer"])
    assert len(written) == 1, "in the order of their keys, whatever stands in between: nobody waits crosswise"
    assert await tallies() == empty


async def test_a_void_rating_whose_text_was_public_leaves_the_public(cast: Cast) -> None:
    rated = await cast.rate(text="很好")
    await moderate([rated.evaluation_id], A.PUBLISH, by=cast["moderator"])
    await moderate([rated.evaluation_id], A.SUSPECT, reason="像是代评", by=cast["moderator"])
    assert await column("select text_public from evaluation") == ["很好"], "until it is decided nothing changes"
    await moderate([rated.evaluation_id], A.MAKE_VOID, reason="确为代评", by=cast["reviewer"])
    assert await column("select text_public from evaluation") == [None]


async def test_void_in_the_midst_of_the_mending_and_after_it(cast: Cast) -> None:
    for step in ("finding", "submit", "callback"):
        order = await cast.order()
        await cast.bring(order, step)
        id = await fetch_value("select evaluation_id from work_order where id = $1", order)
        await moderate([id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
        await moderate([id], A.MAKE_VOID, reason="本人说点错了", by=cast["reviewer"])
        assert await fetch_value("select state from work_order where id = $1", order) == "VOIDED"


async def test_the_reviewer_is_never_of_the_agency_concerned(cast: Cast) -> None:
    id = await suspect(cast)
    with pytest.raises(NotAllowed, match="own agency"):
        await moderate([id], A.MAKE_VOID, reason="不属实", by=cast["bureau_reviewer"])


async def test_nor_of_the_agency_that_mends(cast: Cast) -> None:
    id = await suspect(cast, tags=("214",))  # somebody's conduct: the employer's, and that is the reviewer's agency
    with pytest.raises(NotAllowed, match="own agency"):
        await moderate([id], A.MAKE_VALID, reason="属实", by=cast["reviewer"])


async def test_nobody_decides_upon_the_own_mark(cast: Cast) -> None:
    rated = await cast.rate()
    await moderate([rated.evaluation_id], A.SUSPECT, reason="像是误点", by=cast["reviewer"])
    with pytest.raises(NotAllowed, match="yourself"):
        await moderate([rated.evaluation_id], A.MAKE_VOID, reason="确实", by=cast["reviewer"])
    with pytest.raises(Forbidden):
        await moderate([rated.evaluation_id], A.MAKE_VOID, reason="确实", by=cast["moderator"])


async def test_only_what_is_suspect_is_decided_and_of_two_the_second_is_told(cast: Cast) -> None:
    rated = await cast.rate()
    with pytest.raises(IllegalMove):
        await moderate([rated.evaluation_id], A.MAKE_VOID, reason="不属实", by=cast["reviewer"])
    id = await suspect(cast)
    await moderate([id], A.MAKE_VALID, reason="属实", by=cast["reviewer"])
    second = replace(cast["reviewer"], id=cast["hr"].id, name="另一位")
    with pytest.raises(Conflict, match="复核员"):
        await moderate([id], A.MAKE_VOID, reason="不属实", by=second)


async def test_an_order_for_a_good_rating_that_reports_a_problem(cast: Cast) -> None:
    rated = await cast.rate(Level.SATISFIED, text="整体满意，但取号机坏了没人管")
    await clock.shift(timedelta(days=2))
    await moderate([rated.evaluation_id], A.OPEN_ORDER, reason="反映设备损坏", by=cast["moderator"])
    ((state, agency, day),) = await fetch("select state, agency_id, dispatched_on from work_order")
    assert (state, agency, day) == ("DISPATCHED", cast.ids["bureau"], await clock.today())
    assert set(await column("select kind from deadline")) >= {"SIGN", "CONTACT", "RECTIFY"}
    assert len(await column("select id from evidence")) == 1
    order = await fetch_value("select id from work_order")
    await work_orders.sign(order, by=cast["officer"])
    with pytest.raises(IllegalMove, match="already"):
        await moderate([rated.evaluation_id], A.OPEN_ORDER, reason="再开一件", by=cast["reviewer"])


async def test_a_bad_rating_has_its_order_already_and_a_void_one_gets_none(cast: Cast) -> None:
    rated = await cast.rate()
    with pytest.raises(IllegalMove, match="already"):
        await moderate([rated.evaluation_id], A.OPEN_ORDER, reason="问题严重", by=cast["dispatcher"])
    id = await suspect(cast, level=Level.SATISFIED)
    await moderate([id], A.MAKE_VOID, reason="代评", by=cast["reviewer"])
    with pytest.raises(IllegalMove, match="void"):
        await moderate([id], A.OPEN_ORDER, reason="问题", by=cast["moderator"])
