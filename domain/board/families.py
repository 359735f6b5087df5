"""What is counted together: a family's cells are told on the same days, or the one would give the other away."""

from dataclasses import dataclass
from typing import Final

from domain.tallies import ENTRY_COLUMN, KIND_COLUMN, LEVELS

GOOD: Final = ("very_satisfied", "satisfied", "fairly_satisfied")
BAD: Final = ("dissatisfied", "very_dissatisfied")

LATE: Final = 31


@dataclass(frozen=True, slots=True)
class Family:
    """Counts that are told together.

    `within`: the family whose sums these add up to; it is told on every day that this one is. `is_split`: told live of
    no district to strangers, as its totals are (docs/rules.md §8.1). `late`: told of days so long ago.
    """

    name: str
    cells: tuple[str, ...]
    within: str | None = None
    is_split: bool = False
    late: int = 0


# A family stands behind the one it lies within. Kinds and entries have the same sum, of all valid ratings; so the
# entries lie within the kinds.
FAMILIES: Final = {
    family.name: family
    for family in (
        Family("visits", ("events",)),
        # A visit may be rated for thirty days: before, its share of rated ones would still grow by single ratings.
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
# Each tag, and each question of a form, is a family of its own: no two of them add up to anything.
TAG: Final = "tag"
DIMENSION: Final = "dimension"

__all__ = ["BAD", "DIMENSION", "FAMILIES", "GOOD", "TAG", "Family"]
