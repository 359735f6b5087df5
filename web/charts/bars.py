"""Bars: the parts of a whole, and how often a duration occurred."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.6
LEAST = 0.4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in per cent of width and height; `kind` is its class."""

    x: float
    width: float
    height: float
    kind: str
    count: int


def parts(counts: Sequence[int]) -> list[Bar]:
    """Return the parts of a whole, side by side; a part that is not zero is at least a line wide."""
    whole, place, bars = sum(counts), 0.0, []
    for index, count in enumerate(counts, 1):
        if count:
            width = 100 * count / whole
            bars.append(
                Bar(round(min(place, 100 - LEAST), 2), round(max(width - GAP, LEAST), 2), 100.0, f"part-{index}", count)
            )
            place += width
    return bars


def histogram(counts: Sequence[int], *, term: int) -> list[Bar]:
    """Return one bar for each working day, of the kind `late` after the term.

    The last bar counts all that took longer.
    """
    if not counts:
        return []
    most, step = max(*counts, 1), 100 / len(counts)
    return [
        Bar(round(index * step, 2), round(step - 1, 2), _height(count, most), "late" if index + 1 > term else "", count)
        for index, count in enumerate(counts)
    ]


def _height(count: int, most: int) -> float:
    return round(max(100 * count / most, 3.0), 2) if count else 0.0
