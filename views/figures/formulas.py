"""The figures of docs/rules.md §6: the formula of each, and the sources of the parts in it.

Only the parts that are asked for are summed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import asyncpg

from domain.figures import (
    ANSWERED,
    BAD_RATING,
    CALLED_BACK,
    COMPLAINTS,
    ON_TIME,
    REAL_NAME,
    SCORES,
    SHARES,
    SUMS,
    TERMS,
)
from domain.figures import DUE as DUE_ORDER
from domain.intervals import PER, per_10000
from domain.tallies import ENTRY_COLUMN, KIND_COLUMN, LEVELS
from domain.words import Entry, Level, RatingKind
from views.compiling.statement import Asking, Shapes
from views.figures.period import Period

RATINGS: Final = " + ".join(LEVELS)
BAD_RATINGS: Final = "dissatisfied + very_dissatisfied"

AMONG: Final = "any(:ids::text::bigint[])"  # as text, because asyncpg needs half a microsecond per number of an array

SCOPE_COLUMN: Final = {
    "CITY": "0::bigint",
    "DISTRICT": "e.district_id",
    "AGENCY": "e.agency_id",
    "SERVICE": "e.service_id",
    "HALL": "e.hall_id",
    "STAFF": "e.staff_id",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A source of sums, with one row per scope.

    `parts`: name → the SQL of what is summed. `text`: makes the statement from what is selected, the scope, and whether
    the period is one day. `steps`: makes the statement for all scopes of a level by day, month or year. `is_empty`:
    whether there can be no rows in a period.
    """

    parts: Mapping[str, str]
    text: Callable[[Sequence[str], str, bool], str]
    steps: Callable[[Sequence[str], str], str]
    is_empty: Callable[[Period], bool] = lambda period: period.is_empty


def _tally(parts: Sequence[str], scope: str, is_one_day: bool) -> str:
    """Sum the tallies; one day is one row, which needs no sum."""
    if is_one_day:
        return f"""select scope_id, {", ".join(parts)} from tally_day
where scope = :scope and day = :since and scope_id = {AMONG}"""
    return f"""select scope_id, {", ".join(f"sum({part})" for part in parts)} from tally_day
where scope = :scope and day >= :since and day < :until and scope_id = {AMONG} group by 1"""


def _late(parts: Sequence[str], scope: str, is_one_day: bool) -> str:
    """Count visits of the period whose ratings came after the last day that the asker may know."""
    return f"""select scope_id, {", ".join(parts)} from tally_late
where scope = :scope and rated_on > :seen and day >= :since and day < :until and scope_id = {AMONG} group by 1"""


def _orders(parts: Sequence[str], scope: str, is_one_day: bool) -> str:
    """Count bad ratings and their orders in the period of the rating time."""
    column = SCOPE_COLUMN[scope]
    return f"""select {column}, {", ".join(parts)}
from evaluation e left join work_order o on o.evaluation_id = e.id
where {BAD_RATING} and e.rated_on >= :since and e.rated_on < :until and {column} = {AMONG} group by 1"""


def _due(parts: Sequence[str], scope: str, is_one_day: bool) -> str:
    """Count orders in the period of their due time; those due later today are not counted yet."""
    column = SCOPE_COLUMN[scope]
    return f"""select {column}, {", ".join(parts)}
from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id
where {DUE_ORDER} and d.due_on >= :since and d.due_on < :until and {column} = {AMONG} group by 1"""


def _tally_steps(parts: Sequence[str], scope: str) -> str:
    """Sum the tallies of all scopes of a level by day, month or year."""
    return f"""select scope_id, {_step("day")}, {", ".join(f"sum({part})" for part in parts)} from tally_day
where scope = :scope and day >= :since and day < :until group by 1, 2"""


def _late_steps(parts: Sequence[str], scope: str) -> str:
    return f"""select scope_id, {_step("day")}, {", ".join(parts)} from tally_late
where scope = :scope and rated_on > :seen and day >= :since and day < :until group by 1, 2"""


def _orders_steps(parts: Sequence[str], scope: str) -> str:
    return f"""select {SCOPE_COLUMN[scope]}, {_step("e.rated_on")}, {", ".join(parts)}
from evaluation e left join work_order o on o.evaluation_id = e.id
where {BAD_RATING} and e.rated_on >= :since and e.rated_on < :until group by 1, 2"""


def _due_steps(parts: Sequence[str], scope: str) -> str:
    return f"""select {SCOPE_COLUMN[scope]}, {_step("d.due_on")}, {", ".join(parts)}
from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id
where {DUE_ORDER} and d.due_on >= :since and d.due_on < :until group by 1, 2"""


def _step(day: str) -> str:
    return f"date_trunc(:step, {day}::timestamp)::date"


