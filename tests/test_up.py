"""One command starts a city, keeps it running, and says in a sentence why it cannot."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from cli.up.postgres import Cluster
from tests.conftest import Server
from tests.up_city import ROOT, Up, is_alive, until

PROCESSES = ("web", "worker", "redis", "postgres")
EMPTY = "--without-city"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="haochaping-up-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def city(place: Path) -> Iterator[Up]:
    up = Up(place / "city", EMPTY).start()
    yield up
    up.stop()


def test_the_facts_are_for_the_owners_eyes_only(city: Up) -> None:
    facts = city.home / "up.json"
    assert stat.S_IMODE(facts.stat().st_mode) == 0o600
    assert stat.S_IMODE((city.home / "secret.key").stat().st_mode) == 0o600
    assert set(city.facts) == {"url", "accounts", "keys", "processes"}
    assert city.facts["url"] == f"http://127.0.0.1:{city.port}"


def test_web_worker_redis_and_postgres_are_processes_of_their_own(city: Up) -> None:
    pids = [city.pid(name) for name in PROCESSES]
    assert len({pid for pid in pids if pid and is_alive(pid)}) == len(PROCESSES)


@pytest.mark.parametrize("name", PROCESSES)
def test_a_killed_process_is_started_again(city: Up, name: str) -> None:
    killed = city.pid(name)
    assert killed
    os.kill(killed, signal.SIGKILL)
    until(lambda: city.pid(name) != killed, f"{name} is started again")
    until(city.is_ready, "the city answers again")


def test_a_command_beside_a_running_city_means_that_city(city: Up) -> None:
    argv = [sys.executable, "-m", "cli.main", "doctor"]

    def findings() -> int:
        return subprocess.run(argv, cwd=ROOT, env=city.environment, capture_output=True, text=True).stdout.count("✓")

    until(lambda: findings() == 5, "the doctor finds nothing wrong")


def test_a_directory_has_one_supervisor(city: Up) -> None:
    assert "already running" in Up(city.home, EMPTY).refusal()


def test_a_taken_port_is_named(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        up = Up(place / "taken", EMPTY, port=taken.getsockname()[1])
        assert f"端口 {up.port} 已被占用" in up.refusal()


async def test_a_killed_supervisor_takes_all_along_and_the_next_one_keeps_the_data(place: Path) -> None:
    up = Up(place / "kept", EMPTY).start()
    database = await asyncpg.connect(Cluster(up.home).url())
    await database.execute("create table kept (word text); insert into kept values ('还在')")
    await database.close()
    pids, secret = {name: up.pid(name) for name in PROCESSES}, (up.home / "secret.key").read_text()
    up.stop(signal.SIGKILL)
    for name, pid in pids.items():
        until(lambda pid=pid: not (pid and is_alive(pid)), f"{name} is gone")
    up.start()
    database = await asyncpg.connect(Cluster(up.home).url())
    assert await database.fetchval("select word from kept") == "还在"
    await database.close()
    assert (up.home / "secret.key").read_text() == secret
    up.stop()


@pytest.mark.parametrize("farewell", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_as_a_whole_when_asked(place: Path, farewell: signal.Signals) -> None:
    up = Up(place / "asked", EMPTY).start()
    pids = [up.pid(name) for name in PROCESSES]
    said = up.stop(farewell)
    assert up.process is not None
    assert up.process.returncode == 0, said
    assert not any(is_alive(pid) for pid in pids if pid)
    assert not (up.home / "up.json").exists()


async def test_a_city_of_another_kind_is_left_alone(tmp_path: Path, database_url: str) -> None:
    found = {"DATABASE_URL": database_url, "CITY_KIND": "production", "CITY_NAME": "真城", "SECRET_KEY": "00" * 32}
    argv = [sys.executable, "-m", "cli.main", "migrate"]
    subprocess.run(argv, cwd=ROOT, env=os.environ | found | {"REDIS_URL": "redis://127.0.0.1"}, check=True)
    assert "belongs to a production city" in Up(tmp_path / "home", EMPTY, DATABASE_URL=database_url).refusal()


def a_file(home: Path) -> None:
    home.write_text("")


def no_cluster(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter.txt").write_text("not a database")


def another_version(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "PG_VERSION").write_text("15\n")


def an_unreadable_secret(home: Path) -> None:
    home.mkdir()
    (home / "secret.key").write_text("mellon")


def a_lost_secret(home: Path) -> None:
    home.mkdir()
    (home / "city.json").write_text("{}")


@pytest.mark.parametrize("broken", [a_file, no_cluster, another_version, an_unreadable_secret, a_lost_secret])
def test_a_broken_directory_is_one_sentence(tmp_path: Path, broken: Callable[[Path], None]) -> None:
    home = tmp_path / "home"
    broken(home)
    said = Up(home, EMPTY).refusal()
    assert str(home) in said
    assert said.count("\n") == 0


def test_a_ruined_cluster_is_one_sentence(place: Path) -> None:
    up = Up(place / "ruined", EMPTY).start()
    up.stop()
    os.truncate(up.home / "postgres" / "global" / "pg_control", 100)
    said = up.refusal()
    assert "pg_control" in said
    assert said.count("\n") == 0


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("nonsense", "malformed"),
        ("mysql://user:password@127.0.0.1/city", "malformed"),
        ("postgresql://user:password@127.0.0.1:1/city", "cannot be reached"),
    ],
)
def test_a_wrong_database_url_is_one_sentence_without_the_password(tmp_path: Path, url: str, word: str) -> None:
    said = Up(tmp_path / "home", EMPTY, DATABASE_URL=url).refusal()
    assert word in said
    assert "password@127" not in said
    assert said.count("\n") == 0


def test_a_stranger_and_a_missing_database_are_named(tmp_path: Path, server: Server) -> None:
    stranger = Up(tmp_path / "home", EMPTY, DATABASE_URL=server.url.replace("haochaping@", "stranger@"))
    assert "refuses the user or password" in stranger.refusal()
    assert "does not exist" in Up(tmp_path / "home", EMPTY, DATABASE_URL=server.at("nowhere")).refusal()


def test_a_wrong_redis_url_is_one_sentence(tmp_path: Path) -> None:
    assert "cannot be reached" in Up(tmp_path / "home", EMPTY, REDIS_URL="redis://127.0.0.1:1/0").refusal()


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_wrong_port_is_one_sentence(tmp_path: Path, port: str) -> None:
    up = Up(tmp_path / "home", EMPTY)
    up.environment["PORT"] = port
    assert "PORT must be" in up.refusal()
