"""Reads figures as they were told in batches (domain/board).

Of a period only the batches that lie wholly in it are counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.board.families import DIMENSION, FAMILIES, TAG
from domain.figures import SCORES
from domain.tallies import LEVELS
from views.compiling.statement import Asking, Shapes, Statement
from views.figures.formulas import AMONG, ORDERS_TOLD, SCOPE_COLUMN
from views.figures.period import Period
from views.figures.scopes import beginning

Weights = tuple[str, tuple[int, ...]]  # a family, and the factor of each of its cells

ENDS: Final = """cross join lateral (select day, counts from board_told b where b.scope = :scope
    and b.family = {family} and b.subject = {subject} and b.scope_id = {id} and b.day < :until
  order by b.day desc limit 1) as hi
cross join lateral (select day, counts from board_told b where b.scope = :scope
    and b.family = {family} and b.subject = {subject} and b.scope_id = {id} and b.day >= :before
  order by b.day limit 1) as lo
where lo.day < hi.day"""
BATCHES: Final = Statement(
    f"""select i.id, f.name, lo.day, hi.day, lo.counts, hi.counts
from unnest(:ids::text::bigint[]) as i (id) cross join unnest(:families::text[]) as f (name)
{ENDS.format(family="f.name", subject="0", id="i.id")}"""
)
SUBJECTS: Final = Statement(
    f"""select i.scope_id, i.subject, lo.counts, hi.counts
from (select distinct scope_id, subject from board_told
  where scope = :scope and family = :family and scope_id = {AMONG}) as i
{ENDS.format(family=":family", subject="i.subject", id="i.scope_id")} order by 2"""
)
CURVES: Final = Statement(
    f"""select scope_id, family, day, counts from board_told
