"""Turns the rows of a file, the inputs of a program or entries made by code into rows that can be compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.directory.columns import Column
from domain.directory.entries import DirectoryEntry, columns, headings, key_of
from domain.errors import DomainError, Invalid
from domain.files.tables import Row
from domain.files.workbooks import MOST_ROWS, too_many

AT_FAULT: Final = ("行", "列", "原因", "reason")  # added to rows at fault; ignored when they come back


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row that could be read: its line, and field → value for the columns that the file has."""

    line: int
    values: Mapping[str, Any]

    def key(self, kind: str) -> str:
        """What tells the entry apart: its code, or of staff the number."""
        return str(self.values[key_of(kind)])


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row cannot be written: its line, the column as the API names it ("" for the whole row), what it says.

    The line is 0 for an entry that stands in no row. `key`: the entry's code, where it is known. `is_held`: it would
    end, and others need it.
    """

    line: int
    column: str
    given: str
    refusal: DomainError
    key: str = ""
    is_held: bool = False


def read(kind: str, rows: Iterable[Row]) -> Iterator[GivenRow | RowError]:
    """Read and check each value of these rows by itself; a row has the error of its first column at fault.

    Raises Invalid for more than MOST_ROWS rows.
    """
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise too_many()
        yield _read(kind, row.line, row.values)


def given(kind: str, entries: Iterable[DirectoryEntry]) -> Iterator[GivenRow | RowError]:
    """The same for entries made by code, numbered from 1; every column of them is given."""
    for number, entry in enumerate(entries, 1):
        yield _read(kind, number, {name: getattr(entry, name) for name in columns(kind)})


def _read(kind: str, line: int, said: Mapping[str, Any] | DomainError) -> GivenRow | RowError:
    if isinstance(said, DomainError):
        return RowError(line, "", "", said)
    values: dict[str, Any] = {}
    heading = ""
    try:
        for heading, value in said.items():
            if heading in AT_FAULT:
                continue
            column = _column(kind, heading)
            if column.name in values:
                raise Invalid("这一栏写了两次。", "This column stands twice.", path=(column.api,))
            values[column.name] = column.value(value)
        if key_of(kind) not in values:
            raise Invalid("这一栏必须填。", "This must be filled in.", path=(columns(kind)[key_of(kind)].api,))
    except Invalid as wrong:
        return RowError(line, ".".join(wrong.path), str(said.get(heading) or "")[:200], wrong)
    return GivenRow(line, values)


def _column(kind: str, heading: str) -> Column:
    """The column of a heading; rows of a table have the field's own name already."""
    known = columns(kind).get(heading) or columns(kind).get(headings(kind).get(heading, ""))
    if known is None:
        raise Invalid("不认识这一栏。", "There is no such column.", path=(heading[:40],))
    return known
