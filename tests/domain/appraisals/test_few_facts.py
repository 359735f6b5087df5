"""A share of few facts says little of anybody: it is drawn towards the mean, or says nothing (docs/rules.md §7)."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appraisals.arithmetic import Part
from domain.appraisals.counting import Subject
from domain.appraisals.scoring import SHARES, Score, score_all
from domain.appraisals.templates import template
from domain.words import SubjectKind

AGENCY = SubjectKind.AGENCY
PLAN = template(AGENCY)
GOOD = {"n": 400, "total": 40_000, "squares": 4_000_000, "voluntary": 200}


def agency(number: int, **counts: int) -> Subject:
    return Subject(AGENCY, f"{number}局", agency_id=number, days={date(2026, 3, 2): Counter(counts)})


def scored(*agencies: Subject, **changes: Any) -> list[Score]:
    return score_all(agencies, {AGENCY: replace(PLAN, **changes)})


def part(score: Score, key: str) -> Part:
    return next(one for one in score.parts if one.key == key)


def test_one_late_order_of_one_is_no_nought_per_cent_with_full_weight() -> None:
    """All together mended 95 of 100 in time. One of ten is late and nine are as all are: 85.5 %."""
    one, _ = scored(agency(1, **GOOD, due=1, on_time=0), agency(2, **GOOD, due=99, on_time=95))
    told = part(one, "on_time_rate")
    assert (told.n, told.value, told.group_mean) == (1, Decimal("0.855"), Decimal("0.95"))
    assert one.total > 85
    (before, _) = scored(agency(1, **GOOD, due=1, on_time=0), agency(2, **GOOD, due=99, on_time=95), enough=0)
    assert part(before, "on_time_rate").value == 0
    assert before.total < 65, "so plans from before stay, and with them what was settled by them"


def test_where_all_together_have_too_few_the_part_says_nothing_and_hands_its_weight_on() -> None:
    one, other = scored(agency(1, **GOOD, due=1, on_time=0), agency(2, **GOOD, due=2, on_time=2))
    assert (part(one, "on_time_rate").points, part(one, "on_time_rate").effective) == (None, 0)
    assert one.total == other.total
    assert sum(one.effective for one in one.parts) == 100


def test_from_enough_facts_on_a_part_stands_for_itself() -> None:
    one, _ = scored(agency(1, **GOOD, due=10, on_time=4), agency(2, **GOOD, due=100, on_time=100))
    assert part(one, "on_time_rate").value == Decimal("0.4")


def test_a_mean_of_few_ratings_is_drawn_as_far_even_where_the_plan_draws_nobody() -> None:
    few = {"n": 1, "total": 20, "squares": 400, "voluntary": 1}
    one, _ = scored(agency(1, **few), agency(2, n=99, total=9_900, squares=990_000, voluntary=99), shrinkage=0)
    assert part(one, "score").value == Decimal("91.28")  # (9 · 99.2 + 20) / 10


COUNTS = st.integers(0, 30)


@given(whole=COUNTS, share=st.floats(0, 1), others=st.integers(0, 400), good=st.floats(0, 1), enough=st.integers(0, 20))
def test_a_share_lies_between_its_own_and_that_of_all_and_within_its_interval(
    whole: int, share: float, others: int, good: float, enough: int
) -> None:
    for key, (top, below) in SHARES.items():
        if below == "n":
            continue
        own = {top: round(share * whole), below: whole}
        one, *_ = scored(
            agency(1, **GOOD, **own), agency(2, **GOOD, **{top: round(good * others), below: others}), enough=enough
        )
        told = part(one, key)
        if not whole:
            assert told.value is None
            continue
        value, itself = told.value, Decimal(own[top]) / whole
        assert value is not None
        if whole >= enough or told.silent:
            assert abs(value - itself) < Decimal("0.000001")
            assert told.silent is (whole < enough and whole + others < enough)
            continue
        mean = told.group_mean
        assert mean is not None
        assert min(itself, mean) - Decimal("0.000001") <= value <= max(itself, mean) + Decimal("0.000001")
        assert told.low is not None
        assert told.high is not None
        assert told.low - Decimal("0.000001") <= value <= told.high + Decimal("0.000001")


@pytest.mark.parametrize("good", [0, 1])
def test_no_single_fact_decides(good: int) -> None:
    """From no late order to eleven, each of them moves the share by a tenth at most: nothing jumps at the tenth."""
    shares = []
    for due in range(1, 12):
        one, _ = scored(agency(1, **GOOD, due=due, on_time=good * due), agency(2, **GOOD, due=900, on_time=450))
        shares.append(part(one, "on_time_rate").value or Decimal(0))
    assert all(abs(b - a) <= Decimal("0.1") for a, b in pairwise(shares))
    assert shares == sorted(shares, reverse=not good)
