"""Files of directory entries: what they may look like, a template of each kind, and reports about rows and changes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from domain.cells import Cell, harmless
from domain.directory.changes import Comparison
from domain.directory.entries import KINDS, columns, headings, key_of
from domain.directory.rows import RowError
from domain.errors import DomainError
from domain.files.tables import Headings, Table, read

AT_FAULT: Final = ("行", "列", "原因", "reason")  # added to rows at fault; ignored when the file comes back
ENDINGS: Final = ("csv", "xlsx")
ROWS_AS_TEXT: Final = 1000  # of an XLSX template, so that a spreadsheet keeps the digits of codes
WIDTH: Final = 24


def open_table(kind: str, file: BinaryIO, name: str) -> Table:
    """The table of a file of this kind. Raises Invalid if it cannot be read or its columns are wrong."""
    return read(file, name, Headings(headings(kind), (key_of(kind),), AT_FAULT))


def template(kind: str, ending: str) -> bytes:
    """An empty file with the headings of this kind; the XLSX one explains them on a second sheet."""
    return _workbook(kind) if ending == "xlsx" else as_csv([[one.zh for one in columns(kind).values()]])


def faulty_rows(kind: str, table: Table, errors: Sequence[RowError]) -> Iterator[list[Cell]]:
    """The rows at fault as they stand in the file, with line, column and reason; the first is the heading."""
    known, at_line = columns(kind), {error.line: error for error in errors}
    fields = [name for name in table.fields if name] or list(known)
    yield [*(known[name].zh for name in fields), *AT_FAULT]
    api = {one.api: one.zh for one in known.values()}
    for row in table.rows:
        if (error := at_line.get(row.line)) is None:
            continue
        values = {} if isinstance(row.values, DomainError) else row.values
        said = [values.get(name, values.get(known[name].api)) for name in fields]
        told: list[Cell] = [error.line, api.get(error.column, error.column), error.refusal.zh, error.refusal.en]
        yield [harmless(cell) for cell in (*(None if one is None else str(one) for one in said), *told)]


def change_rows(found: Comparison) -> Iterator[list[Cell]]:
    """The changes, one row for each field; the first is the heading."""
    known = columns(found.kind)
    yield ["行", "变化", "编码", "名称", "栏", "现在", "导入后"]
    for change in found.changes:
        for one in change.fields:
            told: list[Cell] = [change.line, change.change.value, change.code, change.name, known[one.name].zh]
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
        for line in range(2, ROWS_AS_TEXT):
            sheet.cell(line, place).number_format = "@"
    about.append(["栏", "接口名", "必填", "例子"])
    for one in columns(kind).values():
        about.append([one.zh, one.api, "是" if one.is_required else "否", one.sort.example])
    for place in range(1, 5):
        about.column_dimensions[get_column_letter(place)].width = WIDTH
        about.cell(1, place).font = Font(bold=True)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
