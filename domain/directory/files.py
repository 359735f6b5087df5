"""Files of directory entries: what they may look like, a template of each kind, and reports about rows and changes."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

import orjson
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.cells import Cell, harmless
from domain.directory.changes import Comparison
from domain.directory.columns import written
from domain.directory.entries import KINDS, columns, headings, key_of
from domain.directory.rows import AT_FAULT, RowError
from domain.errors import DomainError
from domain.files.tables import Headings, Row, Table, read

LEFT_OUT: Final = "?"  # before a row that could not be read: no code begins with it, and no column has this name
ENDINGS: Final = ("csv", "xlsx")
WIDTH: Final = 24


def open_table(kind: str, file: BinaryIO, name: str) -> Table:
    """The table of a file of this kind. Raises Invalid if it cannot be read or its columns are wrong."""
    return read(file, name, Headings(headings(kind), (key_of(kind),), AT_FAULT))


def template(kind: str, ending: str) -> bytes:
    """An empty file with the headings of this kind; the XLSX one explains them on a second sheet."""
    return _workbook(kind) if ending == "xlsx" else as_csv([[one.zh for one in columns(kind).values()]])


def faulty_rows(kind: str, table: Table, errors: Sequence[RowError]) -> bytes:
    """The rows at fault as they stand in the file, each with its line, column and reason: a file that can come back.

    NDJSON stays NDJSON, because there a blank is not the same as nothing. An entry that stands in no row has its code
    only.
    """
    at_line = {error.line: error for error in errors if error.line}
    faulty = [(row, at_line[row.line]) for row in table.rows if row.line in at_line]
    nowhere = [error for error in errors if not error.line]
    if not table.fields:
        return _faulty_lines(kind, faulty, nowhere)
    places = [place for place, name in enumerate(table.fields) if name]
    names = [table.fields[place] for place in places]
    rows: list[list[Cell]] = [[*(columns(kind)[name].zh for name in names), *AT_FAULT]]
    for row, error in faulty:
        is_whole = len(row.cells) == len(table.fields) or not isinstance(row.values, DomainError)
        cells = _cells(kind, row, names, places) if is_whole else _broken(row, len(names))
        rows.append([*cells, *_told(kind, error)])
    for error in nowhere:
        rows.append([*(error.key if name == key_of(kind) else None for name in names), *_told(kind, error)])
    return as_csv([harmless(cell) for cell in row] for row in rows)


def _cells(kind: str, row: Row, names: Sequence[str], places: Sequence[int]) -> list[Cell]:
    """The cells of a row at fault, which stays at fault until somebody mends it.

    A code that was a number is left out: as a text it would pass.
    """
    cells: list[Cell] = []
    for name, place in zip(names, places, strict=True):
        cell = row.cells[place] if place < len(row.cells) else None
        is_lost = isinstance(cell, int | float) and columns(kind)[name].sort.read is written
        cells.append(None if cell is None or is_lost else str(cell))
    return cells


def _broken(row: Row, width: int) -> list[Cell]:
    """A row that is not one cell a column: all of it in the first cell, so that it stays at fault."""
    return [LEFT_OUT + "，".join(str(cell) for cell in row.cells if cell is not None), *[None] * (width - 1)]


def _faulty_lines(kind: str, faulty: Sequence[tuple[Row, RowError]], nowhere: Sequence[RowError]) -> bytes:
    told: list[tuple[Mapping[str, Any], RowError]] = [
        ({LEFT_OUT: "".join(row.cells)} if isinstance(row.values, DomainError) else row.values, error)
        for row, error in faulty
    ]
    told += [({columns(kind)[key_of(kind)].api: error.key}, error) for error in nowhere]
    said = ({**values, **dict(zip(AT_FAULT, _told(kind, error), strict=True))} for values, error in told)
    return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in said)


def _told(kind: str, error: RowError) -> list[Cell]:
    """Line, column and reason of an error, in the order of AT_FAULT."""
    api = {one.api: one.zh for one in columns(kind).values()}
    return [error.line or None, api.get(error.column, error.column), error.refusal.zh, error.refusal.en]


def change_rows(found: Comparison) -> Iterator[list[Cell]]:
    """The changes, one row for each field; the first is the heading."""
    yield ["行", "变化", "编码", "名称", "栏", "现在", "导入后"]
    for kind, change in [*((found.kind, one) for one in found.changes), *(("staff", one) for one in found.followers)]:
        known = columns(kind)
        for one in change.fields:
            told: list[Cell] = [change.line or None, change.change.value, change.code, change.name, known[one.name].zh]
            yield [harmless(cell) for cell in (*told, shown(one.before), shown(one.after))]


def shown(value: object) -> str | None:
    """A value of a field as people read it: 是 and 否, days as 2026-11-28; None stays."""
    if value is None or isinstance(value, str):
        return value
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """These rows as a CSV that spreadsheets read as UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(kind: str) -> bytes:
    book = Workbook()
    sheet, about = book.worksheets[0], book.create_sheet("说明")
    sheet.title = KINDS[kind].words[0]
    sheet.freeze_panes = "A2"
    for place, one in enumerate(columns(kind).values(), 1):
        sheet.cell(1, place, one.zh).font = Font(bold=one.is_required)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"  # so that codes keep their digits
    about.append(["栏", "接口名", "必填", "例子"])
    for one in columns(kind).values():
        about.append([one.zh, one.api, "是" if one.is_required else "否", one.sort.example])
    for place in range(1, 5):
        about.column_dimensions[get_column_letter(place)].width = WIDTH
        about.cell(1, place).font = Font(bold=True)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
