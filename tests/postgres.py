"""A PostgreSQL of the tests' own: what a crash would lose nobody misses."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from cli.up import database as up_database
from cli.up import postgres as up_postgres
from storage import database as storage


@contextmanager
def running(home: Path) -> Iterator[str]:
    """A new cluster in this directory, by the URL of its first database."""
    cluster = up_postgres.Cluster(home, durable=False)
    up_postgres.create(cluster)
    process = up_postgres.start(cluster)
    try:
        asyncio.run(up_postgres.wait_ready(cluster, process))
        asyncio.run(up_database.prepare(cluster))
        yield cluster.url()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def at(url: str, name: str) -> str:
    """Another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


async def run(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def migrated(url: str, name: str) -> str:
    """A new database with all tables and nothing in them; its name."""
    await run(url, f"create database {name}")
    await storage.migrate(at(url, name))
    return name
