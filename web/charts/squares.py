"""The unit chart: a square is one bad rating, a column one day.

The six outcomes differ by fill, outline, dash and mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

OUTCOMES = ("satisfied", "again", "unreached", "void", "open", "overdue")
WIDTH = 1312
SIZE = 14
PITCH = 17.6
LEAST_ROWS = 8
MOST_ROWS = 40
EACH = (1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
MONDAY = 0


class Day(Protocol):
    """One day's bad ratings by outcome; `working` is false on rest days."""

    @property
    def on(self) -> date: ...
    @property
    def working(self) -> bool: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Square:
    """One square: its position and its outcome."""

    x: float
    y: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Column:
    """One day; rest days have a background (`working` is false), and some days a label (`label`)."""

    on: date
    x: float
    middle: float
    working: bool
    label: bool


@dataclass(frozen=True, slots=True)
class Squares:
    """The chart. `base`: the y of the base line; `step`: the width of a day; `each`: ratings per square."""

    width: int
    height: float
    base: float
    step: float
    each: int
    columns: list[Column]
    squares: list[Square]


def squares(days: Sequence[Day]) -> Squares:
    """Return the chart of these days.

    If a day has more than forty bad ratings, one square stands for five, above two hundred for ten, and so on.
    """
    most = max((sum(day.counts.values()) for day in days), default=0)
    each = next((each for each in EACH if most <= each * MOST_ROWS), EACH[-1])
    stacks = [_stack(day.counts, each) for day in days]
    rows = max(max((len(stack) for stack in stacks), default=0), LEAST_ROWS)
    step, base = WIDTH / max(len(days), 1), rows * PITCH + 8
    columns = [_column(index, day, step, len(days)) for index, day in enumerate(days)]
    drawn = [
        Square(round(column.middle - SIZE / 2, 1), round(base - 2 - SIZE - row * PITCH, 1), outcome)
        for column, stack in zip(columns, stacks, strict=True)
        for row, outcome in enumerate(stack)
    ]
    return Squares(WIDTH, round(base + 26, 1), round(base, 1), round(step, 2), each, columns, drawn)


def _stack(counts: Mapping[str, int], each: int) -> list[str]:
    """Return the outcomes of a column's squares, from the bottom, in the order of OUTCOMES.

    A remainder is one more square, so that no outcome disappears.
    """
    return [outcome for outcome in OUTCOMES for _ in range(-(-counts.get(outcome, 0) // each))]


def _column(index: int, day: Day, step: float, count: int) -> Column:
    x = index * step
    labelled = index in (0, count - 1) or (day.on.weekday() == MONDAY and 0 < index < count - 2)
    return Column(day.on, round(x, 1), round(x + step / 2, 1), day.working, labelled)
