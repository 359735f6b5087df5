"""Counts for the appraisals, by subject and day, from ratings and orders; texts are never read.

A rating counts on the day it was given, for the agency of its service event and the district of its hall. The term for
mending counts on its due day, for the agency that owed it. For persons the newest finding decides: a bad rating counts
for the person and stage it was attributed to, and for no person before it is verified.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import asyncpg

from domain import figures as f
from domain.words import SubjectKind
from storage.transactions import fetch

RATINGS: Final = f"""
select e.agency_id, e.district_id, e.rated_on as day, count(*) as n, sum(points) as total,
  sum(points * points) as squares, count(*) filter (where e.kind = 'VOLUNTARY') as voluntary,
  count(*) filter (where {f.IS_BAD}) as bad
from agency a cross join lateral (select e.*, {f.POINTS} as points from evaluation e
  where e.agency_id = a.id and e.rated_on >= $1 and e.rated_on <= $2 and {f.COUNTS}) e group by 1, 2, 3"""

ANSWERS: Final = f"""
select e.agency_id, e.district_id, e.rated_on as day, {f.told_as(f.COMPLAINTS)}
from evaluation e left join work_order o on o.evaluation_id = e.id
where {f.BAD_RATING} and e.rated_on >= $1 and e.rated_on <= $2 group by 1, 2, 3"""

TERMS: Final = f"""
select o.agency_id, e.district_id, d.due_on as day, {f.told_as(f.TERMS)},
  count(*) filter (where o.supervision >= 2 and d.rule <> 'redo') as circulated
from deadline d join work_order o on o.id = d.subject_id join evaluation e on e.id = o.evaluation_id
where {f.DUE} and d.due_on >= $1 and d.due_on <= $2 group by 1, 2, 3"""

# Ratings without a work order count for the person who served.
SERVED: Final = f"""
select m.id as staff_id, e.stage, e.rated_on as day, count(*) as n, sum(points) as total,
  sum(points * points) as squares
from staff_member m cross join lateral (select e.*, {f.POINTS} as points from evaluation e
  where e.staff_id = m.id and e.rated_on >= $1 and e.rated_on <= $2 and {f.COUNTS}
    and not exists (select from work_order o where o.evaluation_id = e.id)) e group by 1, 2, 3"""

RESPONSIBLE: Final = "w.verdict = 'VALID_RESPONSIBLE' and w.attribution = 'STAFF'"
REPAIRED: Final = f"""{f.PLEASED} and o.approved_at is not null and (select bool_and({f.ON_TIME}) from deadline d
  where d.subject_kind = 'work_order' and d.subject_id = o.id and d.kind = 'RECTIFY' and d.cancelled_at is null)"""
# Ratings with a work order. A responsible finding counts them for the person it names, any other finding for no person.
# Without a finding a good rating counts for the rated person, and a bad one only as waiting.
VERIFIED: Final = f"""
select case when {RESPONSIBLE} then w.staff_id when w.id is null then e.staff_id end as staff_id,
  case when {RESPONSIBLE} then s.stage else e.stage end as stage, e.rated_on as day, e.level, {f.POINTS} as points,
  {f.IS_BAD} as is_bad, coalesce({RESPONSIBLE}, false) as responsible, coalesce({REPAIRED}, false) as repaired
