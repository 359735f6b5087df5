"""Checks a weight plan before it is written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from domain import clock, texts
from domain.appraisals.templates import PERSONS, Weighing, figures_of, points_of
from domain.errors import Invalid, TooLate
from domain.personal import outside

WHOLE: Final = Decimal(100)
MOST: Final = 100_000
MOST_ENOUGH: Final = 1_000
LONGEST_CUTOFF: Final = 90
LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class NewPlan:
    """The numbers of a plan, its first day, and the reason for it."""

    weighing: Weighing
    effective_from: date
    reason: str


async def checked(plan: NewPlan) -> NewPlan:
    """The plan with its reason tidied.

    Raises Invalid unless the weights sum to 100, all numbers are in range and it begins on the first of a month;
    TooLate if that day is not in the future; ReasonRequired without a reason.
    """
    w = plan.weighing
    _check_weights(w)
    _check_points(w)
    for name, value, most in (
        ("minimum", w.minimum, MOST),
        ("shrinkage", w.shrinkage, MOST),
        ("enough", w.enough, MOST_ENOUGH),
        ("cutoffDays", w.cutoff_days, LONGEST_CUTOFF),
    ):
        if not 0 <= value <= most:
            raise Invalid(f"这个数应在0到{most}之间。", f"This number is 0 to {most}.", path=(name,))
    if plan.effective_from.day != 1:
        raise Invalid("起用日应是某月1日。", "A plan begins on the first day of a month.", path=("effectiveFrom",))
    await check_ahead(plan.effective_from)
    reason = texts.needed(plan.reason, "reason", "理由", "the reason", longest=LONGEST_REASON)
    return NewPlan(w, plan.effective_from, outside.check(reason, "reason", "理由", "the reason"))


async def check_ahead(first: date) -> None:
    """Raise TooLate unless the day is in the future: rules must be known before a period begins."""
    if first <= await clock.today():
        raise TooLate(
            "起用日已经到了。考核开始前要让大家知道规则，请改到以后的月份。",
            "Its first day has come. Rules are known before a period begins: choose a later month.",
            path=("effectiveFrom",),
        )


def _check_weights(w: Weighing) -> None:
    if set(w.weights) != set(figures_of(w.kind)) or not all(_is_share(value) for value in w.weights.values()):
        raise Invalid(
            "每个权重应是0到100，最多两位小数。",
            "Each weight is 0 to 100 with two decimals at most.",
            path=("weights",),
        )
    whole = sum(w.weights.values(), Decimal(0))
    if whole != WHOLE:
        raise Invalid(*wrong_sum(whole), path=("weights",))


def wrong_sum(whole: Decimal) -> tuple[str, str]:
    """The message by how much the weights miss 100 (Chinese, English)."""
    off = abs(WHOLE - whole)
    zh, en = ("还差", "is missing") if whole < WHOLE else ("多了", "is too much")
    return (
        f"权重合计{whole:f}，{zh}{off:f}；必须正好是100。",
        f"The weights sum to {whole:f}: {off:f} {en}; they must be 100.",
    )


def _is_share(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= WHOLE and value == round(value, 2)


def _check_points(w: Weighing) -> None:
    if set(w.points) != set(points_of(w.kind)) or not all(_is_share(value) for value in w.points.values()):
        raise Invalid(
            "每个分值应是0到100，最多两位小数。", "Points are 0 to 100 with two decimals at most.", path=("points",)
        )
    if w.kind in PERSONS and w.points["repaired"] > min(w.points["DISSATISFIED"], w.points["VERY_DISSATISFIED"]):
        raise Invalid("加回的分不能比扣的多。", "A credit cannot exceed what was taken off.", path=("points",))
