"""The same data for all: founded by the product, then written by straight SQL into the product's own tables."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import asyncpg

from cli.up.postgres import Cluster
from domain import access, founding, keys
from domain.accounts import accounts
from domain.actor import SYSTEM
from domain.words import Role
from storage import database

SQL: Final = Path(__file__).with_name("sql")
CHAPTERS: Final = ("directory", "ratings", "orders", "tallies", "peers", "events")
DAYS: Final = 60
AGENCY: Final = "119901000000000001"
NUMBERED: Final = ("service_event", "invitation", "evaluation", "work_order")

Manner = Literal["reads", "writes", "listens"]


@dataclass(frozen=True, slots=True)
class Filled:
    """How much there is, since when, and who may ask."""

    ratings: int
    today: date
    form: int
    postgresql: str
    keys: Mapping[Manner, str]
    seconds: float

    @property
    def first_day(self) -> date:
        return self.today - timedelta(days=DAYS + 1)


async def fill(cluster: Cluster, secret: bytes, ratings: int) -> Filled:
    """Migrate, found, fill, engage whoever asks."""
    begun = time.perf_counter()
    await database.migrate(cluster.url())
    keys.use(keys.Keys.derive(secret))
    await database.connect(cluster.url())
    try:
        await founding.found("test", "滨海市")
        facts = await _write(cluster, ratings)
        engaged = await _engage()
    finally:
        await database.close()
    return Filled(ratings, *facts, engaged, seconds=time.perf_counter() - begun)


async def _write(cluster: Cluster, ratings: int) -> tuple[date, int, str]:
    """As the owner of the tables, with foreign keys unchecked while filling: the rows are right by construction."""
    connection: Any = await asyncpg.connect(cluster.url(user="postgres"))
    try:
        await connection.execute("set session_replication_role = replica; set role haochaping; set work_mem = '256MB'")
        today: date = await connection.fetchval("select city_today()")
        told = {"count": str(ratings), "days": str(DAYS), "day": f"date '{today}'"}
        for chapter in CHAPTERS:
            await connection.execute((SQL / f"{chapter}.sql").read_text("utf-8").format(**told))
        for table in NUMBERED:
            await connection.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}")
        await connection.execute("create sequence bench_next; reset role")
        await connection.execute("vacuum (analyze)")
        await connection.execute("checkpoint")
        form: int = await connection.fetchval("select id from form where scene = 'ONLINE' order by version limit 1")
        return today, form, await connection.fetchval("show server_version")
    finally:
        await connection.close()


async def _engage() -> dict[Manner, str]:
    """A supervisor reads, a channel submits, a subscriber listens."""
    await accounts.add("bench", "督办员", secrets.token_urlsafe(32), [Role.SUPERVISOR], agency=AGENCY, by=SYSTEM)
    return {
        "reads": await accounts.add_token("bench", "bench", by=SYSTEM),
        "writes": await access.add_client("bench", "CHANNEL", agency=AGENCY, channel="WEB_PORTAL"),
        "listens": await access.add_client("bench listener", "SUBSCRIBER"),
    }


def days_measured(filled: Filled) -> list[date]:
    """Thirty days in the middle, asked in turn."""
    return [filled.first_day + timedelta(days=n) for n in range(15, 45)]
