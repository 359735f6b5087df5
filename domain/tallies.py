"""Tallies: summed per batch and upserted in sorted key order, so that concurrent batches never deadlock
(performance.md, 5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from domain.clock import day_of
from domain.words import RATER_MADE, Entry, Level, RatingKind
from storage.transactions import Connection

CITY = 0
LEVELS = tuple(level.value.lower() for level in Level)
KIND_COLUMN = {kind: {"DEFAULT": "by_default"}.get(kind.value, kind.value.lower()) for kind in RatingKind}
ENTRY_COLUMN = {entry: {"INSPECTION": "inspection_entry"}.get(entry.value, entry.value.lower()) for entry in Entry}
COLUMNS = ("events", *LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())
BY_THE_HOUR = ("CITY", "DISTRICT")  # the scopes everybody may watch by the hour
CURVE = ("ratings", "bad")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service event or rating counts."""

    district_id: int
    agency_id: int
    service_id: int
    hall_id: int | None
    staff_id: int | None

    def scopes(self) -> list[tuple[str, int]]:
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
    """What one batch adds. `sign` −1 takes a void rating out again, in its own period."""

    days: Counter[tuple[str, date, int, str]] = field(default_factory=Counter)
    hours: Counter[tuple[str, datetime, int, str]] = field(default_factory=Counter)
    tags: Counter[tuple[str, int, date, int]] = field(default_factory=Counter)
    dimensions: Counter[tuple[str, int, date, int, str]] = field(default_factory=Counter)

    def add_event(self, place: Place, happened_at: datetime) -> None:
        day = day_of(happened_at)
        for scope, scope_id in place.scopes():
            self.days[scope, day, scope_id, "events"] += 1

    def add_rating(
        self,
        place: Place,
        rated_at: datetime,
        day: date,
        *,
        level: Level,
        kind: RatingKind,
        entry: Entry,
        tags: Iterable[int],
        dimensions: Iterable[tuple[int, Level]],
        sign: int = 1,
    ) -> None:
        """A rating in every scope it counts in. Defaults, comprehensive ratings and inspections never touch the
        levels.
        """
        hour, rater_made = _hour(rated_at), kind in RATER_MADE
        tags, dimensions = tuple(tags), tuple(dimensions)
        for scope, scope_id in place.scopes():
            self.days[scope, day, scope_id, KIND_COLUMN[kind]] += sign
            self.days[scope, day, scope_id, ENTRY_COLUMN[entry]] += sign
            if rater_made:
                self.days[scope, day, scope_id, level.value.lower()] += sign
                if scope in BY_THE_HOUR:
                    self.hours[scope, hour, scope_id, "ratings"] += sign
                    self.hours[scope, hour, scope_id, "bad"] += sign * level.is_bad
                for tag in tags:
                    self.tags[scope, scope_id, day, tag] += sign
                for dimension, given in dimensions:
                    self.dimensions[scope, scope_id, day, dimension, given.value.lower()] += sign

    async def write(self, connection: Connection) -> None:
        await self._write_wide(connection, UPSERT_DAYS, self.days, COLUMNS)
        await self._write_wide(connection, UPSERT_HOURS, self.hours, CURVE)
        await self._write_tags(connection)
        await self._write_wide(connection, UPSERT_DIMENSIONS, self.dimensions, LEVELS)

    async def _write_wide(
        self, connection: Connection, upsert: str, cells: Mapping[tuple[Any, ...], int], columns: tuple[str, ...]
    ) -> None:
        rows = _pivot(((key[:-1], key[-1], n) for key, n in cells.items()), columns)
        if rows:
            await connection.execute(upsert, *zip(*[(*key, *counts) for key, counts in rows], strict=True))

    async def _write_tags(self, connection: Connection) -> None:
        rows = sorted((*key, n) for key, n in self.tags.items() if n)
        if rows:
            await connection.execute(UPSERT_TAGS, *zip(*rows, strict=True))


def _hour(moment: datetime) -> datetime:
    """City hours are whole hours of UTC too; another offset may not be."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _pivot(
    cells: Iterable[tuple[tuple[object, ...], str, int]], columns: tuple[str, ...]
) -> list[tuple[tuple[object, ...], list[int]]]:
    """Cells (key, column, n) → wide rows in the order of their keys."""
    rows: dict[tuple[object, ...], Counter[str]] = {}
    for key, column, n in cells:
        rows.setdefault(key, Counter())[column] += n
    return [(key, [rows[key][column] for column in columns]) for key in sorted(rows, key=lambda k: tuple(map(str, k)))]


def _upsert(table: str, keys: dict[str, str], columns: tuple[str, ...], kind: str = "bigint") -> str:
    types = [*keys.values(), *[kind] * len(columns)]
    arrays = ", ".join(f"${n}::{type_}[]" for n, type_ in enumerate(types, 1))
    sums = ", ".join(f"{c} = {table}.{c} + excluded.{c}" for c in columns)
    names = ", ".join([*keys, *columns])
    conflict = f"on conflict ({', '.join(keys)}) do update set {sums}"
    return f"insert into {table} ({names}) select * from unnest({arrays}) as t {conflict}"


UPSERT_DAYS = _upsert("tally_day", {"scope": "text", "day": "date", "scope_id": "bigint"}, COLUMNS, "integer")
UPSERT_HOURS = _upsert("tally_hour", {"scope": "text", "hour": "timestamptz", "scope_id": "bigint"}, CURVE, "integer")
UPSERT_TAGS = _upsert(
    "tally_tag", {"scope": "text", "scope_id": "bigint", "day": "date", "tag_id": "bigint"}, ("count",)
)
UPSERT_DIMENSIONS = _upsert(
    "tally_dimension", {"scope": "text", "scope_id": "bigint", "day": "date", "dimension_id": "bigint"}, LEVELS
)
