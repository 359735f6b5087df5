"""Connections and migrations. PostgreSQL is the only database, so its features may be used."""

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

# No transaction may idle with locks, or wait for one longer than a request may take. Migrations may do both.
WRITING: Final = {
    "application_name": "haochaping writing",
    "idle_in_transaction_session_timeout": "15000",
    "lock_timeout": "10000",
}


def config(url: str, *, connections: int = 10, settings: Mapping[str, str] = NO_SETTINGS) -> dict[str, Any]:
    """Tortoise's configuration for one URL.

    Connections are not reset on release, because sessions keep no state (docs/performance.md, 5).
    """
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
    """Open the pool of this process; all its tasks use it."""
    chosen = config(url, connections=connections, settings=WRITING)
    await Tortoise.init(config=chosen, _enable_global_fallback=True)


async def close() -> None:
    """Close the connections of this process."""
    await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Apply missing migrations and grant the application its rights.

    Two deployments at once wait for each other by an advisory lock, because tortoise takes none.
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
    """Do nothing: sessions keep no state, so a release needs no round trip."""


def _credentials(url: str) -> dict[str, Any]:
    """The parts of a libpq URL; `?host=` may name a socket directory."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "host": query["host"][0] if "host" in query else parts.hostname,
        "port": int(query["port"][0]) if "port" in query else parts.port or 5432,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
    }
