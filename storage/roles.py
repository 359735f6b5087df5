"""The application's own role in PostgreSQL. Whoever owns the tables migrates them; web and worker only use them."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

APPLICATION: Final = "haochaping_app"
GRANTS: Final = Path(__file__).parent / "migrations" / "sql" / "application_role.sql"


async def grant(connection: asyncpg.Connection) -> None:
    """Make the role if there is none, and let it use what there is now. As the owner of the tables."""
    await connection.execute(GRANTS.read_text("utf-8"))


async def set_password(url: str, password: str) -> None:
    """The password the application signs in with; `url` is the owner's."""
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
    """The same database for the application's role, where no password is asked: an embedded server's own socket."""
    parts = urlsplit(url)
    _, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{APPLICATION}{at}{host}"))
