"""Periods: when they may be settled, that they settle once, and what becomes of later changes."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from domain import appraisals, clock
from domain.actor import SYSTEM
from domain.appraisals.days import keys_between, span
from domain.appraisals.templates import template
from domain.errors import Conflict, Forbidden, Frozen, IllegalMove, Invalid, TooLate
from domain.words import SubjectKind
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import Cast, somebody_waits
from tests.domain.appraisals.quarter import adopt, live, settle


async def test_settling_twice_is_refused_and_the_score_stays(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    before = await fetch("select id, total from appraisal order by id")
    for attempt in (settle(key, cast), appraisals.compute(key, by=cast["hr"])):
        with pytest.raises(Frozen):
            await attempt
    assert await fetch("select id, total from appraisal order by id") == before


async def test_nobody_settles_what_was_not_looked_at(cast: Cast) -> None:
    await live(cast)
    with pytest.raises(IllegalMove):
        await settle(f"{(await clock.today()):%Y-%m}", cast)


async def test_what_was_computed_again_since_it_was_looked_at_is_not_settled(cast: Cast) -> None:
    key = await live(cast)
    seen = await fetch_value("select computed_at from appraisal_period where key = $1", key)
    await appraisals.compute(key, by=cast["hr"])
    for old in (seen, None):
        with pytest.raises(Conflict, match="computed again"):
            await appraisals.settle(key, seen=old, by=cast["hr"])
    assert await fetch_value("select state from appraisal_period where key = $1", key) == "PREVIEW"


async def test_exactly_what_was_looked_at_is_frozen_and_a_later_change_is_an_adjustment(cast: Cast) -> None:
    key = await live(cast)
    before = await fetch("select id, total from appraisal order by id")
    await execute("update evaluation set standing = 'VOID' where staff_id = $1", cast.ids["T002"])
    await settle(key, cast)
    assert await fetch("select id, total from appraisal order by id") == before
    assert await appraisals.adjust(by=SYSTEM) == 3


async def test_a_period_stays_open_for_appeals_until_its_cut_off(cast: Cast) -> None:
    today = await clock.today()
    key = f"{today:%Y-%m}"
    await appraisals.compute(key, by=cast["hr"])
    with pytest.raises(TooLate, match="10 days after its end"):
        await settle(key, cast)
    await clock.shift(span(key)[1] - today + timedelta(days=10))
    with pytest.raises(TooLate):
        await settle(key, cast)
    await clock.shift(timedelta(days=1))
    with pytest.raises(IllegalMove, match="computed before"):
        await settle(key, cast)
    seen = await appraisals.compute(key, by=cast["hr"])
    await appraisals.settle(key, seen=seen, by=cast["hr"])


@pytest.mark.parametrize("key", ["2026-13", "2026-Q5", "26-01", "2026-1", "2026-Q3 ", "２０２６-01"])
async def test_a_period_that_is_none_is_refused(cast: Cast, key: str) -> None:
    with pytest.raises(Invalid):
        await appraisals.compute(key, by=cast["hr"])


async def test_a_period_that_has_not_begun_is_not_computed(cast: Cast) -> None:
    with pytest.raises(IllegalMove):
        await appraisals.compute(f"{(await clock.today()).year + 1}-Q4", by=cast["hr"])


ANOTHER_FIGURE = """
insert into appraisal_figure (appraisal_id, place, key, numerator, denominator, n, weight, by_day)
select id, 99, 'more', 1, 1, 1, 0, '[]' from appraisal limit 1
"""
ANOTHER_SCORE = """
insert into appraisal (period_id, plan_id, subject_kind, agency_id, subject_name, state, first_day, n, bad, waiting,
  total)
select period_id, plan_id, 'AGENCY', (select max(id) from agency where code = '11990100MB2C00002B'), '后来', 'PREVIEW',
  first_day, 0, 0, 0, 100 from appraisal limit 1
