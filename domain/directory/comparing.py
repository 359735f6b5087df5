"""Compares rows with the directory: what they would add, change and end, and which of them are at fault."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from domain import clock
from domain.directory import dependents
from domain.directory.changes import Comparison, EntryChange, FieldChange, Known, change_of
from domain.directory.entries import KINDS, columns, key_of
from domain.directory.judging import Judge, Place, after_rows
from domain.directory.rows import GivenRow, RowError
from domain.errors import Conflict, Invalid
from domain.words import DirectoryChange
from storage.transactions import fetch

UNITS: Final = "select a.code, a.ends_on, p.code as within from agency a left join agency p on p.id = a.parent_id"
WINDOWS: Final = """select w.code, least(w.ends_on, h.ends_on) as ends_on, h.code as within
from service_window w join hall h on h.id = w.hall_id where w.code = any($1)"""
PEOPLE: Final = """select m.number from staff_member m join service_window w on w.id = m.window_id
where w.code = any($1) and (m.ends_on is null or m.ends_on >= city_today()) order by m.number"""
OTHERS: Final = "select {key} as code, ends_on, null as within from {table} where {key} = any($1)"
ALIKE: Final = "select upper({key}) as shape, {key} as code from {table} where upper({key}) = any($1)"


async def compare(kind: str, rows: Iterable[GivenRow | RowError], *, ends_missing: bool = False) -> Comparison:
    """Compare rows of one kind with the directory, without writing.

    `ends_missing`: entries in use that stand in no row end today; but while a row is at fault nothing ends, because
    that row may be about any of them. Raises Invalid for `ends_missing` without any row.
    """
    good, errors = _sorted(kind, rows)
    if ends_missing and not good and not errors:
        raise Invalid(
            "文件里一行也没有。要停用所有的，请在文件里逐个写停用日期。",
            "The file has no row. To end everything, give each entry its last day.",
            path=("file",),
        )
    known = await _known(kind, None if ends_missing else [row.key(kind) for row in good])
    places = await _places(kind, [*(row.values for row in good), *(one.values for one in known.values())])
    errors += await _alike(kind, good, known)
    found, wrong, good = await _judged(kind, known, places, _without(good, errors))
    errors += wrong
    if ends_missing and not errors:
        today, there = await clock.today(), {row.key(kind) for row in good}
        missing = [key for key, one in known.items() if key not in there and _is_used(one, today)]
        with_ends, errors, _ = await _judged(kind, known, places, [*good, *(_end(kind, key, today) for key in missing)])
        found = found if errors else with_ends
    changes = [one for one in found if isinstance(one, EntryChange)]
    unchanged = sum(one is None for one in found)
    followers = await _followers(changes) if kind == "window" else []
    return Comparison(kind, changes, unchanged, sorted(errors, key=lambda error: error.line), followers)


async def _judged(
    kind: str, known: Mapping[str, Known], places: Mapping[str, Mapping[str, Place]], rows: Sequence[GivenRow]
) -> tuple[list[EntryChange | None], list[RowError], list[GivenRow]]:
    """What each good row changes (None: nothing), the errors of the others, and the good rows.

    Units name each other: what a row at fault would have changed is judged again without it.
    """
    errors: list[RowError] = []
    good = list(rows)
    while True:
        judge = Judge(kind, known, _after(kind, places, known, good))
        judged = [(row, judge.take(row)) for row in good]
        changes = [one for _, one in judged if isinstance(one, EntryChange)]
        wrong = [one for _, one in judged if isinstance(one, RowError)] + await _held(kind, changes, judge)
        errors += wrong
        keys = {(error.line, error.key) for error in wrong}
        kept = [(row, one) for row, one in judged if (row.line, row.key(kind)) not in keys]
        good = [row for row, _ in kept]
        if not wrong or kind != "agency":
            return [one for _, one in kept if not isinstance(one, RowError)], errors, good


def _end(kind: str, key: str, today: date) -> GivenRow:
    """The row that ends an entry which stands in no row of the file."""
    return GivenRow(0, {key_of(kind): key, "ends_on": today})


async def _followers(changes: Sequence[EntryChange]) -> list[EntryChange]:
    """The changes of the people in use at windows that change halls."""
    halls = {one.code: one.values["hall"] for one in changes if one.id and "hall" in one.changed}
    people = await _known("staff", [row["number"] for row in await fetch(PEOPLE, list(halls))]) if halls else {}
    return [
        change_of(
            "staff",
            0,
            one,
            {**one.values, "hall": halls[one.values["window"]]},
            [FieldChange("hall", one.values["hall"], halls[one.values["window"]])],
        )
        for one in people.values()
        if one.values["hall"] != halls[one.values["window"]]
    ]


def _sorted(kind: str, rows: Iterable[GivenRow | RowError]) -> tuple[list[GivenRow], list[RowError]]:
    """The rows that can be compared, each entry once, and the errors of the others."""
    good: dict[str, GivenRow] = {}
    errors: list[RowError] = []
    for row in rows:
        if isinstance(row, RowError):
            errors.append(row)
        elif first := good.get(row.key(kind).upper()):
            code = columns(kind)[key_of(kind)].api
            errors.append(RowError(row.line, code, row.key(kind), _twice(first.line, code)))
        else:
            good[row.key(kind).upper()] = row
    return list(good.values()), errors


def _without(rows: Sequence[GivenRow], errors: Sequence[RowError]) -> list[GivenRow]:
    lines = {error.line for error in errors}
    return [row for row in rows if row.line not in lines]


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
    """kind → code → the entries that these rows of fields name; of units all, for those that name each other."""
    found: dict[str, dict[str, Place]] = {}
    for one in columns(kind).values():
        if (other := one.sort.refers) is None:
            continue
        codes = list({row.get(one.name) for row in rows} - {None})
        if other == kind:
            told = await fetch(UNITS)
        elif other == "window":
            told = await fetch(WINDOWS, codes)
        else:
            told = await fetch(OTHERS.format(key=key_of(other), table=KINDS[other].table), codes)
        found.setdefault(other, {}).update({row["code"]: Place(row["ends_on"], row["within"]) for row in told})
    return found


def _after(
    kind: str, places: Mapping[str, Mapping[str, Place]], known: Mapping[str, Known], rows: Sequence[GivenRow]
) -> Mapping[str, Mapping[str, Place]]:
    """The places as they would be after these rows."""
    return {**places, kind: after_rows(places[kind], known, rows)} if kind in places else places


async def _alike(kind: str, rows: Sequence[GivenRow], known: Mapping[str, Known]) -> list[RowError]:
    """The errors of new entries whose code an entry has already, in other capitals."""
    fresh = {row.key(kind).upper(): row for row in rows if row.key(kind) not in known}
    sql = ALIKE.format(key=key_of(kind), table=KINDS[kind].table)
    code = columns(kind)[key_of(kind)].api
    return [
        RowError(fresh[one["shape"]].line, code, fresh[one["shape"]].key(kind), _differs(one["code"], code))
        for one in (await fetch(sql, list(fresh)) if fresh else [])
    ]


async def _held(kind: str, changes: Sequence[EntryChange], judge: Judge) -> list[RowError]:
    """The errors of changes that end an entry which others still need."""
    ending = {one.id: one for one in changes if one.id and one.change is DirectoryChange.ENDED}
    held = await dependents.of(kind, {id: one.values["ends_on"] for id, one in ending.items()})
    if kind == "agency":
        for id, one in ending.items():
            parts = [
                part
                for part in judge.places["agency"].values()
                if part.within == one.code and (part.ends_on is None or part.ends_on > one.values["ends_on"])
            ]
            if parts:
                held.setdefault(id, []).append((dependents.UNITS, len(parts)))
    return [
        RowError(one.line, "endsOn", one.code, dependents.refusal(held[id]), one.code, is_held=True)
        for id, one in ending.items()
        if id in held
    ]


def _is_used(one: Known, today: date) -> bool:
    """Whether an entry of a kind that ends is in use after today."""
    return "ends_on" in one.values and (one.values["ends_on"] is None or one.values["ends_on"] > today)


def _twice(line: int, path: str) -> Invalid:
    return Invalid(
        f"编码重复，以第{line}行为准。", f"The code stands twice; line {line} is the one that counts.", path=(path,)
    )


def _differs(code: str, path: str) -> Conflict:
    return Conflict(
        f"目录里已有 {code}，只差大小写。请写成一样的。",
        f"The directory has {code}, which differs in capitals only. Write the same.",
        path=(path,),
    )
