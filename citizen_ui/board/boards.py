"""The contents of the board page: the year's figures, outcomes of bad ratings, and the districts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from domain.figures import ENOUGH
from views.figures.public.outcomes import OUTCOMES, Day, Outcomes
from web.catalogue import say
from web.charts.scales import end
from web.formats import day

COMPARED = ("above", "below", "same")
LEAST_TOP = 4.0  # bad ratings per 10 000: the axis of a good place shows that it is one
LEAST_A_POINT = 5  # bad ratings of a week or month, on average: below, what a line shows is chance


@dataclass(frozen=True, slots=True)
class Rate:
    """Bad ratings per 10,000 with the exact 95 % interval; None where there was no rating."""

    bad: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A tag of bad ratings, and how often it was ticked."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class District:
    """One district; `points` are its months or weeks from BoardPage.since on."""

    code: str
    name: str
    rate: Rate
    points: Sequence[Rate]
    verdict: str

    @property
    def has_trend(self) -> bool:
        """Whether its points are drawn as a line."""
        return is_trend(self.points)

    @property
    def is_compared(self) -> bool:
        return self.verdict in COMPARED


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The figures of the year so far.

    `whole`: the city's rate by months (`monthly`) or weeks, or its rate of the year if these are too few for a line.
    `top`: the end of the districts' axis.
    """

    at: datetime
    ratings: int
    bad: int
    good_rate: float | None
    rate: Rate
    voluntary: int
    guided: int
    proxy: int
    reasons: Sequence[Reason]
    districts: Sequence[District]
    whole: Sequence[float | None]
    since: date
    monthly: bool
    top: float
    outcomes: Outcomes | None = None


def top(city: Rate, compared: Iterable[Rate], *lines: Iterable[float | None]) -> float:
    """The end of an axis from 0 in bad ratings per 10 000: every point of the lines fits on it, and what is compared
    with its interval. What rests on few is not compared and does not stretch the axis: where it lies beyond, a mark
    says so.
    """
    return end([city.high, *(rate.high for rate in compared), *chain(*lines)], least=LEAST_TOP)


def verdict(part: Rate, city: Rate) -> str:
    """Return how a part compares with the city: above, below, same, few or none.

    `few`: fewer than thirty bad ratings. `none`: no ratings. `same`: the city's rate lies in the part's interval, so
    that the difference may be chance.
    """
    if part.value is None or part.low is None or part.high is None or city.value is None:
        return "none"
    if part.bad < ENOUGH:
        return "few"
    return "above" if part.low > city.value else "below" if part.high < city.value else "same"


def is_trend(points: Sequence[Rate]) -> bool:
    """Return whether there are enough bad ratings for a line; with few, it would go up and down by chance."""
    told = [point for point in points if point.value is not None]
    bad = sum(point.bad for point in told)
    return len(told) > 1 and bad >= max(ENOUGH, LEAST_A_POINT * len(told))


def days_table(days: Sequence[Day]) -> list[list[str]]:
    """Return the squares as a table; days without a bad rating are left out."""
    return [
        [day(one.on), *(str(one.counts.get(key, 0)) for key in OUTCOMES)] for one in days if any(one.counts.values())
    ]


def days_headings() -> list[str]:
    """Return the headings of that table."""
    return [say("days.day"), *(say(f"outcome.{key}") for key in OUTCOMES)]


def bad_of(days: Sequence[Day]) -> int:
    """Return the number of bad ratings of these days."""
    return sum(sum(one.counts.values()) for one in days)
