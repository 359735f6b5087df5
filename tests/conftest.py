"""The world of the tests: a real PostgreSQL and a real Redis, and for each test a migrated database of its own.

A copy of a template costs as little as truncating, and leaves nothing behind: no row, no sequence, no shifted clock.
TEST_DATABASE_URL / TEST_REDIS_URL name servers to use instead; the role must be allowed to create databases.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis

from cli.up import redis as up_redis
from domain import calendar, keys
from domain.collecting import forms
from storage import database as storage
from tests import beginning, memory, postgres
from tests.cast import Cast, assemble
from tests.up_city import Up

TEMPLATE = f"haochaping_template_{os.getpid()}"
MASTER = bytes(range(32))


NEEDS = {"browser": "chromium", "node": "node"}


def _turn(item: pytest.Item) -> int:
    """What shares the one demonstration city: readers before those who move its clock on for days. And whoever awaits
    comes before the browser of the journeys, which keeps its own loop open in this thread for as long as it lives.
    """
    if "tests/faults" in item.nodeid:
        return 4
    if "tests/journeys" not in item.nodeid:
        return 0
    if "test_left_alone" in item.nodeid:
        return 3
    return 1 if item.get_closest_marker("asyncio") else 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--knowing-time", action="store_true", help="only tests whose city begins at TEST_NOW")


def _knows_time(item: pytest.Item) -> bool:
    """Whether its city begins at the tests' moment: every one that has a database of the tests' own. Nobody lists
    them, so none is forgotten.
    """
    return "home" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("real_time")


def pytest_configure() -> None:
    memory.use()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a bare machine the tests of what is not there are left out; CI has everything and leaves nothing out."""
    items.sort(key=_turn)
    absent = {mark for mark, program in NEEDS.items() if not os.environ.get("CI") and not shutil.which(program)}
    of_time = config.getoption("--knowing-time")
    left_out = [
        item
        for item in items
        if any(item.get_closest_marker(mark) for mark in absent) or (of_time and not _knows_time(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_report_header() -> list[str]:
    return [
        f"no {program} here: tests marked {mark} are left out"
        for mark, program in NEEDS.items()
        if not shutil.which(program)
    ]


@dataclass
class Server:
    """A PostgreSQL to make databases in."""

    url: str
    _numbers: Iterator[int] = field(default_factory=count)

    def at(self, name: str) -> str:
        return postgres.at(self.url, name)

    async def copy(self, template: str, *, real_time: bool = False) -> str:
        """A new database like the template, by its URL; its city begins."""
        name = f"haochaping_test_{os.getpid()}_{next(self._numbers)}"
        await self.run(f"create database {name} template {template} strategy file_copy")
        await beginning.begin(self.at(name), real_time=real_time)
        return self.at(name)

    async def drop(self, url: str) -> None:
        await self.run(f"drop database if exists {urlsplit(url).path[1:]} with (force)")

    async def run(self, sql: str) -> None:
        await postgres.run(self.url, sql)


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A short path: the sockets of PostgreSQL and Redis live below it."""
    path = Path(tempfile.mkdtemp(prefix="haochaping-"))
    (path / "log").mkdir()
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[Server]:
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Server(url)
        return
    with postgres.running(home) as url:
        yield Server(url)


@pytest.fixture(scope="session")
def redis_server(home: Path) -> Iterator[str]:
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
        return
    socket = home / "redis.sock"
    process = up_redis.start(socket, log=home / "log" / "redis.log")
    try:
        asyncio.run(up_redis.wait_ready(socket, process))
        yield up_redis.url(socket)
    finally:
        end(process)


@dataclass(frozen=True)
class Templates:
    """The databases that all others are copies of: migrated and empty, or with the cast on stage."""

    empty: str
    city: str
    cast: Cast


@pytest.fixture(scope="session")
async def templates(server: Server) -> AsyncIterator[Templates]:
    """Migrated once, peopled once. TEST_TEMPLATE names a database of the server that is migrated already."""
    known, city = os.environ.get("TEST_TEMPLATE"), f"{TEMPLATE}_city"
    empty = known or await postgres.migrated(server.url, TEMPLATE)
    await server.run(f"create database {city} template {empty}")
    await beginning.begin(server.at(city))
    keys.use(keys.Keys.derive(MASTER))
    await storage.connect(server.at(city))
    cast = await assemble()
    await storage.close()
    yield Templates(empty, city, cast)
    for name in (city,) if known else (city, empty):
        await server.drop(server.at(name))


@pytest.fixture
async def database_url(request: pytest.FixtureRequest, server: Server, templates: Templates) -> AsyncIterator[str]:
    """A migrated database of this test's own: empty, or the test city where the test has a cast. Nobody is connected
    to it.
    """
    template = templates.city if "cast" in request.fixturenames else templates.empty
    url = await server.copy(template, real_time=bool(request.node.get_closest_marker("real_time")))
    yield url
    await server.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same, and this process is connected to it: use cases can be called."""
    keys.use(keys.Keys.derive(MASTER))
    forms.forget()
    calendar.forget()
    if known := sys.modules.get("views"):
        known.forget()
    await storage.connect(database_url)
    yield database_url
    await storage.close()


@pytest.fixture
async def redis_url(redis_server: str) -> str:
    """An empty Redis."""
    async with Redis.from_url(redis_server) as redis:
        await redis.flushall()
    return redis_server


def end(process: subprocess.Popen[bytes], farewell: signal.Signals = signal.SIGTERM) -> None:
    process.send_signal(farewell)
    process.wait(20)


@pytest.fixture
def cast(database: str, templates: Templates) -> Cast:
    """A test city with its people in this test's own database."""
    return Cast(dict(templates.cast.ids), dict(templates.cast.actors))


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Up]:
    """The whole demonstration city as `make up` starts it, once for all who need it: journeys, faults, newcomers."""
    place = Path(tempfile.mkdtemp(prefix="haochaping-demo-"))
    up = Up(place / "city", patience=900).start()
    yield up
    up.stop()
    shutil.rmtree(place, ignore_errors=True)
