"""Importing for real: twice is once, a kill loses and doubles nothing, bad rows stand in a file."""

import csv
import json
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cli.city.plan import plan
from domain import access, founding
from domain.actor import SYSTEM
from domain.directory.saving import register
from storage.transactions import fetch_value
from tests import beginning
from tests.cli import commands

CLIENT = ("--client", "窗口系统")


@pytest.fixture
async def city(database: str) -> str:
    """The directory of 滨海市 and one business system."""
    await founding.found("test", "滨海市")
    await register(plan().entries, by=SYSTEM)
    await access.add_client(CLIENT[1], "BUSINESS")
    return database


def events(path: Path, number: int, *more: str) -> Path:
    agency, items = next(iter(plan().items.items()))
    at = (beginning.moment() - timedelta(hours=1)).isoformat(timespec="seconds")
    said = [
        {"caseNumber": f"I-{n}", "serviceNumber": 1, "stage": "ONLINE", "serviceCode": items[0], "agencyCode": agency,
         "happenedAt": at, "raterName": "演示市民1", "raterMobile": f"154{n:08d}"}
        for n in range(number)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in said) + "".join(line + "\n" for line in more), "utf-8")
    return path


async def recorded() -> int:
    count: int = await fetch_value("select count(*) from service_event")
    return count


async def test_twice_is_once(city: str, tmp_path: Path) -> None:
    path = str(events(tmp_path / "a.ndjson", 1500))
    first = commands.run(city, tmp_path, "import", "service-events", path, *CLIENT)
    again = commands.run(city, tmp_path, "import", "service-events", path, *CLIENT)
    assert "新收1500条" in first.stdout
    assert "新收0条，已有1500条" in again.stdout
    assert await recorded() == 1500


async def test_bad_rows_stand_in_a_file_with_their_line(city: str, tmp_path: Path) -> None:
    nobody = json.loads(events(tmp_path / "b.ndjson", 1).read_text()) | {"caseNumber": "I-x", "agencyCode": "A?"}
    path = events(tmp_path / "a.ndjson", 3, "not json", json.dumps(nobody))
    ended = commands.run(city, tmp_path, "import", "service-events", str(path), *CLIENT)
    assert ended.returncode == 0
    with path.with_name("a.ndjson.errors.csv").open(encoding="utf-8-sig") as report:
        found = list(csv.DictReader(report))
    assert [(row["line"], row["code"]) for row in found] == [("4", "INVALID"), ("5", "NOT_FOUND")]
    assert await recorded() == 3


async def test_killed_in_the_middle_and_run_again_nothing_is_lost_or_doubled(city: str, tmp_path: Path) -> None:
    path = str(events(tmp_path / "a.ndjson", 30_000))
    process = commands.start(city, tmp_path, "import", "service-events", path, *CLIENT)
    until = time.monotonic() + 60
    while await recorded() < 2000:
        assert time.monotonic() < until
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = await recorded()
    ended = commands.run(city, tmp_path, "import", "service-events", path, *CLIENT)
    assert before < 30_000
    assert f"新收{30_000 - before}条，已有{before}条" in ended.stdout
    assert await fetch_value("select sum(events) from tally_day where scope = 'CITY'") == 30_000


async def test_a_system_that_is_not_there_is_named(city: str, tmp_path: Path) -> None:
    ended = commands.run(
        city, tmp_path, "import", "service-events", str(events(tmp_path / "a.ndjson", 1)), "--client", "没有"
    )
    assert ended.returncode != 0
    assert "没有" in ended.stderr
