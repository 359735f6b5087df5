"""Registering directory entries in bulk: new ones are added, changed ones updated, equal ones kept.

Entries refer to each other by code, in any order. One `directory.changed` makes every process read the directory again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Final, TypeAlias

from domain import outbox, policy
from domain.actor import Actor
from domain.errors import Conflict, NotFound
from domain.personal import outside
from storage.transactions import fetch, transaction


@dataclass(frozen=True, slots=True)
class District:
    """A district, or the city itself."""

    table: ClassVar[str] = "district"
    code: str
    name: str
    is_city: bool = False
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """`code` is the 18-character unified social credit code."""

    table: ClassVar[str] = "agency"
    code: str
    name: str
    district: str
    is_managing: bool = False
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Hall:
    """`agency` is the centre that runs it."""

    table: ClassVar[str] = "hall"
    code: str
    name: str
    district: str
    agency: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a hall."""

    table: ClassVar[str] = "service_window"
    code: str
    name: str
    hall: str


@dataclass(frozen=True, slots=True)
class Platform:
    """`agency` owns it: bad ratings about the platform go there."""

    table: ClassVar[str] = "platform"
    code: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Channel:
    """An online or other channel; `platform` is the platform it belongs to."""

    table: ClassVar[str] = "channel"
    code: str
    name: str
    is_online: bool
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A service item and its responsible agency."""

    table: ClassVar[str] = "service"
    code: str
    name: str
    agency: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """One version of a service item's guide, and the agency that answers for it."""

    table: ClassVar[str] = "guide"
    service: str
    version: int
    agency: str
    published_on: date


@dataclass(frozen=True, slots=True)
class StaffMember:
    """`agency` is the employer, who answers for conduct; `duty` is WINDOW, HOTLINE or OFFICE."""

    table: ClassVar[str] = "staff_member"
    number: str
    name: str
    agency: str
    hall: str | None = None
    window: str | None = None
    duty: str = "WINDOW"


DirectoryRecord: TypeAlias = District | Agency | Hall | Window | Platform | Channel | Service | Guide | StaffMember

# Entries that others refer to come first.
ORDER: Final[tuple[type[DirectoryRecord], ...]] = (
    District, Agency, Hall, Window, Platform, Channel, Service, Guide, StaffMember,
)  # fmt: skip
REFERENCES: Final = {"district": "district", "agency": "agency", "hall": "hall", "window": "service_window",
                     "platform": "platform", "service": "service"}  # fmt: skip
TYPES: Final = {"is_city": "boolean", "is_managing": "boolean", "is_online": "boolean", "version": "integer",
                "published_on": "date"}  # fmt: skip
KEYS: Final = {"guide": ("service", "version"), "staff_member": ("number",)}


async def register(entries: Sequence[DirectoryRecord], *, by: Actor) -> int:
    """Write all entries or none; returns how many are new or changed.

    Raises NotFound for an unknown code, Conflict for an entry given twice.
    """
    policy.require(by, "directory.change")
    async with transaction():
        changed = 0
        for kind in ORDER:
            if rows := [entry for entry in entries if type(entry) is kind]:
                changed += await _write(kind, rows)
        if changed:
            await outbox.record("directory.changed", "directory", 0, by, count=changed)
    return changed


async def _write(kind: type[DirectoryRecord], entries: Sequence[DirectoryRecord]) -> int:
    names = [field.name for field in fields(kind)]
    keys = [tuple(getattr(entry, name) for name in KEYS.get(kind.table, ("code",))) for entry in entries]
    if twice := next((key for key, n in Counter(keys).items() if n > 1), None):
        raise Conflict(
            f"{kind.table} {twice[0]} 写了两次。", f"{kind.table} {twice[0]} is named twice.", path=(kind.table,)
        )
    if kind is not StaffMember:
        _check_names(kind.table, entries)
    columns = [await _column(name, [getattr(entry, name) for entry in entries]) for name in names]
    return len(await fetch(_upsert(kind.table, names), *columns))


def _check_names(table: str, entries: Sequence[DirectoryRecord]) -> None:
    """Raise Invalid if a public name may contain personal data."""
    for entry in entries:
        if name := getattr(entry, "name", None):
            outside.check(name, table, f"名称“{name}”", f"the name {name!r}")


async def _column(name: str, values: list[object]) -> list[object]:
    """The values as they are stored, with codes of other entries turned into ids."""
    if name not in REFERENCES:
        return values
    rows = await fetch(f"select code, id from {REFERENCES[name]} where code = any($1)", list({*values} - {None}))
    ids = {row["code"]: row["id"] for row in rows}
    if unknown := next((code for code in values if code is not None and code not in ids), None):
        raise NotFound(f"目录里没有 {name} {unknown}。", f"The directory has no {name} {unknown}.", path=(name,))
    return [ids.get(code) for code in values]


def _upsert(table: str, names: Sequence[str]) -> str:
    """The statement that inserts or updates rows; it returns one row for each that differs."""
    key = KEYS.get(table, ("code",))
    stored = [f"{name}_id" if name in REFERENCES else name for name in names]
    kept = [f"{name}_id" if name in REFERENCES else name for name in key]
    others = [column for column in stored if column not in kept]
    types = ["bigint" if name in REFERENCES else TYPES.get(name, "text") for name in names]
    arrays = ", ".join(f"${n}::{sql}[]" for n, sql in enumerate(types, 1))
    old, new = (", ".join(f"{side}.{column}" for column in others) for side in (table, "excluded"))
    sets = ", ".join(f"{column} = excluded.{column}" for column in others)
    return (
        f"insert into {table} ({', '.join(stored)}) select * from unnest({arrays}) as t "
        f"on conflict ({', '.join(kept)}) do update set {sets} where row({old}) is distinct from row({new}) returning 1"
    )
