"""The world of one run: a directory, a durable PostgreSQL and a Redis of our own, a filled city, its keys."""

import asyncio
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import filling
from bench.filling import Filled
from cli.up import database as up_database
from cli.up import postgres as up_postgres
from cli.up import redis as up_redis
from cli.up.postgres import Cluster


@dataclass
class World:
    """Where everything of this run is."""

    home: Path
    cluster: Cluster
    postgres: "subprocess.Popen[bytes]"
    redis_url: str
    filled: Filled
    secret: bytes = field(repr=False)

    @property
    def url(self) -> str:
        return self.cluster.url()

    def log(self, name: str) -> Path:
        return self.home / "log" / f"{name}.log"


@contextmanager
def made(ratings: int) -> Iterator[World]:
    """A world with so many ratings; it is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="haochaping-bench-"))
    (home / "log").mkdir()
    started: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
    try:
        cluster = Cluster(home)
        up_postgres.create(cluster)
        postgres = up_postgres.start(cluster)
        started.append((postgres, signal.SIGINT))
        socket = home / "redis.sock"
        redis = up_redis.start(socket, log=home / "log" / "redis.log")
        started.append((redis, signal.SIGTERM))
        asyncio.run(_ready(cluster, postgres, socket, redis))
        secret = secrets.token_bytes(32)
        filled = asyncio.run(filling.fill(cluster, secret, ratings))
        yield World(home, cluster, postgres, up_redis.url(socket), filled, secret)
    finally:
        for process, farewell in reversed(started):
            process.send_signal(farewell)
            process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


async def _ready(
    cluster: Cluster, postgres: "subprocess.Popen[bytes]", socket: Path, redis: "subprocess.Popen[bytes]"
) -> None:
    await up_postgres.wait_ready(cluster, postgres)
    await up_database.prepare(cluster)
    await up_redis.wait_ready(socket, redis)
