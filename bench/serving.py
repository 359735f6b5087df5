"""Starting a contender as its users run it, on the server's core, and asking it one thing at a time."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bench import machine
from bench.contenders import OURS, ROOT, Contender
from bench.filling import Manner
from bench.world import World
from cli.up import processes as processes
from settings import Unusable

PATIENCE = 60.0
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL")


@dataclass(frozen=True, slots=True)
class Server:
    """A contender that runs."""

    contender: Contender
    port: int
    process: "subprocess.Popen[bytes]"
    keys: Mapping[Manner, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    def token(self, manner: Manner) -> str | None:
        """Peers ask nobody for a key."""
        return self.keys.get(manner)

    def cpu_seconds(self) -> float:
        return machine.cpu_seconds(self.process.pid)

    def ask(self, body: bytes) -> Any:
        """One question, one answer; whatever is no plain answer is refused."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token := self.token("reads"):
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request("POST", "/graphql", body, headers)
            answer = connection.getresponse()
            return data_of(answer.status, answer.read())
        finally:
            connection.close()


class NoAnswer(Exception):
    """What came back is not an answer."""


def data_of(status: int, body: bytes) -> Any:
    """The data of an answer without errors."""
    answer = orjson.loads(body) if body[:1] == b"{" else None
    if status != 200 or not isinstance(answer, dict) or answer.get("errors") or not answer.get("data"):
        raise NoAnswer(f"{status} {body[:400].decode(errors='replace')}")
    return answer["data"]


@contextmanager
def all_of(contenders: Sequence[Contender], world: World) -> Iterator[dict[str, Server]]:
    """All of them side by side; who is not asked stands still."""
    with ExitStack() as stack:
        yield {c.name: stack.enter_context(_served(c, world)) for c in contenders}


@contextmanager
def _served(contender: Contender, world: World) -> Iterator[Server]:
    port, log = _free_port(), world.log(contender.name)
    with _in(contender.place):
        argv = machine.on_server_core(contender.argv)
        process = processes.start(argv, log=log, env=_environment(contender, world, port))
    server = Server(contender, port, process, world.filled.keys if contender.name == OURS else {})
    try:
        _wait_ready(server, log)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def _in(place: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)


def _environment(contender: Contender, world: World, port: int) -> dict[str, str]:
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    told |= {"DATABASE_URL": world.url, "REDIS_URL": world.redis_url, "SECRET_KEY": world.secret.hex()}
    told |= {"PORT": str(port), "CITY_KIND": "test", "DATA_DIR": str(world.home), "PYTHONPATH": str(ROOT)}
    return told | {"NODE_ENV": "production", "GRAPHILE_ENV": "production"} | dict(contender.environment)


def _wait_ready(server: Server, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            server.ask(b'{"query":"{ __typename }"}')
            return
        except (OSError, http.client.HTTPException, NoAnswer):
            time.sleep(0.1)
    reason = processes.tail(log)
    title = server.contender.name
    raise Unusable(f"{title} 启动不了：{reason}", f"{title} does not start: {reason}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
