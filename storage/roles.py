"""The application's role in PostgreSQL: the tables' owner migrates them, web and worker use them."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

APPLICATION: Final = "haochaping_app"
GRANTS: Final = Path(__file__).parent / "migrations" / "sql" / "application_role.sql"


async def grant(connection: asyncpg.Connection) -> None:
    """Make the role if it is missing, and grant it the present tables. Run it as their owner."""
    await connection.execute(GRANTS.read_text("utf-8"))


async def set_password(url: str, password: str) -> None:
    """Set the password of the application's role; `url` is the owner's."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            await connection.fetchval(
                "select format('alter role %I password %L', $1::text, $2::text)", APPLICATION, password
            )
        )
    finally:
        await connection.close()


def as_application(url: str) -> str:
    """The URL of the same database for the application's role, without a password.

    For an embedded server, whose own socket asks for none.
    """
    parts = urlsplit(url)
    _, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{APPLICATION}{at}{host}"))
