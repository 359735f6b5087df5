"""Running `haochaping …` as people do: a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import MASTER

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120.0


def environment(url: str, data_dir: Path, **more: str) -> dict[str, str]:
    city = {
        "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1",  # a valid address; these commands never speak to it
        "SECRET_KEY": MASTER.hex(),
        "CITY_KIND": "test",
        "DATA_DIR": str(data_dir),
    }
    return {**os.environ, "PYTHONPATH": str(ROOT), **city, **more}


def argv(*words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "cli.main", *words]


def run(url: str, data_dir: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The ended command. A traceback is never what a person should see."""
    ended = subprocess.run(
        argv(*words), env=environment(url, data_dir, **more), capture_output=True, text=True, timeout=PATIENCE
    )
    assert "Traceback" not in ended.stdout + ended.stderr, ended.stderr
    return ended


def start(url: str, data_dir: Path, *words: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        argv(*words),
        env=environment(url, data_dir, **more),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
