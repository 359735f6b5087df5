"""What code, tests, pages and documents point to is in the repository: documents, rules, decisions, paths."""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
READ = {".py", ".md", ".html", ".js", ".css", ".sql", ".graphql", ".toml", ".yaml", ".yml"}
NOT_OURS = {"vendor", "node_modules", "__pycache__", "pictures", "results"}
MIGRATIONS = ROOT / "storage" / "migrations"  # what was applied stays as it was, its comments too

DOCUMENT = re.compile(r"(?<![\w/.-])(?:\.{1,2}/)*[A-Za-z0-9_][\w./-]*\.md\b")
SECTION = re.compile(r"§ ?(\d+(?:\.\d+)?)?")
OF_RULES = re.compile(r"docs/rules\.md (?:§\d+(?:\.\d+)?(?:, (?=§)| and (?=§)|–(?=§)| or (?=§))?)+")
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)?) ", re.MULTILINE)
DECISION = re.compile(r"\bdecisions?\s+(\d{4})\b|\bdecisions/(\d{4})")
QUOTED = re.compile(r"`((?:[\w.<>*…-]+/)+[\w.<>*…-]*)`")
REASON = re.compile(r"docs/performance\.md, (\d+)")
WRITTEN = {"latest.md"}  # by a run, outside version control (bench/__main__.py)

Broken = Iterator[tuple[int, str]]


@cache
def files() -> tuple[Path, ...]:
    """Everything a reader reads, but what hidden folders hold, what others wrote, and migrations."""
    found = []
    for folder, inner, names in os.walk(ROOT):
        here = Path(folder)
        inner[:] = [name for name in inner if not (name in NOT_OURS or name[0] == "." or here / name == MIGRATIONS)]
        found += [here / name for name in names if Path(name).suffix in READ]
    return tuple(sorted(set(found) - {Path(__file__)}))


EXAMPLE = "commendation"


def broken(check: Callable[[Path, str], Broken], paths: tuple[Path, ...] | None = None) -> list[str]:
    """file:line and what is wrong there, for every file."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in (files() if paths is None else paths)
        for line, what in check(path, path.read_text("utf-8"))
    ]


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def is_there(name: str, path: Path) -> bool:
    meant = [(folder / name).resolve() for folder in (ROOT, DOCS, path.parent)]
    return any(document.is_file() and document.is_relative_to(ROOT.resolve()) for document in meant)


def missing_documents(path: Path, text: str) -> Broken:
    for found in DOCUMENT.finditer(text):
        if not is_there(found[0], path) and found[0] not in WRITTEN:
            yield line_of(text, found.start()), f"no document {found[0]}"


def missing_sections(path: Path, text: str) -> Broken:
    """A section is one of docs/rules.md and says so, on the same line."""
    known = set(HEADING.findall((DOCS / "rules.md").read_text("utf-8")))
    covered = [found.span() for found in OF_RULES.finditer(text)]
    for found in SECTION.finditer(text):
        is_covered = any(start <= found.start() < end for start, end in covered)
        if not (is_covered or path == DOCS / "rules.md"):
            yield line_of(text, found.start()), f"{found[0]} of which document? Write docs/rules.md {found[0]}"
        elif found[1] not in known:
            yield line_of(text, found.start()), f"docs/rules.md has no section {found[1]}"


def missing_reasons(path: Path, text: str) -> Broken:
    known = set(re.findall(r"^(\d+)\. ", (DOCS / "performance.md").read_text("utf-8"), re.MULTILINE))
    for found in REASON.finditer(text):
        if found[1] not in known:
            yield line_of(text, found.start()), f"docs/performance.md has no reason {found[1]}"


def missing_decisions(path: Path, text: str) -> Broken:
    known = {decision.name[:4] for decision in (DOCS / "decisions").glob("[0-9]*.md")}
    for found in DECISION.finditer(text):
        if (number := found[1] or found[2]) not in known:
            yield line_of(text, found.start()), f"no decision {number}"


def missing_paths(path: Path, text: str) -> Broken:
    """A path in backticks that begins with a folder of ours. `<noun>`, `*` and … stand for any name; the example of
    docs/reading.md is no noun of ours.
    """
    for found in QUOTED.finditer(text):
        pattern = re.sub(r"<\w+>|…", "*", found[1].rstrip("/"))
        is_ours = (ROOT / pattern.split("/")[0]).is_dir() and EXAMPLE not in pattern
        if is_ours and not any(ROOT.glob(pattern)):
            yield line_of(text, found.start()), f"no path {found[1]}"


def test_every_document_that_is_mentioned_is_in_the_repository() -> None:
    assert not broken(missing_documents)


def test_every_section_names_a_rule_of_the_repository() -> None:
    assert not broken(missing_sections)


def test_every_reason_of_performance_is_written_down() -> None:
    assert not broken(missing_reasons)


def test_every_decision_that_is_cited_was_taken() -> None:
    assert not broken(missing_decisions)


def test_every_path_that_the_documents_quote_exists() -> None:
    documents = tuple(
        path for path in files() if path.suffix == ".md" and path.parent in (ROOT, DOCS, DOCS / "decisions")
    )
    assert not broken(missing_paths, documents)


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (missing_documents, "see domain.md"),
        (missing_documents, "see docs/none.md"),
        (missing_documents, "see ../../README.md"),
        (missing_sections, "docs/rules.md §99"),
        (missing_sections, "docs/rules.md §8, §99"),
        (missing_sections, "(§8)"),
        (missing_reasons, "docs/performance.md, 99"),
        (missing_decisions, "decision 9999"),
        (missing_decisions, "docs/decisions/9999-none.md"),
        (missing_paths, "`domain/none.py`"),
        (missing_paths, "`views/none/…`"),
    ],
)
def test_a_reference_into_nothing_is_noticed(check: Callable[[Path, str], Broken], text: str) -> None:
    assert [line for line, _ in check(ROOT / "README.md", f"\n{text}\n")] == [2]
