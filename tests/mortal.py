"""A PostgreSQL and a Redis of one test's own, which it may kill, freeze and start again."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from cli.up import database as up_database
from cli.up import postgres as up_postgres
from cli.up import redis as up_redis
from domain import calendar, keys
from domain.collecting import forms
from storage import database as storage
from tests import beginning
from tests.conftest import MASTER, end


class City:
    """Both servers below one directory, and the log of whoever works with them."""

    def __init__(self, home: Path) -> None:
        (home / "log").mkdir(parents=True, exist_ok=True)
        self.home, self.log, self.socket = home, home / "log" / "work.log", home / "redis.sock"
        self.cluster = up_postgres.Cluster(home)
        up_postgres.create(self.cluster)

    async def start_postgres(self) -> None:
        self.postgres = up_postgres.start(self.cluster)
        await up_postgres.wait_ready(self.cluster, self.postgres)

    async def start_redis(self) -> None:
        self.redis = up_redis.start(self.socket, log=self.log.with_name("redis.log"))
        await up_redis.wait_ready(self.socket, self.redis)

    async def crash_postgres(self) -> None:
        """At once, in the middle of whatever it does; starting again recovers."""
        await asyncio.to_thread(end, self.postgres, signal.SIGQUIT)

    async def kill_postgres(self) -> None:
        """kill -9 of the server and all its processes: nobody takes leave of anybody."""
        family = [*_children(self.postgres.pid), self.postgres.pid]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(self.postgres.wait, 20)

    @contextmanager
    def frozen_postgres(self) -> Iterator[None]:
        """Neither gone nor answering: connections stay open and nothing comes, as with a broken network."""
        family = [self.postgres.pid, *_children(self.postgres.pid)]
        for pid in family:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in family:
                os.kill(pid, signal.SIGCONT)

    def url(self) -> str:
        return self.cluster.url()

    def redis_url(self) -> str:
        return up_redis.url(self.socket)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@asynccontextmanager
async def living(home: Path) -> AsyncIterator[City]:
    """Started, migrated, and this process is connected to it."""
    city = City(home)
    await city.start_postgres()
    await city.start_redis()
    await up_database.prepare(city.cluster)
    await storage.migrate(city.url())
    await beginning.begin(city.url())
    keys.use(keys.Keys.derive(MASTER))
    forms.forget()
    calendar.forget()
    await storage.connect(city.url())
    yield city
    await storage.close()
    await asyncio.to_thread(end, city.postgres, signal.SIGINT)
    await asyncio.to_thread(end, city.redis)