"""


async def test_what_is_settled_the_database_itself_keeps(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    for statement in (
        "update appraisal set total = 100",
        "delete from appraisal_figure",
        "update appraisal_figure set points = 0",
        "update appraisal_period set state = 'PREVIEW', settled_at = null where state = 'SETTLED'",
        "truncate appraisal_adjustment",
        ANOTHER_FIGURE,
        ANOTHER_SCORE,
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await execute(statement)


async def test_a_rating_voided_after_settlement_makes_an_adjustment_with_its_reason_and_no_edit(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    assert await appraisals.adjust(by=SYSTEM) == 0
    await execute(
        "update evaluation set standing = 'VOID' where staff_id = $1 and level = 'VERY_SATISFIED'", cast.ids["T002"]
    )
    assert await appraisals.adjust(by=SYSTEM) == 3, "the agent, the agency of the hotline, the district"
    assert await appraisals.adjust(by=SYSTEM) == 0, "said once"
    rows = await fetch(
        """select a.subject_kind, a.total as settled, j.total, j.facts::text from appraisal_adjustment j
           join appraisal a on a.id = j.appraisal_id order by a.subject_kind"""
    )
    assert [row["subject_kind"] for row in rows] == ["AGENCY", "DISTRICT", "HOTLINE_AGENT"]
    assert all(row["settled"] != row["total"] for row in rows)
    differences = {one["key"]: (one["from"], one["to"]) for one in json.loads(rows[1]["facts"])}
    assert differences["score"] == ([1000, 13], [900, 12])
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute("delete from appraisal_adjustment")


async def test_a_finding_corrected_after_settlement_takes_the_points_off_the_person_again(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    await execute(
        """insert into finding (work_order_id, verdict, attribution, cause, note, found_by_id, found_at)
           select work_order_id, 'VALID_RESPONSIBLE', 'ITEM_PROCESS', 'PROCESS_POLICY', '复核改认', found_by_id,
             city_now() from finding where staff_id = $1""",
        cast.ids["clerk"],
    )
    assert await appraisals.adjust(by=SYSTEM) == 1
    now = await fetch_value(
        """select j.total::text from appraisal_adjustment j join appraisal a on a.id = j.appraisal_id
           where a.subject_kind = 'WINDOW_STAFF'"""
    )
    # 90 · 100/100 + 10 · (2 · 85 + 380) / (2 + 4) / 100
    assert now == "99.1667"


async def test_who_works_elsewhere_or_under_another_name_today_was_who_they_were(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    await execute("update staff_member set duty = 'OFFICE', hall_id = null where id = $1", cast.ids["clerk"])
    await execute("update staff_member set duty = 'HOTLINE', name = '李话务' where id = $1", cast.ids["E002"])
    await execute("update staff_member set agency_id = $2 where id = $1", cast.ids["T001"], cast.ids["housing"])
    assert await appraisals.adjust(by=SYSTEM) == 0


async def test_an_adjustment_of_few_ratings_tells_no_number_to_compare(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    await execute("update evaluation set standing = 'VOID' where staff_id = $1", cast.ids["E002"])
    await appraisals.adjust(by=SYSTEM)
    rows = await fetch(
        """select a.subject_kind, j.total, j.score from appraisal_adjustment j
           join appraisal a on a.id = j.appraisal_id"""
    )
    told = {row["subject_kind"]: (row["total"], row["score"]) for row in rows}
    assert told["AGENCY"][0] == told["AGENCY"][1]
    assert told["WINDOW_STAFF"][1] is None


async def test_settling_tells_the_world_once_for_each_score_and_nobodys_name(cast: Cast) -> None:
    key = await live(cast)
    scored = await settle(key, cast)
    rows = await fetch("select facts::text, agency_id from outbox where kind = 'appraisal.settled'")
    assert len(rows) == scored == await fetch_value("select count(*) from appraisal")
    assert not [row for row in rows if "陈窗口" in row["facts"]]


async def test_every_month_and_quarter_since_the_first_rating_is_opened_once(cast: Cast) -> None:
    await cast.rate()
    await clock.shift(timedelta(days=100))
    await appraisals.open_periods(by=SYSTEM)
    await appraisals.open_periods(by=SYSTEM)
    first, today = await fetch_value("select min(rated_on) from evaluation"), await clock.today()
    keys = {row["key"] for row in await fetch("select key from appraisal_period")}
    assert keys == set(keys_between(first, today))


@pytest.mark.parametrize("who", ["supervisor", "officer", "clerk", "auditor"])
async def test_only_hr_computes_and_settles(cast: Cast, who: str) -> None:
    for attempt in (appraisals.compute("2026-01", by=cast[who]), settle("2026-01", cast, who=who)):
        with pytest.raises(Forbidden):
            await attempt


async def test_a_bad_rating_nobody_has_verified_waits_and_touches_nobody(cast: Cast) -> None:
    await cast.order()
    key = f"{(await clock.today()):%Y-%m}"
    await appraisals.compute(key, by=cast["hr"])
    (row,) = await fetch("select n, bad, waiting, total from appraisal where subject_kind = 'WINDOW_STAFF'")
    assert tuple(row) == (0, 0, 1, 100)


async def test_two_who_settle_at_once_settle_once(cast: Cast) -> None:
    key, settled = await live(cast), asyncio.Event()

    async def second() -> None:
        await settled.wait()
        await settle(key, cast)

    settling = asyncio.create_task(second())
    async with transaction():
        await settle(key, cast)
        settled.set()
        await somebody_waits()
    with pytest.raises(Frozen):
        await settling
    assert await fetch_value("select count(*) from outbox where kind = 'appraisal_period.settled'") == 1


async def test_a_desk_of_one_district_neither_adopts_nor_looks_at_what_is_tried(cast: Cast) -> None:
    today = await clock.today()
    for attempt in (
        adopt(1, cast, who="hill_supervisor"),
        appraisals.simulate(today, today, [{}], by=cast["hill_supervisor"]),
    ):
        with pytest.raises(Forbidden):
            await attempt


async def test_whoever_tries_weights_does_not_read_what_would_be_the_own_score(cast: Cast) -> None:
    for _ in range(2):
        await cast.rate()
    today, kind = await clock.today(), SubjectKind.WINDOW_STAFF
    for staff, told in ((None, [cast.ids["clerk"]]), (cast.ids["clerk"], [])):
        tried = replace(cast["hr"], staff=staff)
        (scores,) = await appraisals.simulate(today, today, [{kind: template(kind)}], by=tried)
        assert [score.subject.staff_id for score in scores] == told
