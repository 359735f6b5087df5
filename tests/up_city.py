"""`haochaping up`, run for real in a directory of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PATIENCE = 90.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Up:
    """One city: its directory, its port, its supervisor."""

    def __init__(
        self, home: Path, *arguments: str, port: int | None = None, patience: float = PATIENCE, **environment: str
    ) -> None:
        self.home, self.port, self.patience = home, port or free_port(), patience
        self.argv = [sys.executable, "-m", "cli.main", "up", *arguments]
        mine = {"DATA_DIR": str(home), "PORT": str(self.port)}
        theirs = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")}
        self.environment = theirs | mine | environment
        self.said = home.with_suffix(".said")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Up":
        before = self.pid("web")
        self.home.parent.mkdir(exist_ok=True)
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(self.argv, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
        until(
            lambda: self.process and (self.process.poll() is not None or self.pid("web") not in (None, before)),
            "up",
            self.patience,
        )
        assert self.process.poll() is None, self.said.read_text()
        return self

    def refusal(self) -> str:
        """What it says when it will not start."""
        ended = subprocess.run(
            self.argv, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert ended.returncode not in (0, None)
        assert "Traceback" not in ended.stdout + ended.stderr
        return ended.stderr.strip()

    def stop(self, farewell: signal.Signals = signal.SIGINT) -> str:
        assert self.process is not None
        self.process.send_signal(farewell)
        self.process.wait(PATIENCE)
        return self.said.read_text()

    @property
    def facts(self) -> dict[str, Any]:
        try:
            return dict(json.loads((self.home / "up.json").read_text("utf-8")))
        except FileNotFoundError:
            return {}

    def pid(self, name: str) -> int | None:
        processes: dict[str, int | None] = self.facts.get("processes", {})
        return processes.get(name)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and whose parent has not yet asked for its end (Z) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
