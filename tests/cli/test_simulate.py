"""The simulator against a real server: nothing is lost or doubled, even when the server is killed in the middle."""

import json
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.cli import commands
from tests.up_city import free_port


@pytest.fixture
def data_dir(database_url: str, tmp_path: Path) -> Path:
    """A city that is one day old."""
    assert commands.run(database_url, tmp_path, "demo", "--days", "1").returncode == 0
    return tmp_path


def serve(url: str, data_dir: Path, port: int) -> "subprocess.Popen[str]":
    process = commands.start(url, data_dir, "serve", PORT=str(port))
    until = time.monotonic() + 60
    while not answers(port):
        assert time.monotonic() < until, "serve"
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.1)
    return process


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def simulate(url: str, data_dir: Path, port: int, *more: str) -> "subprocess.Popen[str]":
    city, result = str(data_dir / "city.json"), str(data_dir / "result.json")
    address = f"http://127.0.0.1:{port}"
    return commands.start(url, data_dir, "simulate", "--url", address, "--keys", city, "--json", result, *more)


def result(data_dir: Path) -> dict[str, object]:
    return dict(json.loads((data_dir / "result.json").read_text("utf-8")))


def test_every_acknowledged_rating_counts_once(database_url: str, data_dir: Path) -> None:
    port = free_port()
    server = serve(database_url, data_dir, port)
    try:
        process = simulate(database_url, data_dir, port, "--events", "400", "--seed", "4", "--bad-per-10000", "1000")
        said, _ = process.communicate(timeout=commands.PATIENCE)
        assert process.returncode == 0, said
    finally:
        server.terminate()
        server.communicate()
    found = result(data_dir)
    assert (found["events"], found["errorCount"]) == (400, 0)
    assert found["refused"], "some trouble must have been refused"


def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(database_url: str, data_dir: Path) -> None:
    port = free_port()
    server = serve(database_url, data_dir, port)
    process = simulate(database_url, data_dir, port, "--events", "600", "--rate", "120")
    for _ in range(2):
        time.sleep(2)
        server.send_signal(signal.SIGKILL)
        server.communicate()
        server = serve(database_url, data_dir, port)
    try:
        said, _ = process.communicate(timeout=commands.PATIENCE)
        assert process.returncode == 0, said
    finally:
        server.terminate()
        server.communicate()
    assert result(data_dir)["connectionRetries"], "the kill must have been noticed"


def test_without_a_city_it_says_what_to_do(database_url: str, tmp_path: Path) -> None:
    ended = commands.run(database_url, tmp_path, "simulate")
    assert ended.returncode != 0
    assert "make up" in ended.stderr
