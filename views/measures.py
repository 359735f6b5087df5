"""The figures of domain.md §6 as one tells them of a scope: value, how many stand behind it, and how sure it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from views.disclosure import FEWEST
from views.figures import DUE, LATE, ORDERS, TALLY, Source
from views.intervals import poisson
from views.outcomes import wilson

Counts = Mapping[str, int]

COUNTED: Final[tuple[tuple[Source, tuple[str, ...]], ...]] = (
    (TALLY, ("events", "rated", "ratings", "bad", "points", "voluntary", "guided", "proxy")),
    (LATE, ("unseen",)),
    (ORDERS, ("complaints", "answered", "real_name", "rectified", "pleased", "reached")),
    (DUE, ("due", "on_time")),
)
NOTHING: Final[Counts] = dict.fromkeys((part for _, parts in COUNTED for part in parts), 0)
PER: Final = 10_000

# What is judged together whether it may be told: the counts that make up a whole (views/disclosure.py).
FAMILIES: Final[dict[str, Callable[[Counts], tuple[int, ...]]]] = {
    "events": lambda n: (n["events"],),
    "ratings": lambda n: (n["ratings"],),
    "visits": lambda n: (_seen(n),),
    "opinion": lambda n: (n["bad"], n["ratings"] - n["bad"]),
    "origin": lambda n: (n["voluntary"], n["guided"] + n["proxy"]),
    "named": lambda n: (n["real_name"],),
    "after": lambda n: (n["pleased"], n["reached"] - n["pleased"]),
    "due": lambda n: (n["due"],),
}
# Whose sum is told by another: where the ratings are not told, nothing that adds up to them is.
AFTER: Final = {"visits": ("ratings",), "opinion": ("ratings",), "origin": ("ratings",)}


@dataclass(frozen=True, slots=True)
class Figure:
    """`n`: what it is a share of; `low`, `high`: the 95 % interval, where it is a share of raters."""

    key: str
    value: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False

    @property
    def is_few(self) -> bool:
        """Nothing is compared under thirty."""
        return self.n is not None and self.n < ENOUGH


@dataclass(frozen=True, slots=True)
class Measure:
    """What it is of, and which families must be told for it to be told."""

    part: str
    whole: str
    families: tuple[str, ...]


ENOUGH: Final = 30
RATE: Final = "bad_rate"
MEASURES: Final = {
    "good_rate": Measure("good", "ratings", ("ratings", "opinion")),
    "active_rate": Measure("seen", "events", ("events", "visits")),
    "self_rate": Measure("voluntary", "ratings", ("ratings", "origin")),
    "bad_reply_rate": Measure("answered", "complaints", ("ratings", "opinion")),
    "callback_rectify_rate": Measure("rectified", "real_name", ("named",)),
    "on_time_rate": Measure("on_time", "due", ("due",)),
    "post_rectify_satisfaction": Measure("pleased", "reached", ("after",)),
}


def _seen(counts: Counts) -> int:
    """The visits rated, as far as the asker may know."""
    return counts["rated"] - counts["unseen"]


def few(counts: Counts) -> frozenset[str]:
    """What is not told even of a district whose figures are live: shares of one to four (decision 0014)."""
    return frozenset(family for family, of in FAMILIES.items() if 0 < sum(of(counts)) < FEWEST) - {"ratings", "opinion"}


def figures(counts: Counts, hidden: frozenset[str] = frozenset()) -> dict[str, Figure]:
    """Every figure by its key. `hidden`: the families that are not told of this scope."""
    known = {**counts, "good": counts["ratings"] - counts["bad"], "seen": _seen(counts)}
    told = {key: _share(key, measure, known, hidden) for key, measure in MEASURES.items()}
    return {RATE: _rate(known, hidden), **told, "score": _score(known, hidden)}


def _rate(counts: Counts, hidden: frozenset[str]) -> Figure:
    ratings, bad = counts["ratings"], counts["bad"]
    if hidden & {"ratings", "opinion"}:
        return Figure(RATE, hidden=True)
    if not ratings:
        return Figure(RATE, n=0)
    low, high = poisson(bad)
    return Figure(RATE, PER * bad / ratings, bad, PER * low / ratings, PER * high / ratings)


def _share(key: str, measure: Measure, counts: Counts, hidden: frozenset[str]) -> Figure:
    """A share of raters or orders, with Wilson's interval."""
    if hidden.intersection(measure.families):
        return Figure(key, hidden=True)
    part, whole = counts[measure.part], counts[measure.whole]
    low, high = wilson(part, whole)
    return Figure(key, part / whole if whole else None, whole, low, high)


def _score(counts: Counts, hidden: frozenset[str]) -> Figure:
    """To one decimal: finer, it would tell single levels of a small scope."""
    if hidden & {"ratings", "opinion"}:
        return Figure("score", hidden=True)
    ratings = counts["ratings"]
    return Figure("score", round(counts["points"] / ratings, 1) if ratings else None, ratings)


__all__ = ["AFTER", "COUNTED", "ENOUGH", "FAMILIES", "NOTHING", "RATE", "Counts", "Figure", "few", "figures"]
