"""`haochaping import service-events FILE`: imports service events; it may be stopped and run again, nothing doubles."""

import asyncio
import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

import house
import settings
from cli import reachable
from cli.city import cast
from cli.importing.reading import FileRow, rows
from cli.up.home import PRIVATE
from cli.up.notice import say
from domain import policy
from domain.actor import Actor
from domain.cells import Cell, harmless
from domain.collecting import NewServiceEvent, Recorded, record
from domain.collecting.recording import MOST_AT_ONCE
from domain.errors import DomainError, Invalid
from domain.faults import is_outage, is_poison
from settings import Settings, Unusable

STOPPED: Final = 130


def import_service_events(
    file: Annotated[Path, typer.Argument(help="NDJSON 或 CSV，字段名同接口 / NDJSON or CSV in the API's names")],
    client: Annotated[str, typer.Option(help="以哪个业务系统的名义 / as which business client")] = cast.CLIENTS[
        "business"
    ],
) -> None:
    """导入办件，可中断后重来 · import service events; stop and run again as you like."""
    taken = Taken(file)
    try:
        asyncio.run(_import(settings.current(), taken, client))
    except KeyboardInterrupt:
        taken.summarise("已停止，再运行一次即可接着导入；", "Stopped; run it again to go on. ")
        raise typer.Exit(STOPPED) from None
    taken.summarise("", "")
    if taken.refused and not taken.recorded and not taken.existed:
        raise typer.Exit(1)


@dataclass(slots=True)
class Taken:
    """Counts what became of the rows so far; bad rows are written to FILE.errors.csv with line and reason."""

    file: Path
    recorded: int = 0
    existed: int = 0
    refused: int = 0
    _errors: Any = field(default=None, repr=False)

    @property
    def errors(self) -> Path:
        return self.file.with_name(f"{self.file.name}.errors.csv")

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """The report, made when the first row is bad; an old report is removed at the start."""
        self.errors.unlink(missing_ok=True)
        try:
            yield
        finally:
            if self._errors is not None:
                self._errors[0].close()

    def refuse(self, line: int, refusal: DomainError) -> None:
        self.refused += 1
        if self._errors is None:
            report = _open_report(self.errors)
            self._errors = report, csv.writer(report)
            self._errors[1].writerow(["line", "code", "field", "reason", "reasonEnglish"])
        told: list[Cell] = [line, refusal.code, ".".join(refusal.path), refusal.zh, refusal.en]
        self._errors[1].writerow([harmless(cell) for cell in told])

    def summarise(self, zh: str, en: str) -> None:
        where = f"，见 {self.errors}" if self.refused else ""
        say(
            f"{zh}新收{self.recorded}条，已有{self.existed}条，拒收{self.refused}条{where}。",
            f"{en}{self.recorded} recorded, {self.existed} existed, {self.refused} refused.",
        )


def _open_report(path: Path) -> TextIO:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
    except OSError as error:
        raise Unusable(
            f"写不了 {path}（{error.strerror}）。", f"{path} cannot be written ({error.strerror})."
        ) from error
    return os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="", buffering=1)


async def _import(here: Settings, taken: Taken, client: str) -> None:
    await reachable.check_database(here.database_url)
    async with house.opened(here):
        try:
            with taken.reporting():
                await _take_all(taken, await _business(client))
        except Exception as error:
            if not is_outage(error) or isinstance(error, Unusable):
                raise
            taken.summarise("数据库断开，", "The database went away. ")
            raise Unusable(
                "已收的不会丢，数据库恢复后再运行一次即可。", "What was recorded is safe; run it again."
            ) from error


async def _business(name: str) -> Actor:
    by = await cast.client(name)
    if by is None:
        raise Unusable(
            f"没有启用中的接入系统“{name}”；用 --client 指明，或用 haochaping clients 新增。",
            f"There is no enabled client {name!r}; name one with --client, or add it (haochaping clients).",
        )
    policy.require(by, "service_event.record")
    return by


async def _take_all(taken: Taken, by: Actor) -> None:
    with Progress(
        TextColumn("导入 / import"), BarColumn(), TaskProgressColumn(), DownloadColumn(), TimeRemainingColumn()
    ) as progress:
        task = progress.add_task("", total=taken.file.stat().st_size if taken.file.exists() else None)
        batch: list[FileRow] = []
        for row in rows(taken.file):
            batch.append(row)
            if len(batch) == MOST_AT_ONCE:
                await _take(taken, batch, by)
                progress.update(task, completed=row.end)
                batch = []
        await _take(taken, batch, by)
        progress.update(task, completed=progress.tasks[task].total)


async def _take(taken: Taken, batch: Sequence[FileRow], by: Actor) -> None:
    good = [(row.line, row.event) for row in batch if isinstance(row.event, NewServiceEvent)]
    outcomes = {line: outcome for (line, _), outcome in zip(good, await _record([e for _, e in good], by), strict=True)}
    for row in batch:
        outcome = row.event if isinstance(row.event, DomainError) else outcomes[row.line]
        if isinstance(outcome, DomainError):
            taken.refuse(row.line, outcome)
        elif outcome.existed:
            taken.existed += 1
        else:
            taken.recorded += 1


async def _record(events: Sequence[NewServiceEvent], by: Actor) -> Sequence[Recorded | DomainError]:
    """Store all rows at once; if that fails, store each half, until a bad row stands alone."""
    if not events:
        return []
    try:
        return await record(events, by=by)
    except Exception as error:
        if not is_poison(error):
            raise
        if len(events) == 1:
            return [Invalid("有一个值无法保存。", "A value cannot be stored.")]
        middle = len(events) // 2
        return [*await _record(events[:middle], by), *await _record(events[middle:], by)]
