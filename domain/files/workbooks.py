"""Reads the first sheet of an XLSX file that has anything in it, row by row.

Refused as a whole: merged cells, which belong to no row of a table; what unpacks to more than MOST_BYTES; more than
MOST_ROWS rows. A row with a formula is refused by itself: what it gave when the file was saved may be out of date.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from domain.errors import DomainError, Invalid

MAGIC: Final = b"PK\x03\x04"
OLD: Final = b"\xd0\xcf\x11\xe0"  # .xls, and an XLSX with a password
MOST_BYTES: Final = 1 << 28  # unpacked; the shared texts are held in memory
MOST_ROWS: Final = 200_000
PIECE: Final = 1 << 20
MERGED: Final = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z0-9:]+)["']""")
LONGEST_TAG: Final = 256
# What openpyxl, zipfile and the XML parser raise for a file that is damaged, encrypted or no workbook at all.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, IndexError, TypeError, EOFError,
    SyntaxError, RuntimeError, NotImplementedError, AttributeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet, its share of the file in bytes, its values or why it has none, its cells."""

    line: int
    end: int
    values: Sequence[Any] | DomainError
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the values of its first row that is not blank, and the rows below it, blank ones left out."""

    heading: Sequence[Any]
    rows: Iterator[SheetRow]


def too_many() -> Invalid:
    """The refusal of a file with more than MOST_ROWS rows."""
    return _unreadable(f"超过{MOST_ROWS}行。请分成几份。", f"There are more than {MOST_ROWS} rows. Split the file.")


def refuse_old() -> Invalid:
    """The refusal of an old .xls file or of one with a password, which begin alike."""
    return _unreadable(
        "这是旧的 .xls 文件，或者加了密码。请去掉密码，另存为 .xlsx 再传。",
        "This is an old .xls file, or has a password. Save it as .xlsx without one.",
    )


def read(file: BinaryIO) -> Sheet:
    """Return the sheet. Raises Invalid if the file is broken, too large or has merged cells."""
    size = file.seek(0, 2)
    try:
        _check(file)
        book = load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets:
            most = max(sheet.max_row or 1, 1)
            sheet.reset_dimensions()  # some programs write wrong ones, and rows beyond them would be lost
            rows = sheet.iter_rows()
            for line, cells in enumerate(rows, 1):
                if any(cell.value is not None for cell in cells):
                    _check_merged(file, sheet)
                    heading = [cell.value for cell in cells]
                    return Sheet(heading, _rows(rows, line, size, most))
    except BROKEN as error:
        raise _damaged() from error
    raise _unreadable("文件是空的。", "The file is empty.")


def _check(file: BinaryIO) -> None:
    file.seek(0)
    with zipfile.ZipFile(file) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
            raise _unreadable(
                f"文件展开后超过 {MOST_BYTES >> 20} MB。请分成几份。",
                f"The file unpacks to more than {MOST_BYTES >> 20} MB. Split it.",
            )


def _check_merged(file: BinaryIO, sheet: Any) -> None:
    """Raise Invalid if cells of the sheet are merged; openpyxl does not tell while it streams."""
    file.seek(0)
    with zipfile.ZipFile(file) as packed, packed.open(sheet._worksheet_path.lstrip("/")) as rest:
        tail = b""
        while piece := rest.read(PIECE):
            if found := MERGED.search(tail + piece):
                place = found[1].decode()
                raise _unreadable(
                    f"单元格 {place} 是合并的，看不出属于哪一行。请取消合并，每行写全。",
                    f"The cells {place} are merged, so it is open which row they belong to. Unmerge them.",
                )
            tail = piece[-LONGEST_TAG:]


def _rows(rest: Iterator[Any], line: int, size: int, most: int) -> Iterator[SheetRow]:
    try:
        yield from _read_rows(rest, line, size, most)
    except BROKEN as error:
        raise _damaged() from error


def _read_rows(rest: Iterator[Any], line: int, size: int, most: int) -> Iterator[SheetRow]:
    for number, cells in enumerate(rest, line + 1):
        if number - line > MOST_ROWS:
            raise too_many()
        if any(cell.value is not None for cell in cells):
            end = min(size * number // most, size)
            yield SheetRow(number, end, _values(cells), [_shown(cell) for cell in cells])


def _values(cells: Sequence[Any]) -> Sequence[Any] | DomainError:
    if formula := next((cell for cell in cells if cell.data_type == "f"), None):
        return Invalid(
            f"{formula.column_letter} 列是公式。请改成值：复制，再“选择性粘贴为数值”。",
            f"Column {formula.column_letter} has a formula. Turn it into its value (paste special, values).",
        )
    if broken := next((cell for cell in cells if cell.data_type == "e"), None):
        return Invalid(
            f"{broken.column_letter} 列是出错的值 {broken.value}。请改成真正的值。",
            f"Column {broken.column_letter} has the error {broken.value}. Put its real value.",
        )
    return [_plain(cell.value) for cell in cells]


def _shown(cell: Any) -> Any:
    """A cell as it can be written again: a formula as its text, a day without a time as a day."""
    if cell.data_type == "f":
        return f"={str(getattr(cell.value, 'text', cell.value)).removeprefix('=')}"
    return _plain(cell.value)


def _plain(value: Any) -> Any:
    """Return a date without a time of day as a date, and a text without blanks around it; None if it is blank."""
    if isinstance(value, datetime):
        return value.date() if value == datetime.combine(value.date(), datetime.min.time()) else value
    if isinstance(value, str):
        return value.strip() or None
    return value


def _damaged() -> Invalid:
    return _unreadable(
        "文件打不开：不是完整的 XLSX，或加了密码。请在表格软件里另存一份再传。",
        "The file cannot be opened: it is no whole XLSX, or has a password. Save it again and retry.",
    )


def _unreadable(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, path=("file",))
