"""What is counted for performance, and what is not yet or not at all."""

from collections import Counter
from datetime import timedelta

import pytest

from domain import clock
from domain.appraisals import counting
from domain.moderation import moderate
from domain.words import CallbackOutcome, Level, ModerationAction, SubjectKind
from storage.transactions import execute, fetch_value
from tests.cast import Cast
from tests.domain.appraisals.quarter import BAD, CONDUCT, GUIDE, ON_PAPER, found, mended, rated


async def counted(kind: SubjectKind) -> Counter[str]:
    """Of the one subject of this kind of whom anything is counted: everything from a year ago to a year ahead."""
    today = await clock.today()
    subjects = await counting.count(today - timedelta(days=365), today + timedelta(days=365))
    return sum((subject.sums() for subject in subjects if subject.kind is kind), Counter[str]())


async def test_a_suspect_rating_counts_until_it_is_decided(cast: Cast) -> None:
    rating = (await cast.rate(Level.SATISFIED)).evaluation_id
    for action, who, many in (
        (ModerationAction.SUSPECT, "moderator", 1),
        (ModerationAction.MAKE_VOID, "reviewer", 0),
    ):
        await moderate([rating], action, reason="同一分钟八次", by=cast[who])
        for kind in (SubjectKind.AGENCY, SubjectKind.DISTRICT, SubjectKind.WINDOW_STAFF):
            assert (await counted(kind))["n"] == many, (kind, action)


@pytest.mark.parametrize("kind", ["DEFAULT", "COMPREHENSIVE", "INSPECTION"])
async def test_what_no_rater_made_counts_for_nobody(cast: Cast, kind: str) -> None:
    for level in (Level.SATISFIED, Level.DISSATISFIED):
        await cast.rate(level)
    await execute("update evaluation set kind = $1", kind)
    for subject in (SubjectKind.AGENCY, SubjectKind.DISTRICT, SubjectKind.WINDOW_STAFF):
        sums = await counted(subject)
        assert (sums["n"], sums["complaints"], sums["waiting"]) == (0, 0, 0), subject


async def test_a_term_counts_once_it_is_over(cast: Cast) -> None:
    await cast.order()
    assert (await counted(SubjectKind.AGENCY))["due"] == 0
    due = await fetch_value("select due_at from deadline where kind = 'RECTIFY'")
    await clock.shift(due - await clock.now() - timedelta(hours=1))
    assert (await counted(SubjectKind.AGENCY))["due"] == 0
    await clock.shift(timedelta(hours=2))
    sums = await counted(SubjectKind.AGENCY)
    assert (sums["due"], sums["on_time"]) == (1, 0)


async def test_what_the_process_caused_touches_nobody_once_it_is_found(cast: Cast) -> None:
    rating = await rated(cast, BAD, staff="E001", entry=ON_PAPER, tags=("208",))
    assert (await counted(SubjectKind.WINDOW_STAFF)) == {"waiting": 1}
    await found(cast, rating, GUIDE)
    assert not await counted(SubjectKind.WINDOW_STAFF)


@pytest.mark.parametrize(("days", "credit"), [(1, 1), (60, 0)])
async def test_a_person_is_credited_with_what_was_mended_on_time_only(cast: Cast, days: int, credit: int) -> None:
    order = await found(cast, await rated(cast, BAD, staff="E001", entry=ON_PAPER, tags=("208",)), CONDUCT)
    await clock.shift(timedelta(days=days))
    await mended(cast, order, CallbackOutcome.SATISFIED)
    sums = await counted(SubjectKind.WINDOW_STAFF)
    assert (sums["responsible"], sums["repaired"]) == (1, credit)
