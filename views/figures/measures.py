"""The figures of docs/rules.md §6 for one scope: value, number of cases behind it, and interval."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.figures import ENOUGH, FEWEST, SHARES, SUMS, Share
from domain.intervals import per_10000, wilson
from views.figures.formulas import DUE, LATE, ORDERS, TALLY, Source

Counts = Mapping[str, int]

TALLIED: Final = (
    *("events", "served", "rated", "ratings", "judged", "levelled"),
    *("bad", "points", "voluntary", "guided", "proxy"),
)
COUNTED: Final[tuple[tuple[Source, tuple[str, ...]], ...]] = (
    (TALLY, TALLIED),
    (LATE, ("unseen",)),
    (ORDERS, ("complaints", "answered", "real_name", "rectified", "pleased", "reached")),
    (DUE, ("due", "on_time")),
)
NOTHING: Final[Counts] = dict.fromkeys((part for _, parts in COUNTED for part in parts), 0)

# Shares of a district that are told as its totals are, live: whole → what is told only together with it. The good rate
# says no more than ratings and bad ratings do; how many rate of themselves is told in batches.
LIVE_SHARES: Final = {
    share.whole: tuple(SUMS.get(share.part, [share.part]))
    for key, share in SHARES.items()
    if key not in ("good_rate", "self_rate")
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a scope.

    `value`: None if there is nothing to divide by or the figure is not told (`hidden`). `n`: the denominator of a
    share; for RATE the number of bad ratings, for the score that of ratings. `low`, `high`: the 95 % interval, if the
    figure has one. `since`, `until`: the days it rests on, if these are told.
    """

    key: str
    value: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def is_few(self) -> bool:
        """Whether `n` is below thirty, under which figures are not compared."""
        return self.n is not None and self.n < ENOUGH


RATE: Final = "bad_rate"
FAMILY_OF: Final = {  # the family (domain/board/families.py) that a figure is told with
    RATE: "opinion",
    "score": "levels",
    "good_rate": "opinion",
    "active_rate": "visited",
    "self_rate": "kinds",
    "bad_reply_rate": "opinion",
    "callback_rectify_rate": "named",
    "on_time_rate": "due",
    "post_rectify_satisfaction": "after",
}


def untold(kind: str, counts: Counts) -> frozenset[str]:
    """Return the parts of shares that rest on one to four cases of this scope: nobody is told them who may not watch.

    Of a district the totals are live for everybody, and so would be the share of a single case (docs/rules.md §8.1).
    What lies below a district is told in batches, never of fewer; of the city everything is told.
    """
    if kind != "DISTRICT":
        return frozenset()
    return frozenset(
        part for whole, parts in LIVE_SHARES.items() if 0 < counts.get(whole, 0) < FEWEST for part in (whole, *parts)
    )


def resting(told: Mapping[str, Figure], days: Mapping[str, tuple[date, date]]) -> dict[str, Figure]:
    """Return the same figures with the days that they rest on; `days` is family → first and last day."""
    return {
        key: replace(figure, since=days[FAMILY_OF[key]][0], until=days[FAMILY_OF[key]][1])
        if FAMILY_OF[key] in days
        else figure
        for key, figure in told.items()
    }


def figures(
    counts: Counts, hidden: frozenset[str] = frozenset(), untold: frozenset[str] = frozenset()
) -> dict[str, Figure]:
    """Return every figure by its key; `hidden` are families and `untold` parts that are not told of this scope."""
    known = {**counts, **{name: sum(sign * counts[one] for one, sign in terms.items()) for name, terms in SUMS.items()}}
    told = {
        key: _share(key, share, known, FAMILY_OF[key] in hidden or share.whole in untold)
        for key, share in SHARES.items()
    }
    return {RATE: _rate(known, hidden), **told, "score": _score(known, hidden)}


def _rate(counts: Counts, hidden: frozenset[str]) -> Figure:
    ratings, bad = counts["judged"], counts["bad"]
    if "opinion" in hidden:
        return Figure(RATE, hidden=True)
    if not ratings:
        return Figure(RATE, n=0)
    value, low, high = per_10000(bad, ratings)
    return Figure(RATE, value, bad, low, high)


def _share(key: str, share: Share, counts: Counts, is_hidden: bool) -> Figure:
    """Return a share of raters or orders, with its Wilson interval."""
    if is_hidden:
        return Figure(key, hidden=True)
    part, whole = counts[share.part], counts[share.whole]
    low, high = wilson(part, whole)
    return Figure(key, part / whole if whole else None, whole, low, high)


def _score(counts: Counts, hidden: frozenset[str]) -> Figure:
    """Return the mean score, 0 to 100."""
    if "levels" in hidden:
        return Figure("score", hidden=True)
    ratings = counts["levelled"]
    return Figure("score", counts["points"] / ratings if ratings else None, ratings)


__all__ = ["COUNTED", "ENOUGH", "NOTHING", "RATE", "Counts", "Figure", "figures", "resting", "untold"]
