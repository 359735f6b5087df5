"""Judges the rows of one comparison: what each changes, and what is wrong with the entry as it would be."""

from collections.abc import Mapping, Sequence
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
    """An entry that others name: its last day, if it has one.

    `within`: of a window the code of its hall, of a unit that of the unit which it is part of.
    """

    ends_on: date | None
    within: str | None = None


class Judge:
    """Judges rows of one kind.

    `known`: the entries of the directory. `places`: kind → code → the entries that rows may name, those of the own kind
    as they would be after the rows.
    """

    def __init__(self, kind: str, known: Mapping[str, Known], places: Mapping[str, Mapping[str, Place]]) -> None:
        self.kind, self.known, self.places = kind, known, places
        self.columns = columns(kind)

    def take(self, row: GivenRow) -> EntryChange | RowError | None:
        """What this row changes, or why it is at fault; None if it changes nothing."""
        known = self.known.get(row.key(self.kind))
        try:
            after = self._whole(known, row)
            told = self._told(known, after)
            if not told:
                return None
            self._check(after, {one.name for one in told})
            return change_of(self.kind, row.line, known, after, told)
        except DomainError as wrong:
            column = wrong.path[0] if wrong.path else ""
            name = next((one.name for one in self.columns.values() if one.api == column), "")
            return RowError(row.line, column, str(row.values.get(name) or "")[:200], wrong, row.key(self.kind))

    def _whole(self, known: Known | None, row: GivenRow) -> dict[str, Any]:
        """All fields of the entry as it would be; columns that the file does not have stay as they are."""
        given = dict(row.values)
        if self.kind == "staff" and given.get("window") and not given.get("hall"):
            window = self.places.get("window", {}).get(given["window"])
            given["hall"] = window.within if window else None
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
            # What is named is looked at again if its own row is among these: it may end.
            is_near = one.name in changed or "ends_on" in changed or one.sort.refers == self.kind
            if one.sort.refers and value is not None and is_near:
                self._check_place(one.sort.refers, str(value), one.api, after.get("ends_on"))
            if one.sort.is_public and value and one.name in changed:
                outside.check(str(value), one.api, f"“{one.zh}”", one.api)
        if self.kind == "staff":
            _check_days(after["starts_on"], after["ends_on"])
            if after["window"] is not None and changed & {"window", "hall"}:
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
        actual = self.places["window"][window].within
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
            place = self.places[self.kind].get(code)
            code = place.within if place else None
        return above


def after_rows(places: Mapping[str, Place], known: Mapping[str, Known], rows: Sequence[GivenRow]) -> dict[str, Place]:
    """Units by code as they would be after these rows: their last day, and the unit that they are part of."""
    after = dict(places)
    for row in rows:
        code = row.values["code"]
        values = {**(known[code].values if code in known else {}), **row.values}
        after[code] = Place(values.get("ends_on"), values.get("parent"))
    return after


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("停用日期早于上岗日期。", "It ends before it begins.", path=("endsOn",))
