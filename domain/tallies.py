"""Tallies: the counts by day, hour, tag and dimension, added up per batch and upserted.

Rows are written in the order of their keys, and the tables always in the same order, so that concurrent batches do not
deadlock (docs/performance.md, 4).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from domain.clock import day_of
from domain.words import RATER_MADE, Entry, Level, RatingKind
from storage.together import WriteStep, carry_out

CITY = 0
LEVELS = tuple(level.value.lower() for level in Level)
KIND_COLUMN = {kind: {"DEFAULT": "by_default"}.get(kind.value, kind.value.lower()) for kind in RatingKind}
ENTRY_COLUMN = {entry: {"INSPECTION": "inspection_entry"}.get(entry.value, entry.value.lower()) for entry in Entry}
COLUMNS = ("events", "rated", *LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())
BY_THE_HOUR = ("CITY", "DISTRICT")  # the scopes everybody may watch by the hour
CURVE = ("ratings", "bad")


@dataclass(frozen=True, slots=True)
class CountedAt:
    """Where a service event or rating is counted."""

    district_id: int
    agency_id: int
    service_id: int
    hall_id: int | None
    staff_id: int | None

    def scopes(self) -> list[tuple[str, int]]:
        """(scope, id) of each scope it counts in."""
        all_scopes = (
            ("CITY", CITY),
            ("DISTRICT", self.district_id),
            ("AGENCY", self.agency_id),
            ("SERVICE", self.service_id),
            ("HALL", self.hall_id),
            ("STAFF", self.staff_id),
        )
        return [(scope, scope_id) for scope, scope_id in all_scopes if scope_id is not None]


@dataclass(slots=True)
class Tally:
    """What one batch adds. `sign` −1 takes a void rating out again, on the days on which it was counted."""

    days: Counter[tuple[str, date, int, str]] = field(default_factory=Counter)
    late: Counter[tuple[str, date, int, date]] = field(default_factory=Counter)
    hours: Counter[tuple[str, datetime, int, str]] = field(default_factory=Counter)
    tags: Counter[tuple[str, int, date, int]] = field(default_factory=Counter)
    dimensions: Counter[tuple[str, int, date, int, str]] = field(default_factory=Counter)

    def add_event(self, place: CountedAt, happened_at: datetime) -> None:
        """Count a service event on its day in all its scopes."""
        day = day_of(happened_at)
        for scope, scope_id in place.scopes():
            self.days[scope, day, scope_id, "events"] += 1

    def add_rating(
        self,
        place: CountedAt,
        rated_at: datetime,
        day: date,
        *,
        visited_at: datetime,
        level: Level,
        kind: RatingKind,
        entry: Entry,
        tags: Iterable[int],
        dimensions: Iterable[tuple[int, Level]],
        sign: int = 1,
    ) -> None:
        """Count a rating in all its scopes.

        Default, comprehensive and inspection ratings are counted by kind and entry only, not among the levels.
        """
        hour, rater_made = _hour(rated_at), kind in RATER_MADE
        tags, dimensions = tuple(tags), tuple(dimensions)
        for scope, scope_id in place.scopes():
            self.days[scope, day, scope_id, KIND_COLUMN[kind]] += sign
            self.days[scope, day, scope_id, ENTRY_COLUMN[entry]] += sign
            if rater_made:
                self.days[scope, day, scope_id, level.value.lower()] += sign
                self._add_visit(scope, scope_id, day_of(visited_at), day, sign)
                if scope in BY_THE_HOUR:
                    self.hours[scope, hour, scope_id, "ratings"] += sign
                    self.hours[scope, hour, scope_id, "bad"] += sign * level.is_bad
                for tag in tags:
                    self.tags[scope, scope_id, day, tag] += sign
                for dimension, given in dimensions:
                    self.dimensions[scope, scope_id, day, dimension, given.value.lower()] += sign

    def _add_visit(self, scope: str, scope_id: int, visited_on: date, rated_on: date, sign: int) -> None:
        """Count the visit as rated on its own day; a later rating also on the day it came (docs/rules.md §6)."""
        self.days[scope, visited_on, scope_id, "rated"] += sign
        if rated_on > visited_on:
            self.late[scope, rated_on, scope_id, visited_on] += sign

    async def write(self) -> None:
        """Write the tally."""
        await carry_out(self.steps())

    def steps(self) -> list[WriteStep]:
        """The steps that write the tally, to be run together with what is counted."""
        return [
            *WriteStep.of(UPSERT_DAYS, _wide(self.days, COLUMNS)),
            *WriteStep.of(UPSERT_LATE, _wide({(*key, "count"): n for key, n in self.late.items() if n}, ("count",))),
            *WriteStep.of(UPSERT_HOURS, _wide(self.hours, CURVE)),
            *WriteStep.of(UPSERT_TAGS, _wide({(*key, "count"): n for key, n in self.tags.items() if n}, ("count",))),
            *WriteStep.of(UPSERT_DIMENSIONS, _wide(self.dimensions, LEVELS)),
        ]


def _hour(moment: datetime) -> datetime:
    """The beginning of the hour, in UTC.

    The city's hours are whole hours in UTC too; those of another offset may not be.
    """
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _wide(cells: Mapping[tuple[Any, ...], int], columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Cells {(… key, column): n} as one row per key, sorted.

    The counts of a row are one array's text, because asyncpg takes long to check each element of an array.
    """
    places = {column: n for n, column in enumerate(columns)}
    rows: dict[tuple[Any, ...], list[int]] = {}
    for (*key, column), n in cells.items():
        rows.setdefault(tuple(key), [0] * len(columns))[places[column]] += n
    return [(*key, f"{{{','.join(map(str, rows[key]))}}}") for key in sorted(rows)]


def _upsert(table: str, keys: dict[str, str], columns: tuple[str, ...]) -> str:
    """The statement that adds the counts of each row to what is stored under its key."""
    types = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate([*keys.values(), "text"], 1))
    counts = ", ".join(f"counts[{n}]" for n, _ in enumerate(columns, 1))
    sums = ", ".join(f"{c} = {table}.{c} + excluded.{c}" for c in columns)
    return f"""insert into {table} ({", ".join([*keys, *columns])})
select {", ".join(keys)}, {counts} from unnest({types}) as t ({", ".join(keys)}, told)
cross join lateral (select told::integer[] as counts offset 0) as c
on conflict ({", ".join(keys)}) do update set {sums}"""


UPSERT_DAYS = _upsert("tally_day", {"scope": "text", "day": "date", "scope_id": "bigint"}, COLUMNS)
UPSERT_LATE = _upsert(
    "tally_late", {"scope": "text", "rated_on": "date", "scope_id": "bigint", "day": "date"}, ("count",)
)
UPSERT_HOURS = _upsert("tally_hour", {"scope": "text", "hour": "timestamptz", "scope_id": "bigint"}, CURVE)
UPSERT_TAGS = _upsert(
    "tally_tag", {"scope": "text", "scope_id": "bigint", "day": "date", "tag_id": "bigint"}, ("count",)
)
UPSERT_DIMENSIONS = _upsert(
    "tally_dimension", {"scope": "text", "scope_id": "bigint", "day": "date", "dimension_id": "bigint"}, LEVELS
)
