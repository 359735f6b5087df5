"""The statistics: exact limits against the Poisson sums they are defined by, and against published values."""

import math

import pytest

from domain.intervals import gamma_p, poisson, wilson


def at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 30, 77, 200, 555, 1500])
def test_limits_are_where_the_tails_are_a_fortieth(count: int) -> None:
    low, high = poisson(count)
    assert 1 - at_most(count - 1, low) == pytest.approx(0.025, rel=1e-9)
    assert at_most(count, high) == pytest.approx(0.025, rel=1e-9)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0, 3.688879454),
        (1, 0.025317808, 5.571643391),
        (5, 1.623486390, 11.668332079),
        (10, 4.795388696, 18.390356042),
        (100, 81.363991, 121.626794),
    ],
)
def test_published_values(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("count", [10_000, 1_000_000, 20_000_000])
def test_large_counts_end_and_stay_in_order(count: int) -> None:
    low, high = poisson(count)
    assert low < count < high
    assert (high - low) / 2 == pytest.approx(1.96 * math.sqrt(count), rel=0.01)
    assert gamma_p(count, low) == pytest.approx(0.025, abs=1e-6)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(50, 100, 0.4038, 0.5962), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_of_a_share(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_has_no_interval() -> None:
    assert wilson(0, 0) == (None, None)
