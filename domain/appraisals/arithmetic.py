"""From counted figures to a score, pure. Every step is exact; each result is rounded once, half up, to four digits.

    agency, district   Σ weight · value − points of orders that were circulated
    staff, agents      weight · (100 − points by severity + repair credit) + weight · (k·m + Σs) / (k + n)

A share that rests on few facts is filled up with the group's mean to n₀ of them: (k·m + Σ) / (k + n), k = n₀ − n.
A part that cannot be computed hands its weight to the others in proportion. A score lies between 0 and 100.
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
    """Half up: what a person with pen and paper does."""
    return exact.quantize(unit, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: `numerator` of `denominator` is worth up to `top` (1 for shares, 100 for scores); null without any.

    `weight` is what the plan says; `effective` what it is after parts that cannot be computed handed theirs over.
    `silent`: what was counted is told and says nothing, as all of the group together have too few.
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
        return bool(self.denominator) and not self.silent

    @property
    def value(self) -> Decimal | None:
        return rounded(self.numerator / self.denominator, SIX) if self.denominator else None


def weigh(parts: Sequence[Part]) -> list[Part]:
    """Give each part its effective weight and its points. Multiplied first and divided once, so ties stay ties."""
    whole = sum((part.weight for part in parts if part.counts), Decimal(0))
    return [_weighed(part, whole) for part in parts]


def _weighed(part: Part, whole: Decimal) -> Part:
    if not (part.weight and part.counts and whole):
        return part
    exact = part.weight * part.numerator * HUNDRED / (whole * part.denominator * part.top)
    return replace(part, effective=rounded(part.weight * HUNDRED / whole), points=rounded(exact))


def shrunken(total: Decimal, n: int, mean: Decimal, k: int) -> tuple[Decimal, Decimal]:
    """(k·m + Σs) / (k + n) as numerator and denominator: few ratings are drawn towards the mean of the group."""
    return k * mean + total, Decimal(k + n)


def drawn(value: Decimal | None, n: int, mean: Decimal, k: int) -> Decimal | None:
    """An end of an interval, drawn along with its figure: what is filled up is sure."""
    return None if value is None else rounded((k * mean + n * value) / (k + n), SIX)


def total(parts: Sequence[Part]) -> Decimal:
    """The sum of the rounded points, so that whoever adds them up again finds the same."""
    return clamped(sum((part.points for part in parts if part.points is not None), Decimal(0)))


def clamped(exact: Decimal) -> Decimal:
    return min(max(exact, Decimal(0)), HUNDRED)


def penalty(key: str, count: int, each: Decimal) -> Part:
    """Points taken off outside the weights."""
    return Part(key, Decimal(count), Decimal(1), count, points=rounded(-each * count), top=100)


def shown(score: Decimal | None) -> Decimal | None:
    """As it is said to people: one digit, half up."""
    return None if score is None else rounded(score, ONE)


def interval_of_share(part: int, whole: int) -> tuple[Decimal | None, Decimal | None]:
    """Its 95 % interval as scores keep it; nothing where nothing was counted."""
    low, high = wilson(part, whole)
    return (None, None) if low is None or high is None else (_limit(low), _limit(high))


def around_mean(value: Decimal, total: Decimal, squares: Decimal, n: int) -> tuple[Decimal | None, Decimal | None]:
    """The 95 % interval of a mean of levels, by their spread; of fewer than two there is none."""
    if n < 2:
        return None, None
    spread = max(float(squares - total * total / n), 0.0) / (n - 1)
    half = NORMAL_95 * math.sqrt(spread / n)
    return _limit(max(0.0, float(value) - half)), _limit(min(100.0, float(value) + half))


def margin(parts: Sequence[Part]) -> Decimal | None:
    """Half the width of the score's 95 % interval: the parts' own, weighed and taken together as independent."""
    squares = [
        (float(part.effective) * float(part.high - part.low) / 2 / part.top) ** 2
        for part in parts
        if part.points is not None and part.low is not None and part.high is not None
    ]
    return rounded(Decimal(math.sqrt(sum(squares)))) if squares else None


def _limit(value: float) -> Decimal:
    return rounded(Decimal(value), SIX)
