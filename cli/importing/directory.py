"""`haochaping import directory KIND FILE`: tries a file of directory entries out, or writes what it changes."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TextColumn

import house
import settings
from cli import reachable
from cli.up.home import PRIVATE
from cli.up.notice import say
from domain.actor import SYSTEM
from domain.directory.changes import Comparison
from domain.directory.comparing import compare
from domain.directory.entries import KINDS, columns
from domain.directory.files import as_csv, change_rows, faulty_rows, open_table, shown, template
from domain.directory.rows import read
from domain.directory.saving import Faulty, save
from domain.files.tables import Row
from domain.words import DirectoryChange
from settings import Unusable

SHOWN: Final = 20
FIRST: Final = 3  # errors that are told at once
EVERY: Final = 1000  # rows between two steps of the bar
WORDS: Final = {
    DirectoryChange.ADDED: ("新增", "added"),
    DirectoryChange.CHANGED: ("变更", "changed"),
    DirectoryChange.ENDED: ("停用", "ended"),
}
Kind = Annotated[str, typer.Argument(help=f"哪一类 / which kind: {'、'.join(KINDS)}")]
_console = Console(highlight=False, soft_wrap=True)


def import_directory(
    kind: Kind,
    file: Annotated[Path, typer.Argument(help="CSV、XLSX 或 NDJSON")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会变什么 / only show what would change")] = False,
    skip_faulty: Annotated[bool, typer.Option("--skip-faulty", help="有误的行跳过 / leave rows at fault out")] = False,
    end_missing: Annotated[
        bool, typer.Option("--end-missing", help="文件里没有的，今天停用 / end today what the file does not have")
    ] = False,
    reason: Annotated[str, typer.Option(help="依据，记入沿革 / the reason, kept with each change")] = "",
) -> None:
    """导入目录，同一份再导一次不会有变化 · import entries of the directory; the same file twice changes nothing."""
    _known(kind)
    asyncio.run(_import(kind, file, dry_run, skip_faulty, end_missing, reason or None))


def write_template(
    kind: Kind, file: Annotated[Path, typer.Argument(help="写到哪里，.xlsx 或 .csv / where to, by its ending")]
) -> None:
    """生成一类的空白模板 · write an empty file with the headings of a kind."""
    _known(kind)
    ending = file.suffix.lower().removeprefix(".")
    if ending not in ("csv", "xlsx"):
        raise Unusable("文件名应以 .xlsx 或 .csv 结尾。", "The name must end in .xlsx or .csv.")
    _write(file, template(kind, ending))
    say(f"模板已写到 {file}。", f"The template is in {file}.")


def _known(kind: str) -> None:
    if kind not in KINDS:
        every = "、".join(KINDS)
        raise Unusable(f"没有“{kind}”这一类；有 {every}。", f"There is no kind {kind!r}; there are {every}.")


async def _import(
    kind: str, file: Path, dry_run: bool, skip_faulty: bool, end_missing: bool, reason: str | None
) -> None:
    here = settings.current()
    await reachable.check_database(here.database_url)
    async with house.opened(here):
        for ending in ("csv", "ndjson"):
            _errors(file, ending).unlink(missing_ok=True)
        try:
            with file.open("rb") as data, _bar(file) as bar:
                rows = list(read(kind, _moving(open_table(kind, data, file.name).rows, bar)))
                bar.stop()
                if dry_run:
                    found = await compare(kind, rows, ends_missing=end_missing)
                else:
                    found = await save(
                        kind,
                        rows,
                        by=SYSTEM,
                        skips_faulty=skip_faulty,
                        ends_missing=end_missing,
                        source=file.name,
                        reason=reason,
                    )
        except Faulty as wrong:
            _tell(wrong.found, "什么都没有写入：", "Nothing was written: ")
            _report(wrong.found, file)
            raise typer.Exit(1) from None
        except OSError as error:
            raise Unusable(
                f"读不了文件 {file}（{error.strerror}）。", f"{file} cannot be read ({error.strerror})."
            ) from error
    if dry_run:
        _write(file.with_name(f"{file.name}.changes.csv"), as_csv(change_rows(found)))
        _show(found)
    _tell(found, "试运行，没有写入：" if dry_run else "", "Dry run, nothing was written: " if dry_run else "")
    _report(found, file)


def _report(found: Comparison, file: Path) -> None:
    """Say the first reasons, and write the rows at fault with all of them."""
    if not found.errors:
        return
    for error in found.errors[:FIRST]:
        column = next((one.zh for one in columns(found.kind).values() if one.api == error.column), "")
        where = f"第{error.line}行 {column}".rstrip() if error.line else f"文件里没有的 {error.key}"
        _console.print(f"  {where}：{error.refusal.zh} / {error.refusal.en}", markup=False)
    with file.open("rb") as data:
        table = open_table(found.kind, data, file.name)
        errors = _errors(file, "csv" if table.fields else "ndjson")
        _write(errors, faulty_rows(found.kind, table, found.errors))
    say(f"有误的都在 {errors}。", f"All at fault are in {errors}.")


def _errors(file: Path, ending: str) -> Path:
    return file.with_name(f"{file.name}.errors.{ending}")


def _show(found: Comparison) -> None:
    known = columns(found.kind)
    for change in found.changes[:SHOWN]:
        _console.print(f"  {WORDS[change.change][0]} {change.code} {change.name}", markup=False)
        if change.change is not DirectoryChange.ADDED:
            for one in change.fields:
                before, after = shown(one.before) or "（空）", shown(one.after) or "（空）"
                _console.print(f"      {known[one.name].zh}：{before} → {after}", markup=False)
    if found.followers:
        _console.print(
            f"  另有{len(found.followers)}人随窗口搬到新的大厅 / {len(found.followers)} people move along", markup=False
        )
    if len(found.changes) > SHOWN:
        _console.print(f"  …… {len(found.changes) - SHOWN}", markup=False)


def _tell(found: Comparison, zh: str, en: str) -> None:
    counts = {change: found.count(change) for change in WORDS}
    said = "，".join(f"{WORDS[change][0]}{n}条" for change, n in counts.items())
    told = ", ".join(f"{n} {WORDS[change][1]}" for change, n in counts.items())
    say(
        f"{zh}{said}，不变{found.unchanged}条，有误{len(found.errors)}行。",
        f"{en}{told}, {found.unchanged} unchanged, {len(found.errors)} at fault.",
    )


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read: names of people stand in it."""
    try:
        path.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, PRIVATE), "wb") as file:
            file.write(data)
    except OSError as error:
        raise Unusable(
            f"写不了 {path}（{error.strerror}）。", f"{path} cannot be written ({error.strerror})."
        ) from error


def _bar(file: Path) -> Progress:
    progress = Progress(TextColumn("读取 / reading"), BarColumn(), TaskProgressColumn(), DownloadColumn())
    progress.add_task("", total=file.stat().st_size)
    return progress


def _moving(rows: Iterator[Row], progress: Progress) -> Iterator[Row]:
    """Yield these rows and move the bar with them."""
    task: Any = progress.task_ids[0]
    for count, row in enumerate(rows):
        if count % EVERY == 0:
            progress.update(task, completed=row.end)
        yield row
    progress.update(task, completed=progress.tasks[task].total)
