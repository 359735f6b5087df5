"""The numbers of a weight plan for each kind of subject, and our templates (docs/rules.md §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from domain.words import SubjectKind

UNITS: Final = (SubjectKind.AGENCY, SubjectKind.DISTRICT)
PERSONS: Final = (SubjectKind.WINDOW_STAFF, SubjectKind.HOTLINE_AGENT)

# Weighed figures. active_rate is not among them, because it would reward pressing people to rate.
OF_UNITS: Final = (
    "score",
    "on_time_rate",
    "post_rectify_satisfaction",
    "self_rate",
    "bad_reply_rate",
    "callback_rectify_rate",
)
OF_PERSONS: Final = ("responsibility", "mean")
# Keys of the points that are taken off or given back.
POINTS_OF_UNITS: Final = ("circulated",)
POINTS_OF_PERSONS: Final = ("DISSATISFIED", "VERY_DISSATISFIED", "repaired")

ENOUGH: Final = 10


@dataclass(frozen=True, slots=True)
class Weighing:
    """The numbers of a plan. Weights sum to 100.

    `enough`: the number of facts (n₀) from which a part is used as it is; 0, as in plans older than this number, uses
    every part as it is.
    """

    kind: SubjectKind
    weights: Mapping[str, Decimal]
    minimum: int
    shrinkage: int
    points: Mapping[str, Decimal]
    cutoff_days: int = 10
    enough: int = 0


def figures_of(kind: SubjectKind) -> tuple[str, ...]:
    """The keys of the weights a plan for this kind has, in order."""
    return OF_UNITS if kind in UNITS else OF_PERSONS


def points_of(kind: SubjectKind) -> tuple[str, ...]:
    """The keys of the points a plan for this kind has, in order."""
    return POINTS_OF_UNITS if kind in UNITS else POINTS_OF_PERSONS


def _numbers(names: tuple[str, ...], values: tuple[str, ...]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in zip(names, values, strict=True)}


def template(kind: SubjectKind) -> Weighing:
    """Version 1 of the plan for this kind."""
    if kind in UNITS:
        weights = _numbers(OF_UNITS, ("35", "25", "20", "10", "10", "0"))
        return Weighing(kind, weights, 30, 30, _numbers(POINTS_OF_UNITS, ("2",)), enough=ENOUGH)
    points = _numbers(POINTS_OF_PERSONS, ("5", "10", "2"))
    return Weighing(kind, _numbers(OF_PERSONS, ("90", "10")), 30, 30, points, enough=ENOUGH)
