"""Reads lines with any line end, and CSV records, which a line break inside quotes does not end."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from domain.errors import DomainError, Invalid

LONGEST_LINE: Final = 64 * 1024
MOST_LINES: Final = 100  # of one record, so that a quote that is never closed spoils one row only
BOM: Final = b"\xef\xbb\xbf"
ENDS: Final = re.compile(rb"\r\n|\n|\r(?!\Z)")  # a final \r is no end yet, as \n may follow
UNFINISHED: Final = "unexpected end of data"  # the csv module's message for an open quote


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and its end in the file; without bytes it is too long."""

    number: int
    end: int
    said: bytes | None


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row that begins at this line, or the reason why there are none, and then its first line."""

    line: int
    end: int
    values: list[str] | DomainError
    raw: str = ""


def lines(file: BinaryIO) -> Iterator[Line]:
    """Yield all lines, blank ones too; they may end with LF, CR LF, or CR (old Macs and some exports)."""
    number, at, rest, too_long = 0, 0, b"", False
    while True:
        chunk = file.read(LONGEST_LINE)
        rest += chunk
        start = 0
        for found in ENDS.finditer(rest):
            number += 1
            yield _line(number, at + found.end(), rest[start : found.start()], too_long)
            start, too_long = found.end(), False
        at, rest = at + start, rest[start:]
        if not chunk:
            break
        if len(rest) > LONGEST_LINE:
            at, rest, too_long = at + len(rest) - 1, rest[-1:], True
    if rest or too_long:
        yield _line(number + 1, at + len(rest), rest.removesuffix(b"\r"), too_long)


def _line(number: int, end: int, said: bytes, too_long: bool) -> Line:
    if too_long or len(said) > LONGEST_LINE:
        return Line(number, end, None)
    return Line(number, end, said.removeprefix(BOM) if number == 1 else said)


def records(rest: Iterator[Line], delimiter: str, columns: int) -> Iterator[Record]:
    """Yield the records of a CSV, without blank lines."""
    back: deque[Line] = deque()
    while (first := _next(back, rest)) is not None:
        if first.said is None or first.said.strip():
            yield _record(first, back, rest, delimiter, columns)


def _record(first: Line, back: deque[Line], rest: Iterator[Line], delimiter: str, columns: int) -> Record:
    """Return the record that begins at this line and goes on as long as a quote is open.

    If the quotes never close properly, the record is this line alone, and the others are read as records of their own.
    """
    taken: list[Line] = []
    last = first
    try:
        said = decoded(first)
        while (values := fields(said, delimiter)) is None:
            more = _next(back, rest) if len(taken) < MOST_LINES and len(said) < LONGEST_LINE else None
            if more is None:
                raise unmatched()
            taken.append(more)
            said, last = f"{said}\n{decoded(more)}", more
        if taken and len(values) != columns:
            raise unmatched()
    except DomainError as refusal:
        back.extendleft(reversed(taken))
        return Record(first.number, first.end, refusal, (first.said or b"").decode("utf-8", "replace"))
    return Record(first.number, last.end, values)


def _next(back: deque[Line], rest: Iterator[Line]) -> Line | None:
    return back.popleft() if back else next(rest, None)


def fields(said: str, delimiter: str) -> list[str] | None:
    """Return the values, or None if a quote is still open."""
    try:
        return next(csv.reader([said.strip("\r\n")], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if UNFINISHED in str(error):
            return None
        raise unmatched() from None
    except StopIteration:
        raise unmatched() from None


def decoded(line: Line) -> str:
    """Return a line as text. Raises Invalid if it is too long or not UTF-8."""
    if line.said is None:
        raise Invalid(f"这一行超过{LONGEST_LINE // 1024} KB。", f"The line is over {LONGEST_LINE // 1024} KB.")
    try:
        return line.said.decode()
    except UnicodeDecodeError:
        raise Invalid("这一行不是 UTF-8 编码。", "The line is not UTF-8.") from None


def unmatched() -> Invalid:
    """Return the error for quotes that do not match."""
    return Invalid("这一行的引号不配对。", "The quotes of the line do not match.")
