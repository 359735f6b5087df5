"""Connections and migrations. PostgreSQL is the only database, so its features are ours to use."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as apply_migrations

from storage import roles

APP = "models"
MIGRATION_LOCK = 7_201_926_001
NO_SETTINGS: Final[Mapping[str, str]] = {}

# Nobody holds locks while thinking, and nobody waits for one longer than a request may take. Migrations may do both.
WRITING: Final = {
    "application_name": "haochaping writing",
    "idle_in_transaction_session_timeout": "15000",
    "lock_timeout": "10000",
}


def config(url: str, *, connections: int = 10, settings: Mapping[str, str] = NO_SETTINGS) -> dict[str, Any]:
    """Tortoise's configuration for one URL. No reset on release: sessions are stateless (docs/performance.md, 5)."""
    pool = {"minsize": 1, "maxsize": connections, "reset": _no_reset, "server_settings": dict(settings)}
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.asyncpg",
                "credentials": _credentials(url) | pool,
            }
        },
        "apps": {APP: {"models": ["storage.models"], "migrations": "storage.migrations"}},
        "use_tz": True,
        "timezone": "Asia/Shanghai",
    }


async def connect(url: str, *, connections: int = 10) -> None:
    """Open the pool for this process; every task of it finds the pool."""
    chosen = config(url, connections=connections, settings=WRITING)
    await Tortoise.init(config=chosen, _enable_global_fallback=True)


async def close() -> None:
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Apply what is missing, and let the application use it. Two deployments at once wait for each other: tortoise
    itself takes no lock.
    """
    guard = await asyncpg.connect(url)
    try:
        await guard.execute("select pg_advisory_lock($1)", MIGRATION_LOCK)
        await apply_migrations(config=config(url))
        await roles.grant(guard)
    finally:
        await Tortoise.close_connections()
        await asyncio.shield(guard.close())


async def _no_reset(connection: object) -> None:
    """Sessions keep no state, so a release needs no round trip."""


def _credentials(url: str) -> dict[str, Any]:
    """The parts of a libpq URL; a socket directory stands in `?host=`."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "host": query["host"][0] if "host" in query else parts.hostname,
        "port": int(query["port"][0]) if "port" in query else parts.port or 5432,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
    }
