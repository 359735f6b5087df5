"""Tallies: summed per batch and upserted in sorted key order, so that concurrent batches never deadlock
(performance.md, 5).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from domain.words import RATER_MADE, Entry, Level, RatingKind
from storage.transactions import Connection

CITY = 0
LEVELS = tuple(level.value.lower() for level in Level)
KIND_COLUMN = {kind: {"DEFAULT": "by_default"}.get(kind.value, kind.value.lower()) for kind in RatingKind}
ENTRY_COLUMN = {entry: {"INSPECTION": "inspection_entry"}.get(entry.value, entry.value.lower()) for entry in Entry}
COLUMNS = ("events", *LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())


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

    hours: Counter[tuple[str, int, datetime, str]] = field(default_factory=Counter)
    tags: Counter[tuple[str, int, date, int]] = field(default_factory=Counter)
    dimensions: Counter[tuple[str, int, date, int, str]] = field(default_factory=Counter)

    def add_event(self, place: Place, happened_at: datetime) -> None:
        hour = _hour(happened_at)
        for scope, scope_id in place.scopes():
            self.hours[scope, scope_id, hour, "events"] += 1

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
            self.hours[scope, scope_id, hour, KIND_COLUMN[kind]] += sign
            self.hours[scope, scope_id, hour, ENTRY_COLUMN[entry]] += sign
            if rater_made:
                self.hours[scope, scope_id, hour, level.value.lower()] += sign
                for tag in tags:
                    self.tags[scope, scope_id, day, tag] += sign
                for dimension, given in dimensions:
                    self.dimensions[scope, scope_id, day, dimension, given.value.lower()] += sign

    async def write(self, connection: Connection) -> None:
        await self._write_hours(connection)
        await self._write_tags(connection)
        await self._write_dimensions(connection)

    async def _write_hours(self, connection: Connection) -> None:
        rows = _pivot(((key[:3], key[3], n) for key, n in self.hours.items()), COLUMNS)
        if rows:
            await connection.execute(UPSERT_HOURS, *zip(*[(*key, *counts) for key, counts in rows], strict=True))

    async def _write_tags(self, connection: Connection) -> None:
        rows = sorted((*key, n) for key, n in self.tags.items() if n)
        if rows:
            await connection.execute(UPSERT_TAGS, *zip(*rows, strict=True))

    async def _write_dimensions(self, connection: Connection) -> None:
        rows = _pivot(((key[:4], key[4], n) for key, n in self.dimensions.items()), LEVELS)
        if rows:
            await connection.execute(UPSERT_DIMENSIONS, *zip(*[(*key, *counts) for key, counts in rows], strict=True))


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


def _upsert(table: str, keys: dict[str, str], columns: tuple[str, ...]) -> str:
    types = [*keys.values(), *["bigint"] * len(columns)]
    arrays = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(types, 1))
    sums = ", ".join(f"{c} = {table}.{c} + excluded.{c}" for c in columns)
    names = ", ".join([*keys, *columns])
    conflict = f"on conflict ({', '.join(keys)}) do update set {sums}"
    return f"insert into {table} ({names}) select * from unnest({arrays}) as t {conflict}"


UPSERT_HOURS = _upsert("tally", {"scope": "text", "scope_id": "bigint", "hour": "timestamptz"}, COLUMNS)
UPSERT_TAGS = _upsert(
    "tally_tag", {"scope": "text", "scope_id": "bigint", "day": "date", "tag_id": "bigint"}, ("count",)
)
UPSERT_DIMENSIONS = _upsert(
    "tally_dimension", {"scope": "text", "scope_id": "bigint", "day": "date", "dimension_id": "bigint"}, LEVELS
)
