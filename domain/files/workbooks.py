"""Reads the first sheet of an XLSX file that has anything in it, row by row.

Refused as a whole: merged cells, which belong to no row of a table; what unpacks to more than MOST_BYTES; more than
MOST_ROWS rows. A row with a formula is refused by itself: what it gave when the file was saved may be out of date.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from domain.errors import DomainError, Invalid

MAGIC: Final = b"PK\x03\x04"
MOST_BYTES: Final = 1 << 30
MOST_ROWS: Final = 200_000
PIECE: Final = 1 << 20
MERGED: Final = re.compile(rb'<mergeCell [^>]*ref="([A-Z0-9:]+)"')
LONGEST_TAG: Final = 64


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number in the sheet, its share of the file in bytes, its values or why it has none."""

    line: int
    end: int
    values: Sequence[Any] | DomainError


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the values of its first row that is not blank, and the rows below it, blank ones left out."""

    heading: Sequence[Any]
    rows: Iterator[SheetRow]


def read(file: BinaryIO) -> Sheet:
    """Return the sheet. Raises Invalid if the file is broken, too large or has merged cells."""
    size = file.seek(0, 2)
    try:
        _check(file)
        book = load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows()
            for line, cells in enumerate(rows, 1):
                if any(cell.value is not None for cell in cells):
                    _check_merged(file, sheet)
                    heading = [cell.value for cell in cells]
                    return Sheet(heading, _rows(rows, line, size, max(sheet.max_row or 1, 1)))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError, SyntaxError) as error:
        raise _unreadable(
            "文件打不开：不是完整的 XLSX，或加了密码。请在表格软件里另存一份再传。",
            "The file cannot be opened: it is no whole XLSX, or has a password. Save it again and retry.",
        ) from error
    raise _unreadable("文件是空的。", "The file is empty.")


def _check(file: BinaryIO) -> None:
    file.seek(0)
    with zipfile.ZipFile(file) as packed:
        if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
            raise _unreadable(
                f"文件展开后超过 {MOST_BYTES >> 30} GB。请分成几份。",
                f"The file unpacks to more than {MOST_BYTES >> 30} GB. Split it.",
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
    for number, cells in enumerate(rest, line + 1):
        if not any(cell.value is not None for cell in cells):
            continue
        if number - line > MOST_ROWS:
            raise _unreadable(
                f"超过{MOST_ROWS}行。请分成几份。", f"There are more than {MOST_ROWS} rows. Split the file."
            )
        yield SheetRow(number, min(size * number // most, size), _values(cells))


def _values(cells: Sequence[Any]) -> Sequence[Any] | DomainError:
    if formula := next((cell for cell in cells if cell.data_type == "f"), None):
        return Invalid(
            f"{formula.column_letter} 列是公式。请改成值：复制，再“选择性粘贴为数值”。",
            f"Column {formula.column_letter} has a formula. Turn it into its value (paste special, values).",
        )
    return [_plain(cell.value) for cell in cells]


def _plain(value: Any) -> Any:
    """Return a date without a time of day as a date, and a text without blanks around it; None if it is blank."""
    if isinstance(value, datetime):
        return value.date() if value == datetime.combine(value.date(), datetime.min.time()) else value
    if isinstance(value, str):
        return value.strip() or None
    return value


def _unreadable(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, path=("file",))
