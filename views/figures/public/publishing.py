"""Published figures of all scopes up to yesterday: the city's live, the others' as they were told.

The pages below a district and the open data both use them, so that they agree. The batches are those of the API
(views/figures/disclosure/batches.py). They are read with a few statements per level, at most once a minute for each
period, whoever asks.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic
from typing import Final

from domain.actor import PUBLIC
from domain.board.families import FAMILIES
from views.compiling import references
from views.compiling.references import city, table
from views.compiling.statement import Asking, Shapes, Statement
from views.figures import scopes
from views.figures.boards.reckoning import SPLIT
from views.figures.disclosure import batches
from views.figures.disclosure.batches import ACTED, Batch
from views.figures.measures import COUNTED, NOTHING, Counts, Figure, figures, untold
from views.figures.period import Period, period_of

Scope = tuple[str, int]
Days = tuple[date, date]

LEVELS: Final = ("CITY", "DISTRICT", "AGENCY", "SERVICE")
WHOLE: Final[Scope] = ("CITY", 0)
FRESH_SECONDS: Final = 60.0
MOST_KEPT: Final = 8  # per step, so that requests for old months by day do not push out the years of the pages
PARTS: Final = tuple(part for _, parts in COUNTED for part in parts)
BEGUN: Final = Statement("select min(day) from board_night")
# The rows of the two days that bound a part: their difference is what was told in between.
ENDS: Final = Statement(
    """select scope_id, family, day, counts from board_told
