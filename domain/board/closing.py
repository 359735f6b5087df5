"""The nightly run that decides what of each scope may be told to readers who do not see it live."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from domain import policy
from domain.actor import Actor
from domain.board.counted import grown
from domain.board.families import LATE
from domain.board.telling import Point, Telling
from storage.transactions import execute, fetch, fetch_row, transaction

# All statements must read the same moment: a sum one rating ahead of its parts would reveal that rating.
ONE_MOMENT: Final = "set transaction isolation level repeatable read"
# A table lock, because it is taken before the snapshot begins: a run that waited sees what the other has told.
ONE_AT_A_TIME: Final = "lock table board_night in share row exclusive mode"
# The first night is the day before anything was counted; the figures start from there.
BEGIN: Final = """insert into board_night (day)
select least(min(day) - 1, city_today() - 1) from tally_day where not exists (select from board_night)
having min(day) is not null"""
SPAN: Final = "select min(day) as begun, max(day) as closed, city_today() - 1 as yesterday from board_night"
LAST: Final = """select distinct on (scope, family, subject, scope_id) scope, scope_id, family, subject, counts
from board_told order by scope, family, subject, scope_id, day desc"""
LATELY: Final = (
    "select family, day, scope, scope_id from board_told where family = 'visits' and subject = 0 and day >= $1"
)
TELL: Final = """insert into board_told (scope, scope_id, family, subject, day, counts)
select scope, scope_id, family, subject, day, told::integer[]
from unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::date[], $6::text[])
  as t (scope, scope_id, family, subject, day, told)"""
DONE: Final = "insert into board_night (day) select generate_series($1::date, $2::date, '1 day')::date"
PLACES: Final = """select 'AGENCY' as kind, id, null::bigint as above from agency
union all select 'SERVICE', id, agency_id from service union all select 'HALL', id, district_id from hall
union all select 'DISTRICT', id, null from district"""


async def close_nights(*, by: Actor) -> int:
    """Close every day that is over and tell the counts that may be told; returns how many were told.

    Runs daily. Running it twice tells nothing twice; two runs at the same time follow each other.
    """
    policy.require(by, "board.close")
    async with transaction():
        await execute(ONE_MOMENT)
        await execute(ONE_AT_A_TIME)
        await execute(BEGIN)
        span = await fetch_row(SPAN)
        if span["closed"] is None or span["closed"] >= span["yesterday"]:
            return 0
        first, last = span["closed"] + timedelta(days=1), span["yesterday"]
        points = await _points(span["begun"], first, last)
        await _store(points)
        await execute(DONE, first, last)
    return len(points)


async def _points(begun: date, first: date, last: date) -> list[Point]:
    city = Telling(await fetch(PLACES), begun)
    for row in await fetch(LAST):
        city.remember((row["scope"], row["scope_id"]), (row["family"], row["subject"]), row["counts"])
    since = first - timedelta(days=LATE)
    for row in await fetch(LATELY, since):
        city.days[row["family"], row["day"]].add((row["scope"], row["scope_id"]))
    nights = await grown(first, last)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        city.night(day, nights.get(day, {}))
    return city.points


async def _store(points: Sequence[Point]) -> None:
    rows = [(*scope, *chain, day, f"{{{','.join(map(str, counts))}}}") for scope, chain, day, counts in points]
    if rows:
        await execute(TELL, *(list(column) for column in zip(*rows, strict=True)))


__all__ = ["close_nights"]
