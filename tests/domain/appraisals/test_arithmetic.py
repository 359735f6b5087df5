"""The arithmetic of a score, figure by figure."""

from decimal import Decimal

import pytest

from domain.appraisals.arithmetic import Part, clamped, rounded, shown, shrunken, total, weigh


def part(key: str, numerator: int, denominator: int, weight: int) -> Part:
    return Part(key, Decimal(numerator), Decimal(denominator), denominator, Decimal(weight))


def test_a_part_that_cannot_be_computed_hands_its_weight_to_the_others() -> None:
    parts = weigh([part("a", 1, 2, 30), part("b", 3, 4, 20), part("none", 0, 0, 50)])
    assert [one.effective for one in parts] == [60, 40, 0]
    assert [one.points for one in parts] == [30, 30, None]
    assert total(parts) == 60


def test_of_nothing_at_all_the_score_is_nothing() -> None:
    assert total(weigh([part("none", 0, 0, 60), part("neither", 0, 0, 40)])) == 0


@pytest.mark.parametrize(
    ("exact", "said"), [("0.00005", "0.0001"), ("0.00015", "0.0002"), ("0.00025", "0.0003"), ("66.66665", "66.6667")]
)
def test_a_half_goes_up(exact: str, said: str) -> None:
    assert str(rounded(Decimal(exact))) == said


def test_a_score_said_to_people_has_one_digit() -> None:
    assert str(shown(Decimal("89.2500"))) == "89.3"
    assert shown(None) is None


@pytest.mark.parametrize(("exact", "kept"), [("-0.0001", "0"), ("0", "0"), ("100", "100"), ("100.0001", "100")])
def test_a_score_lies_between_nothing_and_a_hundred(exact: str, kept: str) -> None:
    assert clamped(Decimal(exact)) == Decimal(kept)


def test_few_ratings_are_drawn_towards_the_mean_of_the_group() -> None:
    numerator, denominator = shrunken(Decimal(100), 1, Decimal(80), 30)
    assert (numerator, denominator) == (2500, 31)
    assert shrunken(Decimal(100), 1, Decimal(80), 0) == (100, 1)
