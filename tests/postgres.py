"""A PostgreSQL of the tests' own: what a crash would lose nobody misses."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli import up_database, up_postgres


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
