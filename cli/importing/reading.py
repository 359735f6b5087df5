"""Reads a file of service events as a stream; each row is judged on its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.importing.rows import COLUMNS, REQUIRED, event_of
from domain.collecting import NewServiceEvent
from domain.errors import DomainError
from domain.files.tables import Headings, Row, read
from settings import Unusable

HEADINGS: Final = Headings({name: name for name in COLUMNS}, REQUIRED)


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
            for row in read(file, path.name, HEADINGS).rows:
                yield FileRow(row.line, row.end, _event(row))
    except OSError as error:
        raise Unusable(
            f"读不了文件 {path}（{error.strerror}）。", f"{path} cannot be read ({error.strerror})."
        ) from error
    except DomainError as refusal:
        raise Unusable(f"{path}：{refusal.zh}", f"{path}: {refusal.en}") from refusal


def _event(row: Row) -> NewServiceEvent | DomainError:
    try:
        return row.values if isinstance(row.values, DomainError) else event_of(row.values)
    except DomainError as refusal:
        return refusal
