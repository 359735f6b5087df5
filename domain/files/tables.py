"""Reads a file of rows as a stream: NDJSON, CSV or XLSX; each row is judged on its own."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Any, BinaryIO, Final

import orjson

from domain import texts
from domain.errors import DomainError, Invalid
from domain.files import workbooks
from domain.files.lines import Line, Record, decoded, fields, lines, records

SAMPLE: Final = 256 * 1024
JSON_ENDINGS: Final = (".ndjson", ".jsonl", ".json")
SEPARATOR: Final = re.compile(rb'"?sep=([\x09\x20-\x7e])"?', re.IGNORECASE)  # first line of spreadsheets


@dataclass(frozen=True, slots=True)
class Headings:
    """What may stand above the columns of a file.

    `fields`: heading → name of its field; a field may have several headings. `required`: the fields without which a
    file is of no use. `ignored`: headings of columns that are not read.
    """

    fields: Mapping[str, str]
    required: Collection[str] = ()
    ignored: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins at, its values by field or why it has none, and its end in the file (bytes).

    `cells`: as they stand in a CSV or XLSX, also of a row that has no values; of a line that cannot be read, the line.
    """

    line: int
    end: int
    values: Mapping[str, Any] | DomainError
    cells: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file as they are read.

    `fields`: those of its columns in order, "" for one that is not read; empty for NDJSON.
    """

    fields: list[str]
    rows: Iterator[Row]


def read(file: BinaryIO, name: str, headings: Headings) -> Table:
    """Return the table of a file of this name; blank rows are left out. Raises Invalid if no row can be read."""
    file.seek(0)
    beginning = file.read(4)
    if beginning == workbooks.MAGIC:
        return _workbook(file, headings)
    if beginning == workbooks.OLD:
        raise workbooks.refuse_old()
    file.seek(0)
    _check_encoding(file.read(SAMPLE))
    file.seek(0)
    every = lines(file)
    said = (line for line in every if line.said is None or line.said.strip())
    first = next(said, None)
    if first is None:
        raise _unreadable("文件是空的。", "The file is empty.")
    if _is_json(name, first.said):
        return Table([], (_json_row(line) for line in chain([first], said)))
    delimiter = ","
    if first.said and (told := SEPARATOR.fullmatch(first.said.strip())):
        delimiter, first = told[1].decode("latin-1"), next(said, first)
    columns = _columns(fields(decoded(first).strip(), delimiter) or [], headings)
    return Table(columns, (_csv_row(record, columns) for record in records(every, delimiter, len(columns))))


def letter(place: int) -> str:
    """Return the letters of a column as spreadsheets write them; the first, 0, is A."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _workbook(file: BinaryIO, headings: Headings) -> Table:
    sheet = workbooks.read(file)
    columns = _columns([str(name or "") for name in sheet.heading], headings)
    return Table(columns, (_sheet_row(row, columns) for row in sheet.rows))


def _sheet_row(row: workbooks.SheetRow, columns: list[str]) -> Row:
    if isinstance(row.values, DomainError):
        return Row(row.line, row.end, row.values, row.cells)
    values = [*row.values, *[None] * (len(columns) - len(row.values))]
    if any(value is not None for value in values[len(columns) :]):
        return Row(row.line, row.end, _count(len(columns), len(row.values)), row.cells)
    return Row(row.line, row.end, _named(columns, values), row.cells)


def _json_row(line: Line) -> Row:
    try:
        return Row(line.number, line.end, _object(decoded(line).strip()))
    except DomainError as refusal:
        return Row(line.number, line.end, refusal, [(line.said or b"").decode("utf-8", "replace")])


def _csv_row(record: Record, columns: list[str]) -> Row:
    if isinstance(record.values, DomainError):
        return Row(record.line, record.end, record.values, [record.raw])
    values = [value.strip() for value in record.values]
    if len(values) < len(columns) or any(values[len(columns) :]):
        return Row(record.line, record.end, _count(len(columns), len(record.values)), values)
    return Row(record.line, record.end, _named(columns, values), values)


def _named(columns: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(columns, values, strict=False) if name}


def _count(expected: int, found: int) -> Invalid:
    return Invalid(f"应有{expected}列，这一行有{found}列。", f"{expected} columns expected, {found} found.")


def _object(line: str) -> Mapping[str, Any]:
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Invalid("这一行不是 JSON。", "The line is not JSON.") from None
    if not isinstance(said, dict):
        raise Invalid("这一行应为一个 JSON 对象。", "The line must be one JSON object.")
    return said


def _columns(heading: list[str], headings: Headings) -> list[str]:
    """Return the fields of a heading. Raises Invalid if one is unknown, missing or there twice."""
    while heading and not texts.line(heading[-1]):
        heading = heading[:-1]
    names = [texts.line(name) for name in heading]
    columns = [headings.fields.get(name, "") for name in names]
    known, said = [*headings.fields], {field: name for name, field in headings.fields.items()}
    if "" in names:
        place = letter(names.index(""))
        raise _unreadable(f"{place} 列没有列名。", f"Column {place} has no heading.")
    missing = [said[name] for name in headings.required if name not in columns]
    strange = [name for name, field in zip(names, columns, strict=True) if not field and name not in headings.ignored]
    twice = sorted({said[field] for field in columns if field and columns.count(field) > 1})
    if missing or strange or twice:
        raise _unreadable(
            f"列名不对：缺少 {'、'.join(missing) or '无'}，不认识 {'、'.join(strange)[:200] or '无'}，"
            f"写了两次的 {'、'.join(twice) or '无'}。可以有的列：{'、'.join(known)}。",
            f"Wrong columns: {', '.join(missing) or 'none'} missing, {', '.join(strange)[:200] or 'none'} unknown, "
            f"{', '.join(twice) or 'none'} there twice. These may be there: {', '.join(known)}.",
        )
    return columns


def _is_json(name: str, line: bytes | None) -> bool:
    """Return whether a file is NDJSON, by its first character, else by its name.

    Raises Invalid for one big JSON array, which cannot be streamed.
    """
    if line and line.startswith(b"["):
        raise _unreadable(
            "这是一个 JSON 数组；请改为 NDJSON，每行一个对象。",
            "This is a JSON array; write NDJSON, one object a line.",
        )
    return PurePath(name).suffix.lower() in JSON_ENDINGS or bool(line and line.startswith(b"{"))


def _check_encoding(sample: bytes) -> None:
    """Raise Invalid if the file is in another encoding; a stray byte only makes one bad row."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _encoding("UTF-16")
    whole = sample if len(sample) < SAMPLE else sample[: max(sample.rfind(end) for end in (b"\n", b"\r")) + 1]
    if not _is(whole, "utf-8") and (_is(whole, "gb18030") or b"\0" in whole):
        raise _encoding("?" if b"\0" in whole else "GBK")


def _is(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(found: str) -> Invalid:
    zh = f"像是 {found} 编码" if found != "?" else "不是文本"
    return _unreadable(
        f"文件{zh}；请另存为 UTF-8 再导入。", f"The file is not UTF-8 (it looks like {found}); save it as UTF-8."
    )


def _unreadable(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, path=("file",))