where scope = :scope and family = any('{{ratings,opinion}}') and subject = 0 and scope_id = {AMONG}
  and day >= :before and day < :until order by 1, 2, 3"""
)


def _one(family: str) -> dict[str, Weights]:
    cells = FAMILIES[family].cells
    return {cell: (family, tuple(int(cell == other) for other in cells)) for cell in cells}


# The parts of the figures (views/figures/formulas.py), as sums of cells.
PARTS: Final[Mapping[str, Weights]] = {
    **{part: weights for family in FAMILIES for part, weights in _one(family).items()},
    "served": ("visited", (1, 1)),
    "unseen": ("visited", (0, 0)),
    "judged": ("opinion", (1, 1)),
    "complaints": ("opinion", (0, 1)),
    "points": ("levels", SCORES),
    "levelled": ("levels", (1,) * len(LEVELS)),
    "real_name": ("named", (1, 0)),
    "reached": ("after", (1, 1)),
}
# What the agency did about the complaints that were told is shown as it stands now. part → the part it is a share of
ACTED: Final = {"answered": "complaints", "rectified": "real_name", "on_time": "due"}


@dataclass(frozen=True, slots=True)
class Batch:
    """One family of one scope: the days that were told, both inclusive, and the counts of its cells."""

    first: date
    last: date
    counts: tuple[int, ...]


ToldBatches = Mapping[int, Mapping[str, Batch]]


def families(parts: Iterable[str]) -> list[str]:
    """Return the names of the families that these parts are summed from, sorted."""
    return sorted({PARTS[ACTED.get(part, part)][0] for part in parts if ACTED.get(part, part) in PARTS})


async def batches(names: Sequence[str], kind: str, ids: Sequence[int], period: Period, asking: Asking) -> ToldBatches:
    """Return, by scope id and family, what is told in the period; what is not told is left out."""
    found: dict[int, dict[str, Batch]] = defaultdict(dict)
    if ids and names and not period.is_empty:
        values = {**_values(kind, ids, period), "families": list(names)}
        for scope_id, name, begun, last, before, now in await BATCHES.rows(asking, values):
            counts = tuple(n - less for n, less in zip(now, before, strict=True))
            found[scope_id][name] = Batch(begun + timedelta(days=1), last, counts)
    return found


def count(part: str, told: Mapping[str, Batch]) -> int:
    """Return the count of a part as it was told; 0 if its family was not told."""
    family, weights = PARTS[part]
    batch = told.get(family)
    return sum(n * times for n, times in zip(batch.counts, weights, strict=True)) if batch else 0


async def acted(parts: Sequence[str], kind: str, told: ToldBatches, asking: Asking) -> Mapping[int, Mapping[str, int]]:
    """Return, by scope id and part of ACTED, how many of the told complaints the agency acted on so.

    The counts are of now, and never more than the complaints that were told.
    """
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for part in parts:
        family = PARTS[ACTED[part]][0]
        known = {scope_id: batch[family] for scope_id, batch in told.items() if family in batch}
        if not known:
            continue
        statement = _acted.of((part, kind), _acted_text)
        values = {
            "ids": list(known),
            "firsts": [batch.first for batch in known.values()],
            "lasts": [batch.last for batch in known.values()],
        }
        for scope_id, n in await statement.rows(asking, values):
            found[scope_id][part] = min(n, count(ACTED[part], told[scope_id]))
    return found


_acted = Shapes()


def _acted_text(part: str, kind: str) -> str:
    return ORDERS_TOLD[part].format(scope=SCOPE_COLUMN[kind])


async def reasons(
    name: str, kind: str, ids: Sequence[int], period: Period, asking: Asking
) -> Mapping[int, list[tuple[Any, ...]]]:
    """Return, by scope id, rows of what `name` asks for, as they were told.

    `topTags`: (tag id, count), most first. `byDimension`: (dimension id, ratings, bad ratings).
    """
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if not ids or period.is_empty:
        return found
    is_tag = name == "topTags"
    values = {**_values(kind, ids, period), "family": TAG if is_tag else DIMENSION}
    for scope_id, subject, before, now in await SUBJECTS.rows(asking, values):
        counts = [n - less for n, less in zip(now, before, strict=True)]
        if any(counts):
            found[scope_id].append((subject, counts[0]) if is_tag else (subject, sum(counts), counts[1]))
    if is_tag:
        for tags in found.values():
            tags.sort(key=lambda tag: (-tag[1], tag[0]))
    return found


async def curves(
    step: str, kind: str, ids: Sequence[int], period: Period, asking: Asking
) -> Mapping[int, Mapping[datetime, tuple[int, int]]]:
    """Return (ratings, bad ratings) by scope id and beginning of the step.

    Only batches that lie wholly in one step are counted.
    """
    found = await _grown(step, kind, ids, period, asking)
    return {i: {at: (ratings, bad) for at, (ratings, _, bad) in points.items()} for i, points in found.items()}


async def judged(
    step: str, kind: str, ids: Sequence[int], period: Period, asking: Asking
) -> Mapping[int, Mapping[datetime, tuple[int, int]]]:
    """Return the same as `curves`, counting only the ratings of which it was told whether they were bad."""
    found = await _grown(step, kind, ids, period, asking)
    return {
        i: {at: (good + bad, bad) for at, (_, good, bad) in points.items() if good + bad} for i, points in found.items()
    }


async def _grown(
    step: str, kind: str, ids: Sequence[int], period: Period, asking: Asking
) -> Mapping[int, Mapping[datetime, Sequence[int]]]:
    """Return [ratings, good ones, bad ones] by scope id and beginning of the step."""
    found: dict[int, dict[datetime, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    if not ids or period.is_empty:
        return {}
    previous: tuple[Any, ...] | None = None
    for row in await CURVES.rows(asking, _values(kind, ids, period)):
        scope_id, family, day, counts = row
        if previous is not None and previous[:2] == (scope_id, family):
            first, last = (beginning(step, at) for at in (previous[2] + timedelta(days=1), day))
            if first == last:
                for at, (n, less) in enumerate(zip(counts, previous[3], strict=True)):
                    found[scope_id][first][at + (family == "opinion")] += n - less
        previous = tuple(row)
    return found


def _values(kind: str, ids: Sequence[int], period: Period) -> dict[str, Any]:
    return {**period.values(kind, ids), "before": period.first - timedelta(days=1)}


__all__ = [
    "ACTED",
    "PARTS",
    "Batch",
    "ToldBatches",
    "acted",
    "batches",
    "count",
    "curves",
    "families",
    "judged",
    "reasons",
]