# Counts what was done about the complaints that were told; each scope has its own days.
OF_TOLD: Final = """select t.id, count(*)
from unnest(:ids::bigint[], :firsts::date[], :lasts::date[]) as t (id, first, last)
join evaluation e on {scope} = t.id"""
TOLD_COMPLAINTS: Final = f"""{OF_TOLD} and e.rated_on between t.first and t.last
join work_order o on o.evaluation_id = e.id where {BAD_RATING} and"""
ORDERS_TOLD: Final = {
    "answered": f"{TOLD_COMPLAINTS} {ANSWERED} group by 1",
    "rectified": f"{TOLD_COMPLAINTS} {REAL_NAME} and {CALLED_BACK} group by 1",
    "on_time": f"""{OF_TOLD} join work_order o on o.evaluation_id = e.id
join deadline d on d.subject_id = o.id and d.due_on between t.first and t.last
where {DUE_ORDER} and {ON_TIME} group by 1""",
}
# The formulas below use the names of the parts, so no two sources have a part of the same name.
TALLY: Final = Source(
    {
        "ratings": RATINGS,
        "judged": RATINGS,
        "levelled": RATINGS,
        "served": "events",
        "bad": BAD_RATINGS,
        "points": " + ".join(f"{points} * {level}" for level, points in zip(LEVELS, SCORES, strict=True)),
        **{name: name for name in ("events", "rated", *LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())},
    },
    _tally,
    _tally_steps,
)
LATE: Final = Source({"unseen": "sum(count)"}, _late, _late_steps, lambda period: not period.hides_late)
ORDERS: Final = Source(COMPLAINTS, _orders, _orders_steps)
DUE: Final = Source(
    TERMS,
    _due,
    _due_steps,
)
SOURCES: Final = (TALLY, LATE, ORDERS, DUE)


class Sums:
    """Reads a fixed selection of the parts of one source."""

    def __init__(self, source: Source, parts: Iterable[str]) -> None:
        self.parts = tuple(parts)
        selected = [source.parts[part] for part in self.parts]
        self._text, self._statements = partial(source.text, selected), Shapes()
        self._is_empty = source.is_empty
        self.nothing = (0,) * (len(self.parts) + 1)

    async def read(self, scope: str, ids: Sequence[int], period: Period, asking: Asking) -> dict[int, asyncpg.Record]:
        """Return, by scope id, a row of the id and the parts in order.

        A scope without rows is left out; `nothing` is its row of zeros.
        """
        if not ids or self._is_empty(period):
            return {}
        statement = self._statements.of((scope, period.is_one_day), self._text)
        rows = await statement.rows(asking, period.values(scope, ids))
        return {row[0]: row for row in rows}


def limits(bad: int, ratings: int) -> tuple[float | None, float | None]:
    """Return the interval of the bad rate per 10,000, low and high; None without ratings."""
    return per_10000(bad, ratings)[1:]


def _ratio(part: str, whole: str) -> str:
    """The source of part / whole, or None if the whole is zero; inline, because a call for each scope costs more."""
    return f"({part} / {whole} if {whole} else None)"


def _share(key: str) -> str:
    """The source of a share of docs/rules.md §6."""
    share = SHARES[key]
    return _ratio(_sum(share.part), _sum(share.whole))


def _sum(name: str) -> str:
    """The source of a name in a share: `judged`, or for "good" `(judged - bad)`."""
    terms = "".join(f" {'+' if sign > 0 else '-'} {one}" for one, sign in SUMS.get(name, {}).items())
    return f"({terms.removeprefix(' + ')})" if terms else name


# What a single figure is, by the member's name: an expression over parts. `judged` and `levelled` are the ratings whose
# opinion and whose levels are known: live all of them, else those of the batches that were told.
FORMULAS: Final = {
    "events": "events",
    "ratings": "ratings",
    "bad": "bad",
    "badPer10000": _ratio(f"{PER} * bad", "judged"),
    "badPer10000Low": "limits(bad, judged)[0]",
    "badPer10000High": "limits(bad, judged)[1]",
    "goodRate": _share("good_rate"),
    "activeRate": _share("active_rate"),
    "badReplyRate": _share("bad_reply_rate"),
    "callbackRectifyRate": _share("callback_rectify_rate"),
    "onTimeRate": _share("on_time_rate"),
    "postRectifySatisfaction": _share("post_rectify_satisfaction"),
    "score": _ratio("points", "levelled"),
}
FUNCTIONS: Final = {"limits": limits}
# Lists with one entry per symbol: member → its GraphQL type, the field for the symbol, and the part of each symbol.
BREAKDOWNS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "byLevel": ("LevelCount", "level", {level.value: level.value.lower() for level in Level}),
    "byKind": ("KindCount", "kind", {kind.value: KIND_COLUMN[kind] for kind in RatingKind}),
    "byEntry": ("EntryCount", "entry", {entry.value: ENTRY_COLUMN[entry] for entry in Entry}),
}
