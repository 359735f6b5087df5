"""Reads a file of rows as a stream: NDJSON line by line, CSV record by record, each judged on its own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from cli.importing.records import Line, Record, decoded, fields, lines, records
from cli.importing.rows import COLUMNS, REQUIRED, event_of
from domain import texts
from domain.collecting import NewServiceEvent
from domain.errors import DomainError, Invalid
from settings import Unusable

SAMPLE: Final = 256 * 1024
JSON_ENDINGS: Final = (".ndjson", ".jsonl", ".json")
SEPARATOR: Final = re.compile(rb'"?sep=([\x09\x20-\x7e])"?', re.IGNORECASE)  # first line of spreadsheets


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: the line it begins at, its event or the reason why there is none, and its end in the file."""

    line: int
    end: int
    event: NewServiceEvent | DomainError


def rows(path: Path) -> Iterator[FileRow]:
    """Yield all rows that are not blank. Raises Unusable before the first if the whole file is unusable."""
    try:
        with path.open("rb") as file:
            _check_encoding(file.read(SAMPLE))
            file.seek(0)
            yield from _rows(file, path)
    except OSError as error:
        raise Unusable(
            f"读不了文件 {path}（{error.strerror}）。", f"{path} cannot be read ({error.strerror})."
        ) from error


def _rows(file: BinaryIO, path: Path) -> Iterator[FileRow]:
    every = lines(file)
    said = (line for line in every if line.said is None or line.said.strip())
    first = next(said, None)
    if first is None:
        raise Unusable(f"文件 {path} 是空的。", f"The file {path} is empty.")
    if _is_json(path, first.said):
        for line in chain([first], said):
            yield _json_row(line)
        return
    delimiter = ","
    if first.said and (told := SEPARATOR.fullmatch(first.said.strip())):
        delimiter, first = told[1].decode("latin-1"), next(said, first)
    names = _columns(fields(decoded(first).strip(), delimiter) or [])
    for record in records(every, delimiter, len(names)):
        yield _csv_row(record, names)


def _json_row(line: Line) -> FileRow:
    try:
        return FileRow(line.number, line.end, event_of(_object(decoded(line).strip())))
    except DomainError as refusal:
        return FileRow(line.number, line.end, refusal)


def _csv_row(record: Record, names: list[str]) -> FileRow:
    if isinstance(record.values, DomainError):
        return FileRow(record.line, record.end, record.values)
    try:
        return FileRow(record.line, record.end, event_of(_matched(names, record.values)))
    except DomainError as refusal:
        return FileRow(record.line, record.end, refusal)


def _object(line: str) -> Mapping[str, Any]:
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Invalid("这一行不是 JSON。", "The line is not JSON.") from None
    if not isinstance(said, dict):
        raise Invalid("这一行应为一个 JSON 对象。", "The line must be one JSON object.")
    return said


def _columns(header: list[str]) -> list[str]:
    """Return the names of a header. Raises Unusable if one is unknown or missing."""
    names = [texts.line(name) for name in header]
    missing = [name for name in REQUIRED if name not in names]
    strange = [name for name in names if name not in COLUMNS]
    if missing or strange or len({*names}) < len(names):
        raise Unusable(
            f"列名不对：缺少 {'、'.join(missing) or '无'}，不认识 {'、'.join(strange)[:200] or '无'}。"
            f"应为 {'、'.join(COLUMNS)}，逗号分隔。",
            f"Wrong columns: {', '.join(missing) or 'none'} missing, {', '.join(strange)[:200] or 'none'} unknown.",
        )
    return names


def _matched(names: list[str], values: list[str]) -> Mapping[str, Any]:
    if len(values) != len(names):
        raise Invalid(
            f"应有{len(names)}列，这一行有{len(values)}列。", f"{len(names)} columns expected, {len(values)} found."
        )
    return dict(zip(names, (value.strip() for value in values), strict=True))


def _is_json(path: Path, line: bytes | None) -> bool:
    """Return whether a file is NDJSON, by its first character, else by its name.

    Raises Unusable for one big JSON array, which cannot be streamed.
    """
    if line and line.startswith(b"["):
        raise Unusable(
            "这是一个 JSON 数组；请改为 NDJSON，每行一个对象。",
            "This is a JSON array; write NDJSON, one object a line.",
        )
    return path.suffix.lower() in JSON_ENDINGS or bool(line and line.startswith(b"{"))


def _check_encoding(sample: bytes) -> None:
    """Raise Unusable if the file is in another encoding; a stray byte only makes one bad row."""
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


def _encoding(found: str) -> Unusable:
    zh = f"像是 {found} 编码" if found != "?" else "不是文本"
    return Unusable(
        f"文件{zh}；请另存为 UTF-8 再导入。", f"The file is not UTF-8 (it looks like {found}); save it as UTF-8."
    )
