"""Writes what rows change in the directory: all of it or nothing, with a revision for each entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from domain import outbox, policy, texts
from domain.actor import Actor
from domain.directory.changes import Comparison, EntryChange, FieldChange
from domain.directory.comparing import compare
from domain.directory.entries import KINDS, DirectoryEntry, columns, key_of, kind_of
from domain.directory.rows import GivenRow, RowError, given, read
from domain.errors import Conflict, DomainError, Invalid
from domain.files.tables import Row
from domain.words import DirectoryChange
from storage.transactions import execute, fetch, fetch_value, transaction

MOST_AT_ONCE: Final = 1000
ONE_AT_A_TIME: Final = "select pg_advisory_xact_lock(hashtext('directory'))"
REVISION: Final = "select coalesce(max(id), 0) from directory_revision"
RESERVE: Final = "select nextval(pg_get_serial_sequence($1, 'id')) as id from generate_series(1, $2)"
LONGEST_SOURCE, LONGEST_REASON = 200, 500
REMEMBER: Final = """
insert into directory_revision (kind, entry_id, code, name, change, fields_changed, source, reason, actor_kind,
  actor_role, actor_id, actor_name, at, "on")
select $6, t.id, t.code, t.name, t.change, t.told::jsonb, $7, $8, $9, $10, $11, $12, c.now, city_day(c.now)
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
  as t (id, code, name, change, told, n),
  (select city_now() as now offset 0) c
order by t.n
"""


class Faulty(Invalid):
    """Some rows are at fault, so that none was written; `found` says which and why."""

    def __init__(self, found: Comparison) -> None:
        n = len(found.errors)
        first = found.errors[0]
        super().__init__(
            f"有{n}处不对，什么都没有写入。第一处：第{first.line}行，{first.refusal.zh}"
            if first.line
            else f"有{n}处不对，什么都没有写入。第一处：文件里没有的 {first.key}，{first.refusal.zh}",
            f"{n} rows are at fault, so nothing was written. The first is line {first.line}: {first.refusal.en}"
            if first.line
            else f"{n} are at fault, so nothing was written. {first.key}, not in the file: {first.refusal.en}",
            path=("file",),
        )
        self.found = found


async def revision() -> int:
    """The number of the newest change of the directory; what was compared holds as long as it stays the same."""
    return int(await fetch_value(REVISION))


async def save(
    kind: str,
    rows: Iterable[GivenRow | RowError],
    *,
    by: Actor,
    skips_faulty: bool = False,
    ends_missing: bool = False,
    source: str | None = None,
    reason: str | None = None,
    seen: int | None = None,
) -> Comparison:
    """Write what these rows change, in one transaction; returns what was written.

    `skips_faulty`: rows at fault are left out instead of stopping all; not together with `ends_missing`. `source`: the
    file they come from; `reason`: at most LONGEST_REASON characters. `seen`: the `revision` at which the rows were
    compared. Raises Forbidden; Faulty if a row is at fault; Conflict if the directory changed since `seen`.
    """
    policy.require(by, "directory.change")
    why = texts.fitting(texts.tidy(reason) or "", "reason", "依据", "the reason", longest=LONGEST_REASON) or None
    file = texts.line((source or "").encode("utf-8", "replace").decode())[:LONGEST_SOURCE] or None
    async with transaction():
        await execute(ONE_AT_A_TIME)
        if seen is not None and seen != await revision():
            raise Conflict("目录刚刚变过，请重新试运行。", "The directory has just changed; compare again.")
        found = await compare(kind, rows, ends_missing=ends_missing)
        if found.errors and (ends_missing or not skips_faulty):
            raise Faulty(found)
        await _tell(await _write(found, by, file, why), by)
    return found


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one entry of a request: its code, and what changed or why nothing did."""

    code: str
    change: DirectoryChange | DomainError


class _Undone(Exception):
    """Takes back what a dry run wrote."""


