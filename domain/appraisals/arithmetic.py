"""From counts to a score. Pure.

    agency, district   Σ weight · value − points of orders that were circulated
    staff, agents      weight · (100 − points by severity + repair credit) + weight · (k·m + Σs) / (k + n)

Points are computed exactly and rounded once, half up, to four digits; values and limits of intervals have six. A share
of fewer than n₀ facts is filled up with the group's mean: (k·m + Σ) / (k + n), k = n₀ − n. The weight of a part that
cannot be computed goes to the others in proportion. A score lies between 0 and 100.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from domain.intervals import NORMAL_95, wilson

FOUR: Final = Decimal("0.0001")
SIX: Final = Decimal("0.000001")
ONE: Final = Decimal("0.1")
HUNDRED: Final = Decimal(100)


def rounded(exact: Decimal, unit: Decimal = FOUR) -> Decimal:
    """The number rounded half up, as one does by hand."""
    return exact.quantize(unit, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: `numerator` / `denominator`, worth at most `top` (1 for shares, 100 for scores).

    It has no value without a denominator. `weight` is the plan's; `effective` includes the weight taken over from parts
    that cannot be computed. `silent`: it is shown but gives no points, because the whole group together has too few
    facts.
    """

    key: str
    numerator: Decimal
    denominator: Decimal
    n: int
    weight: Decimal = Decimal(0)
    top: int = 1
    group_mean: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    effective: Decimal = Decimal(0)
    points: Decimal | None = None
    silent: bool = False

    @property
    def counts(self) -> bool:
        """Whether the part gives points."""
        return bool(self.denominator) and not self.silent

    @property
    def value(self) -> Decimal | None:
        """Numerator by denominator with six digits; None without a denominator."""
        return rounded(self.numerator / self.denominator, SIX) if self.denominator else None


def weigh(parts: Sequence[Part]) -> list[Part]:
    """The parts with effective weights and points.

    Points are multiplied first and divided once, so that equal results stay equal.
    """
    whole = sum((part.weight for part in parts if part.counts), Decimal(0))
    return [_weighed(part, whole) for part in parts]


def _weighed(part: Part, whole: Decimal) -> Part:
    if not (part.weight and part.counts and whole):
        return part
    exact = part.weight * part.numerator * HUNDRED / (whole * part.denominator * part.top)
    return replace(part, effective=rounded(part.weight * HUNDRED / whole), points=rounded(exact))


def shrunken(total: Decimal, n: int, mean: Decimal, k: int) -> tuple[Decimal, Decimal]:
    """(k·m + Σs, k + n), numerator and denominator of a mean of few ratings drawn to the group's mean."""
    return k * mean + total, Decimal(k + n)


def drawn(value: Decimal | None, n: int, mean: Decimal, k: int) -> Decimal | None:
    """A limit of an interval, drawn to the mean like its figure; the filled-up part has no uncertainty."""
    return None if value is None else rounded((k * mean + n * value) / (k + n), SIX)


def total(parts: Sequence[Part]) -> Decimal:
    """The sum of the rounded points, 0 to 100; adding up the points shown gives the same."""
    return clamped(sum((part.points for part in parts if part.points is not None), Decimal(0)))


def clamped(exact: Decimal) -> Decimal:
    """The number limited to 0 to 100."""
    return min(max(exact, Decimal(0)), HUNDRED)


def penalty(key: str, count: int, each: Decimal) -> Part:
    """A part that takes `each` points off `count` times, outside the weights."""
    return Part(key, Decimal(count), Decimal(1), count, points=rounded(-each * count), top=100)


def shown(score: Decimal | None) -> Decimal | None:
    """The score as people see it, with one digit."""
    return None if score is None else rounded(score, ONE)


def interval_of_share(part: int, whole: int) -> tuple[Decimal | None, Decimal | None]:
    """(lower, upper) limit of a share's 95 % interval, with six digits; both None without any."""
    low, high = wilson(part, whole)
    return (None, None) if low is None or high is None else (_limit(low), _limit(high))


def around_mean(value: Decimal, total: Decimal, squares: Decimal, n: int) -> tuple[Decimal | None, Decimal | None]:
    """(lower, upper) limit of the 95 % interval of a mean, from the spread; both None for fewer than two."""
    if n < 2:
        return None, None
    spread = max(float(squares - total * total / n), 0.0) / (n - 1)
    half = NORMAL_95 * math.sqrt(spread / n)
    return _limit(max(0.0, float(value) - half)), _limit(min(100.0, float(value) + half))


def margin(parts: Sequence[Part]) -> Decimal | None:
    """Half the width of the score's 95 % interval; None if no part has one.

    The parts are treated as independent.
    """
    squares = [
        (float(part.effective) * float(part.high - part.low) / 2 / part.top) ** 2
        for part in parts
        if part.points is not None and part.low is not None and part.high is not None
    ]
    return rounded(Decimal(math.sqrt(sum(squares)))) if squares else None


def _limit(value: float) -> Decimal:
    return rounded(Decimal(value), SIX)
