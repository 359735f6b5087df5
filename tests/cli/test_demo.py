"""The demonstration city fills itself through the real use cases, once; a filling that was killed begins anew."""

import json
import signal
import time
from pathlib import Path

import asyncpg

from domain import founding, ledger
from domain.words import Role
from storage.transactions import fetch, fetch_value
from tests.cli import commands

DAYS = ("--days", "8")

COUNTED = (
    "select sum(events) as events, sum(dissatisfied + very_dissatisfied) as bad from tally_day where scope = 'CITY'"
)
# After the calendar's end a day is taken for what its weekday says.
AT_COUNTERS = """select distinct coalesce(c.is_working, extract(isodow from e.happened_on) < 6) as is_working
from (select city_day(happened_at) as happened_on from service_event where window_id is not null) e
left join calendar_day c on c.day = e.happened_on"""


async def shift_of(url: str) -> str | None:
    connection = await asyncpg.connect(url)
    try:
        moved = await connection.fetchval("select sign(extract(epoch from shift)) from city_clock")
        return None if moved is None else {-1: "past", 0: "present", 1: "future"}[int(moved)]
    finally:
        await connection.close()


async def test_it_fills_itself_and_stands_in_the_present(database: str, tmp_path: Path) -> None:
    ended = commands.run(database, tmp_path, "demo", *DAYS)
    assert ended.returncode == 0, ended.stderr
    assert await shift_of(database) == "present"
    assert await fetch_value("select count(*) from service_event") > 500
    assert await fetch_value("select max(rated_at) <= city_now() from evaluation")
    bad = await fetch_value("select count(*) from evaluation where level in ('DISSATISFIED', 'VERY_DISSATISFIED')")
    assert await fetch_value("select count(*) from work_order") == bad > 0
    assert await fetch_value("select count(*) from outbox") == 0
    assert await ledger.verify() is None

    counted = (await fetch(COUNTED))[0]
    assert counted["events"] == await fetch_value("select count(*) from service_event")
    assert counted["bad"] == bad
    assert [row["is_working"] for row in await fetch(AT_COUNTERS)] == [True]


async def test_city_json_names_every_role_and_is_for_the_owner_alone(database_url: str, tmp_path: Path) -> None:
    commands.run(database_url, tmp_path, "demo", "--days", "1")
    path = tmp_path / "city.json"
    facts = json.loads(path.read_text("utf-8"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert {account["role"] for account in facts["accounts"]} == set(Role)
    assert set(facts["keys"]) == {"business", "channel", "subscriber", "public"}

    again = commands.run(database_url, tmp_path, "demo")
    assert "没有改动" in again.stdout
    assert json.loads(path.read_text("utf-8")) == facts

    path.unlink()
    renewed = commands.run(database_url, tmp_path, "demo")
    assert "重新生成" in renewed.stdout
    assert json.loads(path.read_text("utf-8"))["keys"]["business"] != facts["keys"]["business"]


async def test_a_filling_that_was_killed_begins_anew(database_url: str, tmp_path: Path) -> None:
    process = commands.start(database_url, tmp_path, "demo")
    until = time.monotonic() + 60
    while await count(database_url, "service_event") < 50:
        assert time.monotonic() < until
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert await shift_of(database_url) == "past"
    assert not (tmp_path / "city.json").exists()

    ended = commands.run(database_url, tmp_path, "demo", "--days", "1")
    assert "重新开始" in ended.stdout
    assert await shift_of(database_url) == "present"
    assert await count(database_url, "account where login = 'officer'") == 1
    assert await count(database_url, "agency") == 40


async def test_a_production_city_takes_no_demonstration_data(database_url: str, tmp_path: Path) -> None:
    ended = commands.run(database_url, tmp_path, "demo", CITY_KIND="production")
    assert ended.returncode != 0
    assert "生产环境" in ended.stderr
    assert await count(database_url, "agency") == 0


async def test_nor_does_a_database_that_knows_better_than_the_setting(database: str, tmp_path: Path) -> None:
    await founding.found("production", "某市")
    ended = commands.run(database, tmp_path, "demo", CITY_KIND="demonstration")
    assert ended.returncode != 0
    assert "生产环境" in ended.stderr
    assert await count(database, "agency") == 0


async def count(url: str, what: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval(f"select count(*) from {what}")
        return found
    finally:
        await connection.close()
