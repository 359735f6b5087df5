"""The figures of domain.md §6 for many scopes of one kind at once: sums of tallies, bad ratings and their orders."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.clock import day_of
from domain.tallies import BY_THE_HOUR, ENTRY_COLUMN, KIND_COLUMN, LEVELS
from domain.words import RATER_MADE, Entry, Level, RatingKind
from domain.working_days import start_of
from views.intervals import poisson
from views.statement import Asking, Statement

SCORES: Final = (100, 80, 60, 40, 20)
BAD: Final = "', '".join(level.value for level in Level if level.is_bad)
MADE: Final = "', '".join(kind.value for kind in RATER_MADE)
BAD_SUM: Final = "sum(dissatisfied + very_dissatisfied)"
RATING_SUM: Final = f"sum({' + '.join(LEVELS)})"
COUNTS: Final = ("events", *LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())

OF_SCOPES: Final = "scope = :scope and scope_id = any(:ids)"
DAYS: Final = f"{OF_SCOPES} and day >= :since and day < :until"
TALLY: Final = Statement(
    f"select scope_id, {', '.join(f'sum({c}) as {c}' for c in COUNTS)} from tally_day where {DAYS} group by 1"
)
SERIES: Final = Statement(
    f"""select scope_id, date_trunc(:step, day::timestamp) at time zone 'Asia/Shanghai' as at,
  {RATING_SUM} as ratings, {BAD_SUM} as bad
from tally_day where {DAYS} group by 1, 2"""
)
HOURS: Final = Statement(
    f"""select scope_id, hour as at, ratings, bad
from tally_hour where {OF_SCOPES} and hour >= :start and hour < :finish"""
)
TAGS: Final = Statement(
    f"""select scope_id, tag_id, sum(count)::bigint as count from tally_tag where {DAYS}
    group by 1, 2 having sum(count) > 0 order by 3 desc, 2"""
)
DIMENSIONS: Final = Statement(
    f"""select scope_id, dimension_id, {RATING_SUM}::bigint as ratings, {BAD_SUM}::bigint as bad
    from tally_dimension where {DAYS}
    group by 1, 2 having {RATING_SUM} > 0 order by 2"""
)
CALLED_BACK: Final = "o.callback is not null and o.approved_at is not null"
REAL_NAME: Final = "e.assurance in ('AUTHENTICATED', 'POSSESSION')"
BAD_RATING: Final = f"e.level in ('{BAD}') and e.kind in ('{MADE}') and e.standing <> 'VOID'"

# Below the districts no hour is kept: whoever may watch by the hour has the ratings counted.
COUNTED_HOURS: Final = f"""select {{scope}} as scope_id, date_trunc('hour', e.rated_at, 'Asia/Shanghai') as at,
  count(*) as ratings, count(*) filter (where e.level in ('{BAD}')) as bad
from evaluation e
where e.kind in ('{MADE}') and e.standing <> 'VOID' and e.rated_on >= :since and e.rated_on < :until
  and {{scope}} = any(:ids) group by 1, 2"""

# A rating counts in the period of its rating time …
ORDERS: Final = f"""select {{scope}} as scope_id, count(*) as bad,
  count(*) filter (where o.reply is not null) as answered,
  count(*) filter (where {REAL_NAME}) as real_name, count(*) filter (where {REAL_NAME} and {CALLED_BACK}) as rectified,
  count(*) filter (where o.callback in ('SATISFIED', 'FAIRLY_SATISFIED')) as pleased,
  count(*) filter (where o.callback in ('SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED')) as reached
from evaluation e left join work_order o on o.evaluation_id = e.id
where {BAD_RATING} and e.rated_on >= :since and e.rated_on < :until and {{scope}} = any(:ids) group by 1"""

# … an order in the period of its due time. What is due later today is nobody's failure yet.
DUE: Final = """select {scope} as scope_id, count(*) as due,
  count(*) filter (where d.met_at <= d.due_at and d.met_at <= o.approved_at) as on_time
from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id
where d.subject_kind = 'work_order' and d.kind = 'RECTIFY' and d.cancelled_at is null and e.standing <> 'VOID'
  and d.due_on >= :since and d.due_on < :until and d.due_at <= city_now() and {scope} = any(:ids) group by 1"""

SCOPE_COLUMN: Final = {
    "CITY": "0::bigint",
    "DISTRICT": "e.district_id",
    "AGENCY": "e.agency_id",
    "SERVICE": "e.service_id",
    "HALL": "e.hall_id",
    "STAFF": "e.staff_id",
}
ORDERS_OF: Final = {scope: Statement(ORDERS.format(scope=column)) for scope, column in SCOPE_COLUMN.items()}
DUE_OF: Final = {scope: Statement(DUE.format(scope=column)) for scope, column in SCOPE_COLUMN.items()}
HOURS_OF: Final = {
    scope: HOURS if scope in BY_THE_HOUR else Statement(COUNTED_HOURS.format(scope=column))
    for scope, column in SCOPE_COLUMN.items()
}


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both inclusive, and what time it is."""

    first: date
    last: date
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    def values(self, scope: str, ids: Sequence[int]) -> dict[str, Any]:
        until = self.last + timedelta(days=1)
        return {
            "scope": scope,
            "ids": list(ids),
            "since": self.first,
            "until": until,
            "start": start_of(self.first),
            "finish": start_of(until),
        }


