"""Families: counts that are told on the same days, because one alone would give away the others."""

from dataclasses import dataclass
from typing import Final

from domain.tallies import ENTRY_COLUMN, KIND_COLUMN, LEVELS

GOOD: Final = ("very_satisfied", "satisfied", "fairly_satisfied")
BAD: Final = ("dissatisfied", "very_dissatisfied")

LATE: Final = 31


@dataclass(frozen=True, slots=True)
class Family:
    """Counts that are told together.

    `within`: the family whose sums these counts add up to; it is told on every day this one is. `is_split`: strangers
    get these live of no district, unlike its totals (docs/rules.md §8.1). `late`: the days after which a day is told.
    """

    name: str
    cells: tuple[str, ...]
    within: str | None = None
    is_split: bool = False
    late: int = 0


# A family comes after the one it lies within. Kinds and entries have the same sum, all valid ratings; so the entries
# lie within the kinds.
FAMILIES: Final = {
    family.name: family
    for family in (
        Family("visits", ("events",)),
        # A visit may be rated for thirty days; until then its share of rated visits could still grow by single ratings.
        Family("visited", ("rated", "unrated"), within="visits", late=LATE),
        Family("ratings", ("ratings",)),
        Family("opinion", ("good", "bad"), within="ratings"),
        Family("named", ("named", "unnamed"), within="opinion"),
        Family("after", ("pleased", "displeased")),
        Family("due", ("due",)),
        Family("levels", LEVELS, within="opinion", is_split=True),
        Family("kinds", tuple(KIND_COLUMN.values()), within="ratings", is_split=True),
        Family("entries", tuple(ENTRY_COLUMN.values()), within="kinds", is_split=True),
    )
}
# Each tag and each dimension is a family of its own, because their counts add up to no total.
TAG: Final = "tag"
DIMENSION: Final = "dimension"

__all__ = ["BAD", "DIMENSION", "FAMILIES", "GOOD", "TAG", "Family"]
