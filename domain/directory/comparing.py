"""Compares rows with the directory: what they would add, change and end, and which of them are at fault."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from domain import clock
from domain.directory import dependents
from domain.directory.changes import Comparison, EntryChange, Known
from domain.directory.entries import KINDS, columns, key_of
from domain.directory.judging import Judge, Place, twice
from domain.directory.rows import GivenRow, RowError
from domain.errors import Invalid
from domain.words import DirectoryChange
from storage.transactions import fetch

MOST_ROWS: Final = 200_000
PARENTS: Final = "select a.code, p.code as parent from agency a left join agency p on p.id = a.parent_id"
PLACE: Final = "select {key} as code, ends_on, null as hall from {table} where {key} = any($1)"
WINDOW: Final = """select w.code, least(w.ends_on, h.ends_on) as ends_on, h.code as hall
from service_window w join hall h on h.id = w.hall_id where w.code = any($1)"""


async def compare(kind: str, rows: Iterable[GivenRow | RowError], *, ends_missing: bool = False) -> Comparison:
    """Compare rows of one kind with the directory, without writing.

    `ends_missing`: entries in use that stand in no row end today; but while a row is at fault nothing ends, because
    that row may be about any of them. Raises Invalid for more than MOST_ROWS rows.
    """
    good, errors = _sorted(kind, rows)
    known = await _known(kind, None if ends_missing else [row.key(kind) for row in good])
    parents = {row["code"]: row["parent"] for row in await fetch(PARENTS)} if kind == "agency" else {}
    judge = Judge(
        kind,
        known,
        await _places(kind, [*(row.values for row in good), *(one.values for one in known.values())]),
        parents,
    )
    judge.announce(good)
    found = [change for row in good if (change := judge.take(row, errors)) is not None]
    if ends_missing and not errors:
        found += judge.missing({row.key(kind) for row in good}, await clock.today())
    changes = await _without_held(kind, found, errors)
    errors.sort(key=lambda error: error.line)
    return Comparison(kind, changes, judge.unchanged, errors)


def _sorted(kind: str, rows: Iterable[GivenRow | RowError]) -> tuple[list[GivenRow], list[RowError]]:
    """The rows that can be compared, each entry once, and the errors of the others."""
    good: dict[str, GivenRow] = {}
    errors: list[RowError] = []
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise Invalid(
                f"超过{MOST_ROWS}行。请分成几份。",
                f"There are more than {MOST_ROWS} rows. Split the file.",
                path=("file",),
            )
        if isinstance(row, RowError):
            errors.append(row)
        elif first := good.get(row.key(kind)):
            code = columns(kind)[key_of(kind)].api
            errors.append(RowError(row.line, code, row.key(kind), twice(first.line, code)))
        else:
            good[row.key(kind)] = row
    return list(good.values()), errors


async def _known(kind: str, keys: Sequence[str] | None) -> dict[str, Known]:
    """The entries with these keys, or all."""
    said, joins = {}, []
    for name, one in columns(kind).items():
        said[name] = one.sort.told.format(f"t.{one.stored}")
        if one.sort.refers:
            other = KINDS[one.sort.refers]
            joins.append(f"left join {other.table} {name}_of on {name}_of.id = t.{one.stored}")
            said[name] = f"{name}_of.{key_of(one.sort.refers)}"
    sql = (
        f"select t.id, {', '.join(f'{sql} as {name}' for name, sql in said.items())} "
        f"from {KINDS[kind].table} t {' '.join(joins)}"
    )
    rows = await (fetch(sql) if keys is None else fetch(f"{sql} where t.{key_of(kind)} = any($1)", keys))
    return {row[key_of(kind)]: Known(row["id"], {name: row[name] for name in said}) for row in rows}


async def _places(kind: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Place]]:
    """kind → code → the entries that these rows of fields name."""
    found: dict[str, dict[str, Place]] = {}
    for one in columns(kind).values():
        if (other := one.sort.refers) is None:
            continue
        codes = list({row.get(one.name) for row in rows} - {None})
        sql = WINDOW if other == "window" else PLACE.format(key=key_of(other), table=KINDS[other].table)
        for row in await fetch(sql, codes):
            found.setdefault(other, {})[row["code"]] = Place(row["ends_on"], row["hall"])
    return found


async def _without_held(kind: str, found: Sequence[EntryChange], errors: list[RowError]) -> list[EntryChange]:
    """The changes without those that end an entry which others still need; these become errors."""
    ends = {one.id: one.values["ends_on"] for one in found if one.id and one.change is DirectoryChange.ENDED}
    held = await dependents.of(kind, ends)
    errors += [
        RowError(one.line or 0, "endsOn", one.code, dependents.refusal(held[one.id]))
        for one in found
        if one.id and one.id in held
    ]
    return [one for one in found if one.id is None or one.id not in held]
