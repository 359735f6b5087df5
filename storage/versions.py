"""Compares the migrations that were applied with those this code has."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import asyncpg

from storage.transactions import fetch

MIGRATIONS: Final = Path(__file__).parent / "migrations"
APPLIED: Final = "select name from tortoise_migrations where app = 'models'"


def known() -> frozenset[str]:
    """The names of this code's migrations."""
    return frozenset(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def missing(applied: Iterable[str]) -> list[str]:
    """This code's migrations that are not among those applied, sorted."""
    return sorted(known() - frozenset(applied))


async def gap() -> tuple[list[str], list[str]]:
    """(migrations not applied yet, migrations only later code has). An empty database lacks all."""
    try:
        applied = {row["name"] for row in await fetch(APPLIED)}
    except asyncpg.UndefinedTableError:
        applied = set()
    return missing(applied), sorted(applied - known())