from work_order o join evaluation e on e.id = o.evaluation_id
left join lateral (select * from finding w where w.work_order_id = o.id order by id desc limit 1) w on true
left join service_event s on s.id = w.service_event_id
where {f.COUNTS} and e.rated_on >= $1 and e.rated_on <= $2"""

PEOPLE: Final = "select id, name, agency_id, hall_id, duty from staff_member where duty in ('WINDOW', 'HOTLINE')"
UNITS: Final = "select id, name, district_id from agency"
DISTRICTS: Final = "select id, name from district where not is_city"

Days = dict[date, Counter[str]]
Group = tuple[int, str]


@dataclass(slots=True)
class Subject:
    """A person, agency or district that is appraised, with its counts by day.

    Persons also have counts by group (place and stage). The place of a person is the hall; without a hall, and for the
    hotline, it is the team: the negative id of the agency.
    """

    kind: SubjectKind
    name: str
    agency_id: int | None = None
    district_id: int | None = None
    staff_id: int | None = None
    days: Days = field(default_factory=dict)
    groups: dict[Group, Counter[str]] = field(default_factory=dict)
    place: int = 0

    @property
    def id(self) -> int:
        """The id of the person, agency or district; unique together with `kind`."""
        return self.staff_id or self.agency_id or self.district_id or 0

    def count(self, day: date, counts: Mapping[str, int], group: Group | None = None) -> None:
        """Add counts to a day, and to a group if given."""
        self.days.setdefault(day, Counter()).update(counts)
        if group is not None:
            self.groups.setdefault(group, Counter()).update(counts)

    def sums(self) -> Counter[str]:
        """The counts of all days together."""
        return sum(self.days.values(), Counter())

    def by_day(self, part: str, whole: str) -> list[tuple[date, int, int]]:
        """(day, numerator, denominator) for the days with any; without `whole` the denominator is 1."""
        return [
            (day, counts[part], counts[whole] if whole else 1)
            for day, counts in sorted(self.days.items())
            if counts[part] or (whole and counts[whole])
        ]


async def count(first: date, last: date) -> list[Subject]:
    """All subjects with anything counted from `first` to `last`, both inclusive."""
    return [*await _units(first, last), *await _persons(first, last, [_person(row) for row in await fetch(PEOPLE)])]


async def count_again(first: date, last: date, persons: Iterable[Subject]) -> list[Subject]:
    """As `count`, for the given persons as they were at settlement.

    A transfer or a new name since then does not change what they did.
    """
    return [*await _units(first, last), *await _persons(first, last, persons)]


async def _units(first: date, last: date) -> list[Subject]:
    kind = SubjectKind
    agencies = {
        r["id"]: Subject(kind.AGENCY, r["name"], agency_id=r["id"], district_id=r["district_id"])
        for r in await fetch(UNITS)
    }
    districts = {r["id"]: Subject(kind.DISTRICT, r["name"], district_id=r["id"]) for r in await fetch(DISTRICTS)}
    for statement in (RATINGS, ANSWERS, TERMS):
        for row in await fetch(statement, first, last):
            counts = _counts(row)
            agencies[row["agency_id"]].count(row["day"], counts)
            if row["district_id"] in districts:
                districts[row["district_id"]].count(row["day"], counts)
    return [subject for subject in (*agencies.values(), *districts.values()) if subject.days]


def _counts(row: asyncpg.Record) -> dict[str, int]:
    return {
        key: int(n or 0)
        for key, n in row.items()
        if key not in ("agency_id", "district_id", "staff_id", "stage", "day")
    }


async def _persons(first: date, last: date, persons: Iterable[Subject]) -> list[Subject]:
    subjects = {person.id: person for person in persons}
    for row in await fetch(SERVED, first, last):
        if subject := subjects.get(row["staff_id"]):
            subject.count(row["day"], _counts(row), _group(subject, row["stage"]))
    for row in await fetch(VERIFIED, first, last):
        if subject := subjects.get(row["staff_id"]):
            _judge(subject, row, _group(subject, row["stage"]))
    return [subject for subject in subjects.values() if subject.days]


def _person(row: asyncpg.Record) -> Subject:
    team = -row["agency_id"]
    kind, place = (
        (SubjectKind.WINDOW_STAFF, row["hall_id"] or team)
        if row["duty"] == "WINDOW"
        else (SubjectKind.HOTLINE_AGENT, team)
    )
    return Subject(kind, row["name"], agency_id=row["agency_id"], staff_id=row["id"], place=place)


def _group(person: Subject, stage: str) -> Group:
    """The group a rating of a person is compared in: hall and stage; for the hotline the team."""
    return person.place, "" if person.kind is SubjectKind.HOTLINE_AGENT else stage


def _judge(subject: Subject, row: asyncpg.Record, group: Group) -> None:
    """Count a rating with an order for the person; a bad one without a finding only as waiting."""
    if row["is_bad"] and not row["responsible"]:
        subject.count(row["day"], {"waiting": 1})
        return
    points, is_bad = row["points"], int(row["is_bad"])
    subject.count(row["day"], {"n": 1, "total": points, "squares": points * points, "bad": is_bad}, group)
    if is_bad:
        subject.count(row["day"], {row["level"]: 1, "responsible": 1, "repaired": int(row["repaired"])})


def group_means(subjects: Iterable[Subject]) -> dict[Group, tuple[int, int]]:
    """(total points, number of ratings) of every group, over all its persons."""
    sums: dict[Group, Counter[str]] = {}
    for subject in subjects:
        for group, counts in subject.groups.items():
            sums.setdefault(group, Counter()).update({"total": counts["total"], "n": counts["n"]})
    return {group: (counts["total"], counts["n"]) for group, counts in sums.items()}
