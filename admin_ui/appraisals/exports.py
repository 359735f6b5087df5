"""Exports a period as CSV or XLSX; no text in them becomes a formula."""

import asyncio
import io
import re
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from csv import writer
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.writer.excel import save_workbook

import views
from domain import policy
from domain.actor import Actor
from domain.cells import harmless, kept
from web.catalogue import say

BOM: Final = "\ufeff"
MONTH: Final = re.compile(r"\d{4}-\d{2}")
CHUNK: Final = 64 * 1024
IN_MEMORY: Final = 4 * 1024 * 1024
FIELDS: Any = (
    "subjectKind", "subjectName", "agency.name", "period", "state", "planVersion", "n", "bad", "waiting", "score",
    "total", ("figures", ["key", "name", "value", "n", "weight", "points", "note"]),
    ("changes", ["on", "reason", "score"]),
)  # fmt: skip
SheetRow = Sequence[str | float | int | None]


def rows(period: str, actor: Actor, language: str) -> AsyncIterator[SheetRow]:
    """Return the rows of a period. Raises Forbidden at once, before the first row, unless the actor is HR."""
    policy.require_city(actor, "appraisal.export")
    return _rows(period, actor, language)


async def _rows(period: str, actor: Actor, language: str) -> AsyncIterator[SheetRow]:
    """Yield the headings, then a row for each figure of each score; every row has the score too."""
    names = ("kind", "name", "agency", "period", "state", "plan", "n", "bad", "waiting", "score", "total", "figure",
             "value", "figure_n", "weight", "points", "note", "adjusted", "reason")  # fmt: skip
    yield [say(f"export.{name}") for name in names]
    after: str | None = None
    while True:
        page = await views.page(
            "Appraisal", FIELDS, actor=actor, where={"period": period}, first=100, after=after, language=language
        )
        for row in page.rows:
            for figure in row["figures"]:
                yield _row(row, figure)
        if not page.has_next:
            return
        after = page.end_cursor


def _row(row: dict[str, Any], figure: dict[str, Any]) -> SheetRow:
    last = row["changes"][-1] if row["changes"] else None
    return [
        say(f"subjectKind.{row['subjectKind']}"),
        row["subjectName"],
        row["agency"]["name"] if row["agency"] else "",
        row["period"],
        say(f"periodState.{row['state']}"),
        row["planVersion"],
        row["n"],
        row["bad"],
        row["waiting"],
        row["score"],
        row["total"],
        figure["name"],
        figure["value"],
        figure["n"],
        figure["weight"],
        figure["points"],
        figure["note"] or "",
        last["score"] if last else None,
        last["reason"] if last else "",
    ]


async def csv(told: AsyncIterator[SheetRow]) -> AsyncIterator[bytes]:
    """Yield the rows as CSV in UTF-8, with a BOM so that spreadsheets read Chinese."""
    yield BOM.encode()
    async for row in told:
        line = io.StringIO()
        writer(line).writerow([_written(cell) for cell in row])
        yield line.getvalue().encode()


def _written(cell: str | float | int | None) -> str | float | int | None:
    """Return a cell safe for spreadsheets, which would also read a month as a day."""
    return kept(cell) if isinstance(cell, str) and MONTH.fullmatch(cell) else harmless(cell)


async def xlsx(told: AsyncIterator[SheetRow], title: str) -> AsyncIterator[bytes]:
    """Yield the rows as XLSX, made in a temporary file that is moved to disk when it grows."""
    known = [row async for row in told]
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        await asyncio.to_thread(_write, file, known, title)
        while piece := file.read(CHUNK):
            yield piece


def _write(file: IO[bytes], told: Iterable[SheetRow], title: str) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in told:
        sheet.append([_cell(sheet, value) for value in row])
    save_workbook(book, file)
    file.seek(0)


def _cell(sheet: Any, value: str | float | int | None) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # text, so never a formula
    return cell
