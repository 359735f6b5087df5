"""Judges the rows of one comparison: what each changes, and what is wrong with the entry as it would be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.directory.changes import EntryChange, FieldChange, Known, change_of
from domain.directory.entries import KINDS, columns
from domain.directory.rows import GivenRow, RowError
from domain.errors import DomainError, Invalid, NotFound
from domain.personal import outside


@dataclass(frozen=True, slots=True)
class Place:
    """An entry that others name: its last day, if it has one, and of a window the code of its hall."""

    ends_on: date | None
    hall: str | None = None


class Judge:
    """Takes the rows of one file.

    `known`: the entries of the directory. `places`: kind → code → the entries that rows may name. `parents`: unit →
    the unit that it is part of. `unchanged` counts the rows that change nothing.
    """

    def __init__(
        self,
        kind: str,
        known: Mapping[str, Known],
        places: dict[str, dict[str, Place]],
        parents: dict[str, str | None],
    ) -> None:
        self.kind, self.known, self.places, self.parents = kind, known, places, parents
        self.columns, self.unchanged = columns(kind), 0

    def announce(self, rows: Iterable[GivenRow]) -> None:
        """Let rows name entries of their own kind that this file adds, and know who is part of whom after it."""
        own = self.places.setdefault(self.kind, {})
        for row in rows:
            own.setdefault(row.key(self.kind), Place(row.values.get("ends_on")))
            if "parent" in row.values:
                self.parents[row.values["code"]] = row.values["parent"]

    def take(self, row: GivenRow, errors: list[RowError]) -> EntryChange | None:
        """What this row changes; None if nothing, or if it is at fault: then `errors` gets the reason."""
        known = self.known.get(row.key(self.kind))
        try:
            after = self._whole(known, row)
            told = self._told(known, after)
            if not told:
                self.unchanged += 1
                return None
            self._check(after, {one.name for one in told})
        except DomainError as wrong:
            column = wrong.path[0] if wrong.path else ""
            name = next((one.name for one in self.columns.values() if one.api == column), "")
            errors.append(RowError(row.line, column, str(row.values.get(name) or "")[:200], wrong))
            return None
        return change_of(self.kind, row.line, known, after, told)

    def missing(self, there: set[str], today: date) -> list[EntryChange]:
        """The entries in use that stand in no row; they end today."""
        return [
            change_of(
                self.kind,
                None,
                known,
                {**known.values, "ends_on": today},
                [FieldChange("ends_on", None, today)],
            )
            for key, known in self.known.items()
            if key not in there and "ends_on" in self.columns and known.values["ends_on"] is None
        ]

    def _whole(self, known: Known | None, row: GivenRow) -> dict[str, Any]:
        """All fields of the entry as it would be; columns that the file does not have stay as they are."""
        given = dict(row.values)
        if self.kind == "staff" and given.get("window") and not given.get("hall"):
            window = self.places.get("window", {}).get(given["window"])
            given["hall"] = window.hall if window else None
        if known is not None:
            return {**known.values, **given}
        for one in self.columns.values():
            if one.is_required and one.name not in given:
                raise Invalid(
                    f"目录里还没有它，新增要写“{one.zh}”。",
                    f"It is new, and a new entry needs {one.api}.",
                    path=(one.api,),
                )
        return {one.name: given.get(one.name, one.default) for one in self.columns.values()}

    def _told(self, known: Known | None, after: Mapping[str, Any]) -> list[FieldChange]:
        if known is None:
            return [FieldChange(name, None, value) for name, value in after.items() if value is not None]
        before = known.values
        return [FieldChange(name, before[name], value) for name, value in after.items() if value != before[name]]

    def _check(self, after: Mapping[str, Any], changed: set[str]) -> None:
        """Raise what is wrong with the entry as it would be."""
        for one in self.columns.values():
            value = after[one.name]
            if one.name == "hall" and after.get("window") is not None:
                continue  # the window stands in it, and ends with it
            if one.sort.refers and value is not None and changed & {one.name, "ends_on"}:
                self._check_place(one.sort.refers, str(value), one.api, after.get("ends_on"))
            if one.sort.is_public and value and one.name in changed:
                outside.check(str(value), one.api, f"“{one.zh}”", one.api)
        if self.kind == "staff" and after["starts_on"] and after["ends_on"] and after["ends_on"] < after["starts_on"]:
            raise Invalid("停用日期早于上岗日期。", "It ends before it begins.", path=("endsOn",))
        if self.kind == "staff" and after["window"] is not None:
            self._check_hall(after["window"], after["hall"])
        if self.kind == "agency" and after["code"] in self._above(after["parent"]):
            raise Invalid("上级单位绕一圈又回到它自己。", "A unit cannot be part of itself.", path=("parentCode",))

    def _check_place(self, kind: str, code: str, path: str, ends_on: date | None) -> None:
        zh, en = KINDS[kind].words
        place = self.places.get(kind, {}).get(code)
        if place is None:
            raise NotFound(
                f"目录里没有这个{zh}，请先新增它。",
                f"The directory ({en}) has no such code; add it first.",
                path=(path,),
            )
        if place.ends_on is not None and (ends_on is None or ends_on > place.ends_on):
            raise Invalid(
                f"这个{zh}在{place.ends_on:%Y-%m-%d}停用，不能用到那以后。",
                f"That entry ({en}) ends on {place.ends_on}; nothing may name it for longer.",
                path=(path,),
            )

    def _check_hall(self, window: str, hall: str | None) -> None:
        actual = self.places["window"][window].hall
        if actual != hall:
            raise Invalid(
                f"这个窗口在大厅 {actual}，不在 {hall or '这里'}。",
                f"That window is in the hall {actual}, not in {hall}.",
                path=("windowCode",),
            )

    def _above(self, code: str | None) -> set[str]:
        """The codes of a unit and of all that it is part of."""
        above: set[str] = set()
        while code is not None and code not in above:
            above.add(code)
            code = self.parents.get(code)
        return above


def twice(line: int, path: str) -> Invalid:
    """The error of a row whose code stands in an earlier row too; `path` is the column of the code."""
    return Invalid(
        f"编码重复，以第{line}行为准。", f"The code stands twice; line {line} is the one that counts.", path=(path,)
    )
