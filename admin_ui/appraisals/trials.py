"""Trial of a draft plan: last month's scores under the plan in force and under the draft."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from domain import appraisals, clock
from domain.actor import Actor
from domain.appraisals import Weighing
from domain.appraisals.arithmetic import shown
from domain.appraisals.scoring import Score
from domain.intervals import PER, per_10000
from domain.words import SubjectKind
from views.figures.funnel import INNER, OUTER, limits
from views.nouns.defining import NAMES
from web.formats import number
from web.language import EN, language

MOST_SHOWN = 12
NO_CHANGE = 0.005
LEAST_FOR_FUNNEL = 2


@dataclass(frozen=True, slots=True)
class Moved:
    """One subject under both plans.

    `apart`: how many others it cannot be distinguished from; None if it is not compared.
    """

    id: int
    name: str
    n: int
    now: Score
    then: Score
    apart: int | None

    @property
    def is_compared(self) -> bool:
        """Whether it has a score under the draft."""
        return self.then.score is not None

    @property
    def change(self) -> float:
        """The difference of the scores as shown (rounded), so that it agrees with the reader's subtraction."""
        return float((shown(self.then.total) or 0) - (shown(self.now.total) or 0))

    @property
    def margin(self) -> float | None:
        """Half the width of the score's interval under the draft, or None."""
        return None if self.then.margin is None else float(self.then.margin)

    def steps(self, now: Weighing, then: Weighing) -> list[tuple[str, str, float]]:
        """The changed figures as (figure, weights, difference in points)."""
        before = {part.key: float(part.points or 0) for part in self.now.parts}
        after = {part.key: float(part.points or 0) for part in self.then.parts}
        return [
            (figure_name(key), _weights(now, then, key), after[key] - before.get(key, 0.0))
            for key in after
            if abs(after[key] - before.get(key, 0.0)) >= NO_CHANGE
        ]


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial: the subjects, those whose score changes most first, and the one that is looked at."""

    first: date
    last: date
    rows: Sequence[Moved]
    looked_at: Moved | None
    steps: Sequence[tuple[str, str, float]]

    def table(self) -> list[list[str]]:
        """The waterfall chart as a table."""
        return [[name, note, f"{'+' if change > 0 else ''}{number(change, 1)}"] for name, note, change in self.steps]


async def attempt(now: Weighing, then: Weighing, look: str, *, by: Actor) -> Trial:
    """Return the trial on last month, which is counted once and scored under both plans."""
    first, last = last_month(await clock.today())
    kind = then.kind
    before, after = await appraisals.simulate(first, last, [{kind: now}, {kind: then}], by=by)
    rows = [_moved(a, b, after) for a, b in zip(before, after, strict=True)]
    rows.sort(key=lambda row: (not row.is_compared, -abs(row.change), row.name))
    chosen = next((row for row in rows if str(row.id) == look), rows[0] if rows and rows[0].is_compared else None)
    return Trial(first, last, rows, chosen, chosen.steps(now, then) if chosen else [])


def last_month(today: date) -> tuple[date, date]:
    """Return the first and last day of the month before today's."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _moved(before: Score, after: Score, everybody: Sequence[Score]) -> Moved:
    others = [one for one in everybody if one is not after and one.score is not None]
    told = after.score is not None and after.margin is not None
    apart = sum(_are_alike(after, other) for other in others) if told else None
    return Moved(after.subject.id, after.subject.name, after.n, before, after, apart)


def _are_alike(one: Score, other: Score) -> bool:
    """Return whether the difference of two scores lies within its 95 % interval."""
    width = math.hypot(float(one.margin or 0), float(other.margin or 0))
    return abs(float(one.total) - float(other.total)) <= width


def _weights(now: Weighing, then: Weighing, key: str) -> str:
    a, b = now.weights.get(key, now.points.get(key)), then.weights.get(key, then.points.get(key))
    return f"{a:g}" if a == b else f"{a:g}→{b:g}"


@dataclass(frozen=True, slots=True)
class Plot:
    """The subjects and limits of the funnel plot, and the subjects outside the limits."""

    subjects: Sequence[tuple[str, int, float, str]]
    rate: float
    inner: Any
    outer: Any
    high: Sequence[str]
    low: Sequence[str]

    def table(self) -> list[list[str]]:
        """The funnel plot as a table."""
        return [[name, number(n), number(value, 2)] for name, n, value, _ in self.subjects]


def plot(trial: Trial) -> Plot | None:
    """Return the funnel plot of bad ratings per 10,000; None if there is nothing to compare."""
    counted = [(row.name, row.n, row.then.bad) for row in trial.rows if row.is_compared]
    ratings, bad = sum(n for _, n, _ in counted), sum(bad for _, _, bad in counted)
    if len(counted) < LEAST_FOR_FUNNEL or not bad:
        return None
    rate = bad / ratings
    subjects = [(name, n, per_10000(bad, n)[0] or 0.0, _outside(bad, n, rate)) for name, n, bad in counted]
    return Plot(
        subjects,
        rate * PER,
        partial(_per_10000, rate, INNER),
        partial(_per_10000, rate, OUTER),
        [name for name, _, _, kind in subjects if kind == "high"],
        [name for name, _, _, kind in subjects if kind == "low"],
    )


def _per_10000(rate: float, tail: float, n: float) -> tuple[float, float]:
    low, high = limits(n, rate, tail)
    return low * PER, high * PER


def _outside(bad: int, n: int, rate: float) -> str:
    low, high = limits(n, rate, OUTER)
    return "high" if bad / n > high else "low" if bad / n < low else "in"


def figure_name(key: str) -> str:
    """Return the name of a figure in the language of the request."""
    return NAMES[key][language() == EN]


def kinds_of(rows: Sequence[Mapping[str, Any]]) -> dict[SubjectKind, list[Mapping[str, Any]]]:
    """Return the plans by kind, with every kind present."""
    return {kind: [row for row in rows if row["subject_kind"] == kind] for kind in SubjectKind}
