"""The application's own role and database inside the embedded cluster."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from cli.up.postgres import NAME, Cluster


async def prepare(cluster: Cluster) -> None:
    """Make an ordinary role for the application and its database, if there are none."""
    async with _superuser(cluster) as connection:
        if not await connection.fetchval("select true from pg_roles where rolname = $1", NAME):
            await connection.execute(f"create role {NAME} login createrole createdb")
        if not await connection.fetchval("select true from pg_database where datname = $1", NAME):
            await connection.execute(f"create database {NAME} owner {NAME}")


@asynccontextmanager
async def _superuser(cluster: Cluster) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(cluster.url("postgres", "postgres"))
    try:
        yield connection
    finally:
        await connection.close()