async def save_each(
    entries: Sequence[tuple[str, Mapping[str, Any]]], *, by: Actor, dry_run: bool = False
) -> list[Saved]:
    """Write entries of any kinds (kind, API name → value), each by itself; returns an outcome for each, in order.

    Kinds are written in the order of KINDS, so that entries may name each other. With `dry_run` all is taken back, and
    the outcomes are those that writing would have. Raises Forbidden, Invalid for more than MOST_AT_ONCE.
    """
    policy.require(by, "directory.change")
    if not 1 <= len(entries) <= MOST_AT_ONCE:
        raise Invalid(
            f"一次请送 1 到 {MOST_AT_ONCE} 条。", f"Send 1 to {MOST_AT_ONCE} entries at a time.", path=("entries",)
        )
    outcomes: dict[int, DirectoryChange | DomainError] = {}
    held: set[int] = set()
    try:
        async with transaction():
            await execute(ONE_AT_A_TIME)
            changed = 0
            # What is held until others end is tried again after them, in the opposite order.
            for kind, again in [*((kind, False) for kind in KINDS), *((kind, True) for kind in reversed(list(KINDS)))]:
                sent = [
                    Row(n, 0, values)
                    for n, (told, values) in enumerate(entries, 1)
                    if told == kind and (n in held or not again)
                ]
                if sent:
                    found = await compare(kind, read(kind, sent))
                    changed += await _write(found, by, None, None)
                    outcomes |= {one.line: one.change for one in found.changes}
                    outcomes |= {error.line: error.refusal for error in found.errors}
                    held |= {error.line for error in found.errors if error.is_held}
            if dry_run:
                raise _Undone
            await _tell(changed, by)
    except _Undone:
        pass
    return [
        Saved(str(values.get(columns(kind)[key_of(kind)].api, "")), outcomes.get(n, DirectoryChange.UNCHANGED))
        for n, (kind, values) in enumerate(entries, 1)
    ]


async def register(entries: Sequence[DirectoryEntry], *, by: Actor) -> int:
    """Write entries of several kinds, or none of them; returns how many are new or changed.

    Raises Faulty with the first kind that has an entry at fault.
    """
    policy.require(by, "directory.change")
    changed = 0
    async with transaction():
        await execute(ONE_AT_A_TIME)
        for kind in KINDS:
            if rows := [entry for entry in entries if kind_of(entry) == kind]:
                found = await compare(kind, given(kind, rows))
                if found.errors:
                    raise Faulty(found)
                changed += await _write(found, by, None, None)
        await _tell(changed, by)
    return changed


async def _tell(count: int, by: Actor) -> None:
    """If anything was written, record the event after which every process reads the directory again."""
    if count:
        await outbox.record("directory.changed", "directory", 0, by, count=count)


async def _write(found: Comparison, by: Actor, source: str | None, reason: str | None) -> int:
    """Write the changes and their revisions; returns how many, the followers among them."""
    if not found.changes:
        return 0
    changes = found.changes
    fresh = iter(await fetch(RESERVE, KINDS[found.kind].table, sum(one.id is None for one in changes)))
    ids = [next(fresh)["id"] if one.id is None else one.id for one in changes]
    await _upsert(found.kind, changes, ids)
    told = [
        (id, one.code, one.name, one.change.value, _as_json(one.fields)) for id, one in zip(ids, changes, strict=True)
    ]
    who = (by.kind.value, by.role, by.id, by.name)
    await execute(REMEMBER, *map(list, zip(*told, strict=True)), found.kind, source, reason, *who)
    return len(changes) + await _write(Comparison("staff", found.followers, 0, ()), by, source, reason)


def _as_json(told: Sequence[FieldChange]) -> str:
    return orjson.dumps([[one.name, one.before, one.after] for one in told]).decode()


async def _upsert(kind: str, changes: Sequence[EntryChange], ids: Sequence[int]) -> None:
    known = columns(kind)
    stored = [one.stored for one in known.values()]
    types = ["bigint" if one.sort.refers else one.sort.sql for one in known.values()]
    arrays = ", ".join(f"${n}::{sql}[]" for n, sql in enumerate(types, 2))
    names = ", ".join(stored)
    kept = ", ".join(one.sort.kept.format(f"t.{one.stored}") for one in known.values())
    sets = ", ".join(f"{name} = excluded.{name}" for name in stored)
    values = []
    for name, one in known.items():
        column = [change.values[name] for change in changes]
        own = {change.code: id for change, id in zip(changes, ids, strict=True)} if one.sort.refers == kind else {}
        values.append(await _ids(one.sort.refers, column, own) if one.sort.refers else column)
    await execute(
        f"insert into {KINDS[kind].table} (id, {names}) select t.id, {kept} "
        f"from unnest($1::bigint[], {arrays}) as t (id, {names}) "
        f"on conflict (id) do update set {sets}",
        list(ids),
        *values,
    )


async def _ids(kind: str, codes: Sequence[Any], own: Mapping[str, int]) -> list[int | None]:
    """The ids of entries of this kind by code; `own` are those that the same statement writes."""
    key = key_of(kind)
    rows = await fetch(
        f"select {key} as code, id from {KINDS[kind].table} where {key} = any($1)", list({*codes} - {None})
    )
    ids: dict[str, int] = {**{row["code"]: row["id"] for row in rows}, **own}
    return [None if code is None else ids[code] for code in codes]