where scope = :scope and subject = 0 and day = any(:ends::date[]) order by 1, 2, 3"""
)

_one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # per step: long files delay no page
_texts: dict[str, Shapes] = defaultdict(Shapes)


@dataclass(frozen=True, slots=True)
class ToldScope:
    """One scope in one part of a period, both days inclusive.

    `days`: family → the days it rests on, for the families that are told.
    """

    scope: Scope
    first: date
    last: date
    counts: Counts
    days: Mapping[str, Days]

    @property
    def hidden(self) -> frozenset[str]:
        """The families of which nothing is told."""
        return frozenset(FAMILIES).difference(self.days)

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its key."""
        return figures(self.counts, self.hidden, untold(self.scope[0], self.counts))

    def count(self, part: str) -> int | None:
        """Return the count of `events`, `ratings` or `bad`, or None if it is not told."""
        return None if {"bad": "opinion", "events": "visits"}.get(part, part) in self.hidden else self.counts[part]

    def exactly(self) -> "ToldScope":
        """Return the same with only those families that are told from the first to the last day of the part."""
        days = {family: days for family, days in self.days.items() if days == (self.first, self.last)}
        return ToldScope(self.scope, self.first, self.last, self.counts, days)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the forms: its id (`row`), ratings and bad ratings."""

    row: int
    ratings: int
    bad: int


@dataclass(frozen=True, slots=True)
class Published:
    """The figures of all scopes over a year or month, in parts (years, months or days by `step`)."""

    step: str
    firsts: Sequence[date]
    last: date
    counts: Mapping[Scope, Mapping[date, Counts]]
    days: Mapping[Scope, Mapping[date, Mapping[str, Days]]]
    dimensions: Mapping[Scope, Sequence[Dimension]] = field(default_factory=dict)

    def told(self, scope: Scope) -> Iterator[ToldScope]:
        """Yield what is told of a scope in each part, in order of time."""
        counts, days = self.counts.get(scope, {}), self.days.get(scope, {})
        for first, last in _parts(self.firsts, self.last):
            live = {name: (first, last) for name in FAMILIES if scope == WHOLE or _is_live(scope[0], name)}
            yield ToldScope(scope, first, last, counts.get(first, NOTHING), {**live, **days.get(first, {})})

    def whole(self, scope: Scope) -> ToldScope:
        """Return the only part of a year published as a whole, an empty one if no day of it is over."""
        nothing = ToldScope(scope, self.last, self.last, NOTHING, {})
        return next(self.told(scope), nothing)


Found = dict[Scope, dict[date, dict[str, int]]]
FoundDays = dict[Scope, dict[date, dict[str, Days]]]

_kept: dict[tuple[str, date], tuple[float, date, Published]] = {}
_reading: defaultdict[tuple[str, date], asyncio.Lock] = defaultdict(asyncio.Lock)


async def published(step: str, first: date) -> Published:
    """Return the published figures of the year or month that begins on `first`.

    `step`: `year` is the year as a whole, `month` the year by months, `day` the month by days. A result is kept for a
    minute.
    """
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
    """Drop everything that is kept, before another database is used."""
    _kept.clear()
    _reading.clear()
    _one_at_a_time.clear()


async def _publish(step: str, first: date, yesterday: date) -> Published:
    last = min(end_of("month" if step == "day" else "year", first), yesterday)
    firsts = list(_firsts(step, first, last))
    async with _one_at_a_time[step]:
        if not firsts:
            return Published(step, firsts, last, {}, {})
        counts = await _live(step, first, last, yesterday)
        days = await _tell(step, firsts, last, counts)
        dimensions = await _dimensions(first, last) if step == "year" else {}
        return Published(step, firsts, last, counts, days, dimensions)


async def _live(step: str, first: date, last: date, seen: date) -> Found:
    """Return the live counts of the city and its districts; `seen` is the last day whose ratings count."""
    found: Found = defaultdict(dict)
    for kind in ("CITY", "DISTRICT"):
        values = {"scope": kind, "step": step, "since": first, "until": last + timedelta(days=1), "seen": seen}
        for at, (source, parts) in enumerate(COUNTED):
            columns = [source.parts[part] for part in parts]
            statement = _texts[str(at)].of((kind,), lambda k, s=source, c=columns: s.steps(c, k))
            for row in await statement.rows(Asking(PUBLIC), values):
                if row[0] is not None:
                    counts = found[kind, row[0]].setdefault(row[1], dict(NOTHING))
                    counts.update(zip(parts, tuple(row)[2:], strict=True))
    return found


async def _tell(step: str, firsts: Sequence[date], last: date, counts: Found) -> FoundDays:
    """Add what was told in batches to `counts`, and return the days it rests on.

    It concerns scopes below the districts, and the figures of districts that are split into cells.
    """
    days: FoundDays = defaultdict(dict)
    begun = (await BEGUN.rows(Asking()))[0][0]
    for kind in LEVELS[1:] if begun else ():
        names = sorted(SPLIT if kind == "DISTRICT" else FAMILIES)
        for first, end in _parts(firsts, last):
            period = Period(first, end, (await period_of(first, end, Asking())).now)
            known = await _year(kind, names, period) if step == "year" else await _ends(kind, names, period, begun)
            acts = () if kind == "DISTRICT" else tuple(ACTED)
            acted = await batches.acted(acts, kind, known, Asking())
            for scope_id, told in known.items():
                into = counts[kind, scope_id].setdefault(first, dict(NOTHING))
                of_told = [part for part in PARTS if part in batches.PARTS and batches.PARTS[part][0] in told]
                into.update({part: batches.count(part, told) for part in of_told}, **acted.get(scope_id, {}))
                days[kind, scope_id][first] = {
                    name: (first if batch.first == begun + timedelta(days=1) else batch.first, batch.last)
                    for name, batch in told.items()
                }
            await asyncio.sleep(0)  # lets other requests run in between
    return days


async def _year(kind: str, names: Sequence[str], period: Period) -> batches.ToldBatches:
    return await batches.batches(names, kind, sorted(table(scopes.VIEW_OF[kind]).rows), period, Asking())


async def _ends(kind: str, names: Sequence[str], period: Period, begun: date) -> batches.ToldBatches:
    """Return what was told of exactly these days.

    If counting began later than the period, the part begins with the first day that was counted.
    """
    before = max(period.first - timedelta(days=1), begun)
    found: dict[int, dict[str, Batch]] = defaultdict(dict)
    if before >= period.last:
        return found
    lows: dict[tuple[int, str], Sequence[int]] = {}
    for scope_id, name, day, counts in await ENDS.rows(Asking(), {"scope": kind, "ends": [before, period.last]}):
        if name not in names:
            continue
        if day == before:
            lows[scope_id, name] = counts
        elif (scope_id, name) in lows:
            told = tuple(n - less for n, less in zip(counts, lows[scope_id, name], strict=True))
            found[scope_id][name] = Batch(before + timedelta(days=1), day, told)
    return found


async def _dimensions(first: date, last: date) -> dict[Scope, list[Dimension]]:
    """Return the dimensions of the forms, as they were told, by scope."""
    period, found = await period_of(first, last, Asking()), dict[Scope, list[Dimension]]()
    for kind in LEVELS[1:]:
        ids = sorted(table(scopes.VIEW_OF[kind]).rows)
        for scope_id, rows in (await batches.reasons("byDimension", kind, ids, period, Asking())).items():
            found[kind, scope_id] = [Dimension(*row) for row in rows]
    return found


def _is_live(kind: str, family: str) -> bool:
    return kind == "DISTRICT" and family not in SPLIT


def _parts(firsts: Sequence[date], last: date) -> Iterator[Days]:
    for at, first in enumerate(firsts):
        yield first, (firsts[at + 1] - timedelta(days=1) if at + 1 < len(firsts) else last)


def _firsts(step: str, first: date, last: date) -> Iterator[date]:
    at = first
    while at <= last:
        yield at
        at = end_of(step, at) + timedelta(days=1)


def end_of(step: str, first: date) -> date:
    """Return the last day of the year, month or day that begins on `first`."""
    if step == "day":
        return first
    if step == "year":
        return date(first.year, 12, 31)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


__all__ = ["LEVELS", "WHOLE", "Dimension", "Published", "ToldScope", "end_of", "forget", "published"]
