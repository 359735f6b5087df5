"""Weight plans: what is refused, and that a second person adopts them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from domain import appraisals, clock
from domain.appraisals import NewPlan
from domain.appraisals.days import months_later
from domain.appraisals.templates import template
from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Frozen,
    IllegalMove,
    Invalid,
    NotAllowed,
    ReasonRequired,
    TooLate,
)
from domain.words import SubjectKind
from storage import models
from storage.transactions import execute, fetch, fetch_value
from tests.cast import Cast
from tests.domain.appraisals.quarter import adopt


async def plan(months: int = 1, *, kind: SubjectKind = SubjectKind.AGENCY, **changes: Any) -> NewPlan:
    """The template from the first of a later month, with other numbers where they are given."""
    first = months_later((await clock.today()).replace(day=1), months)
    numbers = {name: changes.pop(name) for name in ("weights", "points") if name in changes}
    usual = template(kind)
    merged = {name: getattr(usual, name) | {k: Decimal(v) for k, v in given.items()} for name, given in numbers.items()}
    weighing = replace(usual, **merged, **{k: v for k, v in changes.items() if k not in ("reason", "effective_from")})
    return NewPlan(weighing, changes.get("effective_from", first), changes.get("reason", "按本市办法"))


async def adopted(cast: Cast, **changes: Any) -> int:
    number = await appraisals.draft(await plan(**changes), by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    await adopt(number, cast)
    return number


async def test_weights_that_sum_to_99_are_refused_saying_by_how_much(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        await appraisals.draft(await plan(weights={"score": "34"}), by=cast["hr"])
    assert refusal.value.zh == "权重合计99，还差1；必须正好是100。"
    assert refusal.value.en == "The weights sum to 99: 1 is missing; they must be 100."
    assert refusal.value.path == ("weights",)
    with pytest.raises(Invalid) as more:
        await appraisals.draft(await plan(weights={"score": "35.5"}), by=cast["hr"])
    assert "多了0.5" in more.value.zh


async def test_two_plans_of_one_kind_on_one_day_are_refused_by_rule_and_by_wall(cast: Cast) -> None:
    await appraisals.draft(await plan(), by=cast["hr"])
    with pytest.raises(Conflict, match="Version 2 begins on that day"):
        await appraisals.draft(await plan(), by=cast["hr"])
    await appraisals.draft(await plan(kind=SubjectKind.DISTRICT), by=cast["hr"])
    other = await appraisals.draft(await plan(2), by=cast["hr"])
    with pytest.raises(Conflict):
        await appraisals.revise(other, await plan(1), by=cast["hr"])
    with pytest.raises(asyncpg.UniqueViolationError):
        await execute(
            """update weight_plan set effective_from = (select effective_from from weight_plan
               where version = 2 and subject_kind = 'AGENCY') where id = $1""",
            other,
        )


WRONG: list[tuple[dict[str, Any], type[DomainError]]] = [
    ({"weights": {"score": "-5", "self_rate": "50"}}, Invalid),
    ({"weights": {"score": "34.995", "self_rate": "10.005"}}, Invalid),
    ({"weights": {"active_rate": "0"}}, Invalid),
    ({"weights": {"score": "NaN"}}, Invalid),
    ({"points": {"circulated": "101"}}, Invalid),
    ({"minimum": -1}, Invalid),
    ({"shrinkage": 100_001}, Invalid),
    ({"cutoff_days": 91}, Invalid),
    ({"reason": " \u200b"}, ReasonRequired),
    ({"reason": "理由" * 251}, Invalid),
    ({"effective_from": date(2040, 1, 2)}, Invalid),
    ({"effective_from": date(2022, 1, 1)}, TooLate),
    ({"kind": SubjectKind.WINDOW_STAFF, "points": {"repaired": "6"}}, Invalid),
]


@pytest.mark.parametrize(("changes", "error"), WRONG)
async def test_a_plan_nobody_could_be_judged_by_is_refused(
    cast: Cast, changes: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        await appraisals.draft(await plan(**changes), by=cast["hr"])
    assert await fetch_value("select count(*) from weight_plan") == 4


async def test_a_draft_may_change_and_changing_what_was_submitted_makes_it_a_draft_again(cast: Cast) -> None:
    number = await appraisals.draft(await plan(), by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    with pytest.raises(IllegalMove):
        await appraisals.submit(number, by=cast["hr"])
    await appraisals.revise(number, await plan(minimum=50), by=cast["hr"])
    (row,) = await fetch("select state, minimum, version from weight_plan where id = $1", number)
    assert tuple(row) == ("DRAFT", 50, 2)
    with pytest.raises(IllegalMove):
        await adopt(number, cast)


async def test_whoever_wrote_a_plan_cannot_adopt_it(cast: Cast) -> None:
    number = await appraisals.draft(await plan(), by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    with pytest.raises(NotAllowed):
        await adopt(number, cast, who="hr")
    await adopt(number, cast)


async def test_whoever_revised_a_plan_wrote_it_and_cannot_adopt_it(cast: Cast) -> None:
    other = await models.Account.create(
        login="hr2", name="绩效乙", password_hash="-", roles=["HR"], agency_id=cast.ids["managing"]
    )
    second = replace(cast["hr"], id=other.id, name=other.name)
    number = await appraisals.draft(await plan(), by=cast["hr"])
    await appraisals.revise(number, await plan(minimum=50), by=second)
    await appraisals.submit(number, by=second)
    (row,) = await fetch("select author_id, author_name, changed_at from weight_plan where id = $1", number)
    assert (row["author_id"], row["author_name"]) == (second.id, "绩效乙")
    with pytest.raises(NotAllowed):
        await appraisals.adopt(number, seen=row["changed_at"], by=second)
    await appraisals.adopt(number, seen=row["changed_at"], by=cast["hr"])


async def test_a_plan_changed_since_it_was_read_is_not_adopted(cast: Cast) -> None:
    number = await appraisals.draft(await plan(), by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    seen = await fetch_value("select changed_at from weight_plan where id = $1", number)
    await appraisals.revise(number, await plan(minimum=1), by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    for old in (seen, None):
        with pytest.raises(Conflict, match="since you read it"):
            await appraisals.adopt(number, seen=old, by=cast["supervisor"])
    await adopt(number, cast)


async def test_an_adopted_plan_never_changes_by_rule_and_by_wall(cast: Cast) -> None:
    number = await adopted(cast)
    for attempt in (
        appraisals.revise(number, await plan(), by=cast["hr"]),
        appraisals.discard(number, by=cast["hr"]),
        appraisals.submit(number, by=cast["hr"]),
        adopt(number, cast),
    ):
        with pytest.raises(Frozen):
            await attempt
    for statement in ("update weight_plan set minimum = 1 where id = $1", "delete from weight_plan where id = $1"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await execute(statement, number)


async def test_the_plan_of_a_day_is_the_newest_that_has_begun(cast: Cast) -> None:
    number = await adopted(cast, minimum=77)
    today = await clock.today()
    assert (await appraisals.in_force(SubjectKind.AGENCY, today))["version"] == 1
    assert (await appraisals.in_force(SubjectKind.AGENCY, months_later(today.replace(day=1), 1)))["id"] == number


async def test_a_plan_whose_day_has_come_is_too_late_to_adopt(cast: Cast) -> None:
    wanted = await plan()
    number = await appraisals.draft(wanted, by=cast["hr"])
    await appraisals.submit(number, by=cast["hr"])
    await clock.shift(wanted.effective_from - await clock.today())
    with pytest.raises(TooLate):
        await adopt(number, cast)


@pytest.mark.parametrize("who", ["officer", "clerk", "auditor", "head", "supervisor", "subscriber", "public"])
async def test_only_hr_drafts(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        await appraisals.draft(await plan(), by=cast[who])


async def test_each_kind_begins_with_our_proposal_marked_as_ours(cast: Cast) -> None:
    rows = await fetch("select subject_kind, version, authority, state from weight_plan order by id")
    assert [tuple(row) for row in rows] == [(kind.value, 1, "ours", "ADOPTED") for kind in SubjectKind]
