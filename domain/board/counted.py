"""The counts of all families in every scope, day by day, read from tallies, ratings and orders."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from domain.board.batches import Scope
from domain.board.families import BAD, DIMENSION, FAMILIES, GOOD, TAG
from domain.board.telling import ELSEWHERE, Chain, Growth
from domain.figures import BAD_RATING, DUE, PLEASED, REACHED, REAL_NAME
from domain.tallies import LEVELS
from storage.transactions import fetch

SUMS: Final = {"ratings": LEVELS, "good": GOOD, "bad": BAD}
TALLIED: Final = ("visits", "ratings", "opinion", "levels", "kinds", "entries")
BELOW: Final = ("DISTRICT", "AGENCY", "SERVICE", "HALL")


def _arrays() -> str:
    cells = [
        " + ".join(f"sum({column})" for column in SUMS.get(cell, (cell,)))
        for name in TALLIED
        for cell in FAMILIES[name].cells
    ]
    return ", ".join(f"({cell})::integer" for cell in cells)


# `greatest`: everything before the first night to be closed is added up into that night.
AT: Final = "greatest({day}, $1)"
DAYS: Final = f"""select {AT.format(day="day")} as night, scope, scope_id, array[{_arrays()}] as cells
from tally_day where day <= $2 and scope = any('{{{",".join(BELOW)}}}') group by 1, 2, 3"""
VISITED: Final = f"""select {AT.format(day=f"day + {FAMILIES['visited'].late}")} as night, scope, scope_id,
  array[sum(rated)::integer, sum(events - rated)::integer] as visited
from tally_day where day <= $2::date - {FAMILIES["visited"].late} and scope = any('{{{",".join(BELOW)}}}')
group by 1, 2, 3"""
TAGS: Final = f"""select {AT.format(day="day")} as night, scope, scope_id, tag_id as subject, array[sum(count)::integer]
  as cells
from tally_tag where day <= $2 and scope = any('{{{",".join(BELOW)}}}') group by 1, 2, 3, 4"""
DIMENSIONS: Final = f"""select {AT.format(day="day")} as night, scope, scope_id, dimension_id as subject,
  array[sum({" + ".join(GOOD)})::integer, sum({" + ".join(BAD)})::integer] as cells
from tally_dimension where day <= $2 and scope = any('{{{",".join(BELOW)}}}') group by 1, 2, 3, 4"""
PLACES: Final = """cross join lateral (values ('DISTRICT', e.district_id), ('AGENCY', e.agency_id),
  ('SERVICE', e.service_id), ('HALL', e.hall_id)) as place (scope, scope_id)"""
COMPLAINTS: Final = f"""select {AT.format(day="e.rated_on")} as night, scope, scope_id,
  array[count(*) filter (where {REAL_NAME}), count(*) filter (where not ({REAL_NAME}))]::integer[] as named,
  array[count(*) filter (where {PLEASED}), count(*) filter (where {REACHED} and not ({PLEASED}))]::integer[] as after
from evaluation e left join work_order o on o.evaluation_id = e.id {PLACES}
where {BAD_RATING} and e.rated_on <= $2 and scope_id is not null group by 1, 2, 3"""
ORDERS_DUE: Final = f"""select {AT.format(day="d.due_on")} as night, scope, scope_id, array[count(*)::integer] as due
from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id {PLACES}
where {DUE} and d.due_on <= $2 and scope_id is not null group by 1, 2, 3"""
DISTRICT_OF_HALL: Final = "select id, district_id from hall"


async def grown(first: date, last: date) -> dict[date, Growth]:
    """{night: {family and subject: {scope: counts}}} for the nights from `first` to `last`.

    The first night has everything counted until then.
    """
    found: dict[date, dict[Chain, dict[Scope, list[int]]]] = defaultdict(lambda: defaultdict(dict))
    for row in await fetch(DAYS, first, last):
        for name, cells in _apart(row["cells"]):
            found[row["night"]][name, 0][row["scope"], row["scope_id"]] = cells
    for family, statement in ((TAG, TAGS), (DIMENSION, DIMENSIONS)):
        for row in await fetch(statement, first, last):
            found[row["night"]][family, row["subject"]][row["scope"], row["scope_id"]] = row["cells"]
    others = ((("visited",), VISITED), (("named", "after"), COMPLAINTS), (("due",), ORDERS_DUE))
    for names, statement in others:
        for row in await fetch(statement, first, last):
            for name in names:
                found[row["night"]][name, 0][row["scope"], row["scope_id"]] = row[name]
    districts = {row["id"]: row["district_id"] for row in await fetch(DISTRICT_OF_HALL)}
    for night in found.values():
        for scopes in night.values():
            _elsewhere(scopes, districts)
    return dict(found)


def _apart(cells: list[int]) -> Iterator[tuple[str, list[int]]]:
    """(family, counts) for each family in one row's array."""
    at = 0
    for name in TALLIED:
        size = len(FAMILIES[name].cells)
        yield name, cells[at : at + size]
        at += size


def _elsewhere(scopes: dict[Scope, list[int]], districts: Mapping[int, int]) -> None:
    """Add to each district, as a further part, its counts outside its halls."""
    rest = {scope_id: list(counts) for (kind, scope_id), counts in scopes.items() if kind == "DISTRICT"}
    for (kind, scope_id), counts in scopes.items():
        if kind == "HALL":
            left = rest.setdefault(districts[scope_id], [0] * len(counts))
            for at, n in enumerate(counts):
                left[at] -= n
    scopes.update({(ELSEWHERE, district): counts for district, counts in rest.items()})


__all__ = ["grown"]
