"""Reads the live details of boards that have several rows per scope: curves, tags and dimensions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from domain.figures import BAD, MADE
from domain.tallies import BY_THE_HOUR
from domain.working_days import start_of
from views.compiling.statement import Asking, Statement
from views.figures.formulas import AMONG, BAD_RATINGS, RATINGS, SCOPE_COLUMN
from views.figures.period import Period

Curve = Mapping[datetime, tuple[int, int]]

DAYS: Final = f"scope = :scope and scope_id = {AMONG} and day >= :since and day < :until"
SERIES: Final = Statement(
    f"""select scope_id, date_trunc(:step, day::timestamp) at time zone 'Asia/Shanghai', sum({RATINGS}),
  sum({BAD_RATINGS})
from tally_day where {DAYS} group by 1, 2"""
)
HOURS: Final = Statement(
    f"""select scope_id, hour, ratings, bad from tally_hour
where scope = :scope and scope_id = {AMONG} and hour >= :start and hour < :finish"""
)
# tally_hour has rows for the city and the districts only; below them the ratings of each hour are counted.
COUNTED: Final = f"""select {{scope}}, date_trunc('hour', e.rated_at, 'Asia/Shanghai'), count(*),
  count(*) filter (where e.level in ('{BAD}'))
from evaluation e
where e.kind in ('{MADE}') and e.standing <> 'VOID' and e.rated_on >= :since and e.rated_on < :until
  and {{scope}} = {AMONG} group by 1, 2"""
HOURS_OF: Final = {
    scope: HOURS if scope in BY_THE_HOUR else Statement(COUNTED.format(scope=column))
    for scope, column in SCOPE_COLUMN.items()
}
TAGS: Final = Statement(
    f"""select scope_id, tag_id, sum(count)::bigint as count from tally_tag where {DAYS}
group by 1, 2 having sum(count) > 0 order by 3 desc, 2"""
)
DIMENSIONS: Final = Statement(
    f"""select scope_id, dimension_id, sum({RATINGS})::bigint, sum({BAD_RATINGS})::bigint
from tally_dimension where {DAYS} group by 1, 2 having sum({RATINGS}) > 0 order by 2"""
)
# The same for all scopes of a level at once, for published figures.
DIMENSIONS_OF: Final = Statement(
    f"""select scope_id, dimension_id, sum({RATINGS})::bigint, sum({BAD_RATINGS})::bigint from tally_dimension
where scope = :scope and day >= :since and day < :until group by 1, 2 having sum({RATINGS}) > 0"""
)
REASONS: Final = {"topTags": TAGS, "byDimension": DIMENSIONS}


async def reasons(
    name: str, scope: str, ids: Sequence[int], period: Period, asking: Asking
) -> Mapping[int, list[tuple[Any, ...]]]:
    """Return, by scope id, rows of what `name` asks for.

    `topTags`: (tag id, count), most first. `byDimension`: (dimension id, ratings, bad ratings).
    """
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if ids and not period.is_empty:
        for row in await REASONS[name].rows(asking, period.values(scope, ids)):
            found[row[0]].append(tuple(row)[1:])
    return found


async def curves(step: str, scope: str, ids: Sequence[int], period: Period, asking: Asking) -> Mapping[int, Curve]:
    """Return (ratings, bad ratings) by scope id and beginning of the step; empty steps are left out."""
    found: dict[int, dict[datetime, tuple[int, int]]] = defaultdict(dict)
    if ids and not period.is_empty:
        values = period.values(scope, ids)
        hours = {"start": start_of(values["since"]), "finish": start_of(values["until"]), "step": step}
        series = HOURS_OF[scope] if step == "HOUR" else SERIES
        for scope_id, at, ratings, bad in await series.rows(asking, values | hours):
            found[scope_id][at] = (ratings, bad)
    return found
