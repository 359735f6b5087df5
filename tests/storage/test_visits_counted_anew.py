"""A city that is in use before the migration has its visits counted as if it had always been there."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from domain import clock
from domain.actor import PUBLIC
from domain.evaluations import Submission, submit_one
from domain.moderation import moderate
from domain.words import Level
from domain.words import ModerationAction as A
from storage.transactions import execute, fetch, transaction
from tests.cast import Cast

SQL = Path("storage/migrations/sql/0009_visits.sql").read_text("utf-8")
BEFORE = "alter table tally_day drop column rated; drop table tally_late"
DAYS = "select scope, scope_id, day, rated from tally_day order by 1, 2, 3"
LATE = "select scope, scope_id, day, rated_on, count from tally_late where count <> 0 order by 1, 2, 3, 4"


async def counted() -> list[tuple[Any, ...]]:
    return [tuple(row) for sql in (DAYS, LATE) for row in await fetch(sql)]


async def test_what_was_rated_before_is_counted_at_its_visit(cast: Cast) -> None:
    ratings = []
    for days in (0, 1, 1, 9):
        event = await cast.event(at=await clock.now() - timedelta(days=days))
        ratings.append(await submit_one(Submission(event.token, Level.SATISFIED, PUBLIC)))
    await cast.event(at=await clock.now() - timedelta(days=3))
    await moderate([ratings[1].evaluation_id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    await moderate([ratings[1].evaluation_id], A.MAKE_VOID, reason="当天没有这次办理", by=cast["reviewer"])
    with suppress(InterruptedError):
        async with transaction():
            live = await counted()
            await execute(BEFORE)
            await execute(SQL)
            assert await counted() == live
            assert sum(row[3] for row in live if row[0] == "CITY" and len(row) == 4) == 3
            raise InterruptedError
