"""A small city whose processes can be killed and started again, and third parties that listen to it in every way."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

from cli.up import redis as up_redis
from tests.api.serving import ROOT, free_port, wait_ready
from tests.conftest import MASTER

NODE = ROOT / "tests" / "node"
SUBSCRIPTION = "subscription($after: String) { ratingEvents(after: $after) { position } }"
FEED = "query($after: String) { events(first: 100, after: $after) { edges { node { position } } } }"


@dataclass
class House:
    """Web, worker and Redis of one database. `kill` is kill -9; what was killed is started again at once."""

    database_url: str
    home: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": up_redis.url(self.home / "third.sock"),
            "SECRET_KEY": MASTER.hex(),
            "CITY_KIND": "test",
            "ENVIRONMENT": "development",
            "WEBHOOK_ALLOW_CIDRS": "127.0.0.0/8",
            "PORT": str(self.port),
            "DATA_DIR": str(self.home),
        }

    def start(self, name: str) -> None:
        log = self.home / "log" / f"third-{name}.log"
        if name == "redis":
            self.processes[name] = up_redis.start(self.home / "third.sock", log=log)
            return
        argv = [sys.executable, "-m", "cli.main", {"web": "serve", "worker": "work"}[name]]
        with log.open("ab") as written:
            self.processes[name] = subprocess.Popen(
                argv, cwd=ROOT, env=self.environment, stdout=written, stderr=written
            )

    def kill(self, name: str) -> None:
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()
        self.start(name)

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(20)


@asynccontextmanager
async def living(database_url: str, home: Path) -> AsyncIterator[House]:
    house = House(database_url, home)
    try:
        for name in ("redis", "worker", "web"):
            house.start(name)
        await asyncio.to_thread(wait_ready, house.url, house.processes["web"], home / "log" / "third-web.log")
        yield house
    finally:
        await asyncio.to_thread(house.end)


@dataclass
class Listener:
    """Whoever hears positions, one after the other, whatever happens on the way."""

    heard: list[str] = field(default_factory=list)

    @property
    def last(self) -> str:
        return self.heard[-1] if self.heard else "0"


async def by_feed(house: House, key: str, listener: Listener) -> None:
    """Asks for the next page again and again."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http:
        while True:
            with suppress(httpx.TransportError, ValueError, KeyError, TypeError):
                answer = await http.post(
                    f"{house.url}/graphql", json={"query": FEED, "variables": {"after": listener.last}}
                )
                page = answer.json()["data"]["events"]["edges"]
                listener.heard += [edge["node"]["position"] for edge in page]
            await asyncio.sleep(0.1)


async def by_gql(house: House, key: str, listener: Listener) -> None:
    """Python's gql over WebSocket; a new session whenever one breaks."""
    while True:
        transport = WebsocketsTransport(
            url=house.url.replace("http", "ws") + "/graphql",
            init_payload={"Authorization": f"Bearer {key}"},
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],  # type: ignore[list-item]
        )
        with suppress(Exception):  # whatever a broken connection looks like to this client
            async with Client(transport=transport) as session:
                request = gql(SUBSCRIPTION)
                request.variable_values = {"after": listener.last}
                async for told in session.subscribe(request):
                    listener.heard.append(told["ratingEvents"]["position"])
        await asyncio.sleep(0.2)


def by_npm(kind: str) -> Callable[[House, str, Listener], Any]:
    """npm's graphql-ws or graphql-sse in a process of its own."""

    async def listen(house: House, key: str, listener: Listener) -> None:
        process = await asyncio.create_subprocess_exec(
            "node", "listen.mjs", kind, f"{house.url}/graphql", key, "0", cwd=NODE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout
        try:
            async for line in process.stdout:
                listener.heard.append(line.decode().strip())
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    return listen


EVERY_WAY: dict[str, Callable[[House, str, Listener], Any]] = {
    "feed": by_feed,
    "gql": by_gql,
    "graphql-ws": by_npm("ws"),
    "graphql-sse": by_npm("sse"),
}


def installed() -> None:
    """The clients from npm, as the lock names them."""
    if not (NODE / "node_modules" / "graphql-ws").exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=NODE, check=True)


def verified_by_npm(secret: str, headers: dict[str, str], body: bytes) -> Any:
    """What npm's standardwebhooks makes of a delivery."""
    given = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    run = subprocess.run(["node", "verify.mjs"], cwd=NODE, input=given, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)