Counts = Mapping[str, int]


NOTHING: Final[Counts] = Counter()  # one for all: a board has hundreds of scopes


class Figures:
    """What was counted for one scope."""

    __slots__ = ("dimensions", "due", "orders", "series", "tags", "tally")

    def __init__(self) -> None:
        self.tally = self.orders = self.due = NOTHING
        self.tags: list[tuple[int, int]] = []
        self.dimensions: list[tuple[int, int, int]] = []
        self.series: dict[str, dict[datetime, tuple[int, int]]] = {}

    @property
    def ratings(self) -> int:
        return sum([self.tally[level] for level in LEVELS])

    @property
    def bad(self) -> int:
        return self.tally["dissatisfied"] + self.tally["very_dissatisfied"]

    def bad_per_10000(self) -> float | None:
        return ratio(self.bad * 10_000, self.ratings)

    def limit(self, end: int) -> float | None:
        return poisson(self.bad)[end] * 10_000 / self.ratings if self.ratings else None

    def score(self) -> float | None:
        return ratio(
            sum(self.tally[level] * points for level, points in zip(LEVELS, SCORES, strict=True)), self.ratings
        )


def ratio(part: int, whole: int) -> float | None:
    """Zero denominator → null, shown as “—”."""
    return part / whole if whole else None


# What a single figure is, by the member's name.
FORMULAS: Final[dict[str, Callable[[Figures], Any]]] = {
    "events": lambda f: f.tally["events"],
    "ratings": lambda f: f.ratings,
    "bad": lambda f: f.bad,
    "badPer10000": Figures.bad_per_10000,
    "badPer10000Low": lambda f: f.limit(0),
    "badPer10000High": lambda f: f.limit(1),
    "goodRate": lambda f: ratio(f.ratings - f.bad, f.ratings),
    "activeRate": lambda f: ratio(f.ratings, f.tally["events"]),
    "badReplyRate": lambda f: ratio(f.orders["answered"], f.orders["bad"]),
    "callbackRectifyRate": lambda f: ratio(f.orders["rectified"], f.orders["real_name"]),
    "onTimeRate": lambda f: ratio(f.due["on_time"], f.due["due"]),
    "postRectifySatisfaction": lambda f: ratio(f.orders["pleased"], f.orders["reached"]),
    "score": Figures.score,
}
# Lists with an entry for each symbol: the member's name → the field, the symbols and their columns.
BREAKDOWNS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "byLevel": ("LevelCount", "level", {level.value: level.value.lower() for level in Level}),
    "byKind": ("KindCount", "kind", {kind.value: KIND_COLUMN[kind] for kind in RatingKind}),
    "byEntry": ("EntryCount", "entry", {entry.value: ENTRY_COLUMN[entry] for entry in Entry}),
}
FROM_ORDERS: Final = frozenset({"badReplyRate", "callbackRectifyRate", "postRectifySatisfaction"})
REASONS: Final = frozenset({"topTags", "byDimension"})  # and how many ratings there are, for `thin`
FROM_TALLY: Final = (frozenset(FORMULAS) | frozenset(BREAKDOWNS) | REASONS) - FROM_ORDERS - {"onTimeRate"}


async def count(
    scope: str, ids: Sequence[int], period: Period, members: frozenset[str], steps: frozenset[str], asking: Asking
) -> dict[int, Figures]:
    """Each source of figures that the members need is read once, for all scopes together."""
    found = {scope_id: Figures() for scope_id in ids}
    if not ids or period.last < period.first:
        return found
    values = period.values(scope, ids)
    if members & FROM_TALLY:
        for row in await TALLY.rows(asking, values):
            found[row["scope_id"]].tally = row
    if members & FROM_ORDERS:
        for row in await ORDERS_OF[scope].rows(asking, values):
            found[row["scope_id"]].orders = row
    if "onTimeRate" in members:
        for row in await DUE_OF[scope].rows(asking, values):
            found[row["scope_id"]].due = row
    if "topTags" in members:
        for scope_id, tag, times in await TAGS.rows(asking, values):
            found[scope_id].tags.append((tag, times))
    if "byDimension" in members:
        for scope_id, dimension, ratings, bad in await DIMENSIONS.rows(asking, values):
            found[scope_id].dimensions.append((dimension, ratings, bad))
    for step in sorted(steps):
        series = HOURS_OF[scope] if step == "HOUR" else SERIES
        for scope_id, at, ratings, bad in await series.rows(asking, values | {"step": step}):
            found[scope_id].series.setdefault(step, {})[at] = (ratings, bad)
    return found


def thin(found: Iterable[Figures], fewest: int | None) -> None:
    """Leave out the reasons of a scope with fewer ratings than that; None: of every scope."""
    for one in found:
        if fewest is None or one.ratings < fewest:
            one.tags, one.dimensions = [], []
