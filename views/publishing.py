"""The figures of all scopes for everybody, up to yesterday: what too few people stand behind is not told.

The pages below a district and the open data are told from here, so that they are the same. One statement for each
source and level, at most once a minute and period for all who ask.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic
from typing import Final

from domain.actor import PUBLIC
from views import references, scopes
from views.details import DIMENSIONS_OF
from views.disclosure import hidden
from views.measures import AFTER, COUNTED, FAMILIES, NOTHING, Counts, Figure, figures
from views.references import city, table
from views.statement import Asking, Shapes

Scope = tuple[str, int]
Found = dict[Scope, dict[date, dict[str, int]]]

LEVELS: Final = ("CITY", "DISTRICT", "AGENCY", "SERVICE")
WHOLE: Final[Scope] = ("CITY", 0)
COARSER: Final = {"month": "year", "day": "month"}
FRESH_SECONDS: Final = 60.0
MOST_KEPT: Final = 8  # of each step: whoever takes old months day by day pushes out no year that the pages show

_one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # of each step: long files hold up no page
_texts: dict[str, Shapes] = defaultdict(Shapes)


@dataclass(frozen=True, slots=True)
class Told:
    """One scope in one part of a period, both days inclusive, and the families that are not told of it."""

    scope: Scope
    first: date
    last: date
    counts: Counts
    hidden: frozenset[str]

    @property
    def figures(self) -> dict[str, Figure]:
        return figures(self.counts, self.hidden)

    def count(self, part: str) -> int | None:
        """events, ratings or bad; None: not told."""
        return None if {"bad": "opinion"}.get(part, part) in self.hidden else self.counts[part]


@dataclass(frozen=True, slots=True)
class Dimension:
    """How one question was answered; None: not told."""

    row: int
    ratings: int | None
    bad: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """All scopes over the parts of a year or month. `missing`: by family, the scopes that are not told."""

    step: str
    firsts: Sequence[date]
    last: date
    counts: Mapping[Scope, Mapping[date, Counts]]
    missing: Mapping[str, set[Scope]]
    dimensions: Mapping[Scope, Sequence[Dimension]] = field(default_factory=dict)

    def told(self, scope: Scope) -> Iterator[Told]:
        """By time."""
        missing = frozenset(family for family, scopes_ in self.missing.items() if scope in scopes_)
        counts = self.counts.get(scope, {})
        for at, first in enumerate(self.firsts):
            following = self.firsts[at + 1] if at + 1 < len(self.firsts) else self.last + timedelta(days=1)
            yield Told(scope, first, following - timedelta(days=1), counts.get(first, NOTHING), missing)

    def whole(self, scope: Scope) -> Told:
        """Of a year that is told as a whole; on its first day nothing is over yet."""
        nothing = Told(scope, self.last, self.last, NOTHING, frozenset())
        return next(self.told(scope), nothing)


_kept: dict[tuple[str, date], tuple[float, date, Published]] = {}
_reading: defaultdict[tuple[str, date], asyncio.Lock] = defaultdict(asyncio.Lock)


async def published(step: str, first: date) -> Published:
    """The year that begins on `first` as a whole or by months, or the month that begins then by days."""
    await references.ready()
    key, yesterday = (step, first), city.today - timedelta(days=1)
    async with _reading[key]:
        kept = _kept.get(key)
        if kept is None or monotonic() - kept[0] >= FRESH_SECONDS or kept[1] != yesterday:
            _kept.pop(key, None)
            if len(alike := [known for known in _kept if known[0] == step]) >= MOST_KEPT:
                del _kept[alike[0]]
            kept = _kept[key] = (monotonic(), yesterday, await _publish(step, first, yesterday))
        return kept[2]


def forget() -> None:
    """For another city."""
    _kept.clear()
    _reading.clear()
    _one_at_a_time.clear()


async def _publish(step: str, first: date, yesterday: date) -> Published:
    last = min(end_of("month" if step == "day" else "year", first), yesterday)
    firsts = list(_firsts(step, first, last))
    coarser = await published(COARSER[step], first.replace(month=1)) if step in COARSER else None
    async with _one_at_a_time[step]:
        return await _judged(step, firsts, last, await _counts(step, first, last, yesterday), coarser)


async def _judged(step: str, firsts: Sequence[date], last: date, counts: Found, coarser: Published | None) -> Published:
    """Others are served in between: a month of all items by day is some hundred thousand cells."""
    groups = _groups()
    missing: dict[str, set[Scope]] = {}
    for family, of in FAMILIES.items():
        series = {scope: [of(counts.get(scope, {}).get(day, NOTHING)) for day in firsts] for scope in _scopes()}
        already = {
            *(coarser.missing[family] if coarser else ()),
            *(s for one in AFTER.get(family, ()) for s in missing[one]),
        }
        missing[family] = hidden(groups, series, already)
        await asyncio.sleep(0)
    dimensions = await _dimensions(firsts, last, groups) if step == "year" else {}
    return Published(step, firsts, last, counts, missing, dimensions)


async def _counts(step: str, first: date, last: date, seen: date) -> Found:
    """`seen`: the last day whose ratings count; a late one is added to the day of its visit after midnight."""
    found: Found = defaultdict(dict)
    if last < first:
        return found
    asking = Asking(PUBLIC)
    for kind in LEVELS:
        values = {"scope": kind, "step": step, "since": first, "until": last + timedelta(days=1), "seen": seen}
        for at, (source, parts) in enumerate(COUNTED):
            columns = [source.parts[part] for part in parts]
            statement = _texts[str(at)].of((kind,), lambda k, s=source, c=columns: s.steps(c, k))
            for row in await statement.rows(asking, values):
                if row[0] is not None:
                    counts = found[kind, row[0]].setdefault(row[1], dict(NOTHING))
                    counts.update(zip(parts, tuple(row)[2:], strict=True))
    return found


async def _dimensions(
    firsts: Sequence[date], last: date, groups: Sequence[tuple[Scope, Sequence[Scope]]]
) -> dict[Scope, list[Dimension]]:
    """The questions of the forms, each judged like every other figure."""
    counted: dict[int, dict[Scope, tuple[int, int]]] = defaultdict(dict)
    for kind in LEVELS if firsts else ():
        values = {"scope": kind, "since": firsts[0], "until": last + timedelta(days=1)}
        for scope_id, dimension, ratings, bad in await DIMENSIONS_OF.rows(Asking(PUBLIC), values):
            counted[dimension][kind, scope_id] = (ratings, bad)
    found: dict[Scope, list[Dimension]] = defaultdict(list)
    for dimension in sorted(counted):
        of = counted[dimension]
        series = {scope: [(bad, ratings - bad)] for scope in _scopes() for ratings, bad in (of.get(scope, (0, 0)),)}
        missing = hidden(groups, series)
        for scope, (ratings, bad) in of.items():
            found[scope].append(Dimension(dimension, *((None, None) if scope in missing else (ratings, bad))))
    return found


def _scopes() -> list[Scope]:
    return [WHOLE, *((kind, row_id) for kind in LEVELS[1:] for row_id in table(scopes.VIEW_OF[kind]).rows)]


def _groups() -> list[tuple[Scope, list[Scope]]]:
    """What adds up to what: the city is all districts, and all agencies; an agency is all its items."""
    agencies = [("AGENCY", row_id) for row_id in sorted(table("Agency").rows)]
    items = [
        (agency, [("SERVICE", row_id) for row_id in table("Service").under("agency_id", agency[1])])
        for agency in agencies
    ]
    return [(WHOLE, [("DISTRICT", row_id) for row_id in sorted(table("District").rows)]), (WHOLE, agencies), *items]


def _firsts(step: str, first: date, last: date) -> Iterator[date]:
    at = first
    while at <= last:
        yield at
        at = end_of(step, at) + timedelta(days=1)


def end_of(step: str, first: date) -> date:
    """The last day of the year, month or day that begins on `first`."""
    if step == "day":
        return first
    if step == "year":
        return date(first.year, 12, 31)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


__all__ = ["LEVELS", "WHOLE", "Dimension", "Published", "Told", "end_of", "forget", "published"]
