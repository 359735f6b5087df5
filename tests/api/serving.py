"""The web process as `haochaping serve` starts it, for tests that need a real socket."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from cli.up import postgres as up_postgres
from storage import roles
from tests.conftest import MASTER, end

ROOT = Path(__file__).parents[2]
PATIENCE = 30


@dataclass
class Serving:
    """A running server and its address."""

    url: str
    process: "subprocess.Popen[bytes]"

    def memory(self) -> float:
        """What the process holds of the machine's memory, in MB."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * resource.getpagesize() / 1e6


@contextmanager
def served(database_url: str, redis_url: str, home: Path, **told: str) -> Iterator[Serving]:
    """`told`: what else stands in its environment. On a server of our own it signs in as the application."""
    owned = urlsplit(database_url).username == up_postgres.NAME and not urlsplit(database_url).password
    url = f"http://127.0.0.1:{free_port()}"
    environment = os.environ | {
        "DATABASE_URL": roles.as_application(database_url) if owned else database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": MASTER.hex(),
        "CITY_KIND": "test",
        "PORT": url.rpartition(":")[2],
        "DATA_DIR": str(home),
        **told,
    }
    log = home / "log" / "serve.log"
    with log.open("ab") as written:
        command = [sys.executable, "-m", "cli.main", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=written)
    try:
        wait_ready(url, process, log)
        yield Serving(url, process)
    finally:
        end(process)


def wait_ready(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.post(f"{url}/graphql", json={"query": "{ __typename }"}).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not come up:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
