"""Reading a file of rows without ever holding it: NDJSON or CSV, line by line, each line judged on its own."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from cli.import_rows import COLUMNS, REQUIRED, event_of
from domain.collecting import NewServiceEvent
from domain.errors import DomainError, Invalid
from settings import Unusable

LONGEST_LINE: Final = 64 * 1024
SAMPLE: Final = 256 * 1024
JSON_ENDINGS: Final = (".ndjson", ".jsonl", ".json")
BOM: Final = b"\xef\xbb\xbf"

Reader = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the event in it, or why there is none; and how far into the file it ends."""

    line: int
    end: int
    event: NewServiceEvent | DomainError


def rows(path: Path) -> Iterator[Row]:
    """Every line that is not blank. What makes the whole file useless is refused before the first."""
    try:
        with path.open("rb") as file:
            _check_encoding(file.read(SAMPLE))
            file.seek(0)
            yield from _rows(file, path)
    except OSError as error:
        raise Unusable(
            f"读不了文件 {path}（{error.strerror}）。", f"{path} cannot be read ({error.strerror})."
        ) from error


def _rows(file: BinaryIO, path: Path) -> Iterator[Row]:
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        raise Unusable(f"文件 {path} 是空的。", f"The file {path} is empty.")
    line = first[2]
    if _is_json(path, line):
        yield _row(first, _object)
        reader: Reader = _object
    else:
        reader = _columns(_decoded(line))
    for found in lines:
        yield _row(found, reader)


def _lines(file: BinaryIO) -> Iterator[tuple[int, int, bytes | None]]:
    """(number, end, line) of lines that are not blank; the line is None where it is too long to be one."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        too_long = len(line) == LONGEST_LINE and not line.endswith(b"\n")
        while line and too_long and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)
        if too_long:
            yield number, file.tell(), None
        elif said := (line.removeprefix(BOM) if number == 1 else line).strip():
            yield number, file.tell(), said


def _row(found: tuple[int, int, bytes | None], reader: Reader) -> Row:
    number, end, line = found
    try:
        return Row(number, end, event_of(reader(_decoded(line))))
    except DomainError as refusal:
        return Row(number, end, refusal)


def _decoded(line: bytes | None) -> str:
    if line is None:
        raise Invalid(f"这一行超过{LONGEST_LINE // 1024} KB。", f"The line is over {LONGEST_LINE // 1024} KB.")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Invalid("这一行不是 UTF-8 编码。", "The line is not UTF-8.") from None


def _object(line: str) -> Mapping[str, Any]:
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Invalid("这一行不是 JSON。", "The line is not JSON.") from None
    if not isinstance(said, dict):
        raise Invalid("这一行应为一个 JSON 对象。", "The line must be one JSON object.")
    return said


def _columns(header: str) -> Reader:
    """The reader of a CSV with this header."""
    names = [name.strip() for name in _fields(header)]
    missing = [name for name in REQUIRED if name not in names]
    strange = [name for name in names if name not in COLUMNS]
    if missing or strange or len({*names}) < len(names):
        raise Unusable(
            f"列名不对：缺少 {'、'.join(missing) or '无'}，不认识 {'、'.join(strange)[:200] or '无'}。"
            f"应为 {'、'.join(COLUMNS)}，逗号分隔。",
            f"Wrong columns: {', '.join(missing) or 'none'} missing, {', '.join(strange)[:200] or 'none'} unknown.",
        )
    return lambda line: _matched(names, _fields(line))


def _matched(names: list[str], values: list[str]) -> Mapping[str, Any]:
    if len(values) != len(names):
        raise Invalid(
            f"应有{len(names)}列，这一行有{len(values)}列。", f"{len(names)} columns expected, {len(values)} found."
        )
    return dict(zip(names, (value.strip() for value in values), strict=True))


def _fields(line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        raise Invalid("这一行的引号不配对。", "The quotes of the line do not match.") from None


def _is_json(path: Path, line: bytes | None) -> bool:
    """By its first character, else by its name. One big array cannot be streamed."""
    if line and line.startswith(b"["):
        raise Unusable(
            "这是一个 JSON 数组；请改为 NDJSON，每行一个对象。",
            "This is a JSON array; write NDJSON, one object a line.",
        )
    return path.suffix.lower() in JSON_ENDINGS or bool(line and line.startswith(b"{"))


def _check_encoding(sample: bytes) -> None:
    """A whole file in another encoding is refused; a stray byte makes one bad row."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _encoding("UTF-16")
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1]
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
