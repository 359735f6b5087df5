"""Whether the tables are those of this code: every migration applied, and none of a later code."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import asyncpg

from storage.transactions import fetch

MIGRATIONS: Final = Path(__file__).parent / "migrations"
APPLIED: Final = "select name from tortoise_migrations where app = 'models'"


def known() -> frozenset[str]:
    """The migrations of this code."""
    return frozenset(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def missing(applied: Iterable[str]) -> list[str]:
    return sorted(known() - frozenset(applied))


async def gap() -> tuple[list[str], list[str]]:
    """(what is not applied yet, what only a later code knows). An empty database lacks all of them."""
    try:
        applied = {row["name"] for row in await fetch(APPLIED)}
    except asyncpg.UndefinedTableError:
        applied = set()
    return missing(applied), sorted(applied - known())
