"""Two at once on the same rows: never in a circle, and whoever gives way is told to come again."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg

from domain import clock, pulse, work_orders
from domain.collecting import NewServiceEvent, record
from domain.evaluations import Submission, submit
from domain.faults import is_outage, is_poison, is_rolled_back
from domain.tallies import CountedAt, Tally
from domain.vault import Identity
from domain.words import Entry, Level, RatingKind, Stage
from storage.together import WriteStep, carry_out
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import BUREAU, Cast, column


async def test_a_term_that_runs_out_while_its_order_is_being_moved_waits_for_nobody(cast: Cast, database: str) -> None:
    """The officer has locked the order and meets its term; the sweep leaves the order to the next sweep."""
    order_id = await cast.order()
    deadline = await fetch_value("select id from deadline where kind = 'SIGN'")
    await clock.shift(timedelta(days=9))
    officer = await asyncpg.connect(database)
    try:
        async with officer.transaction():
            await officer.execute("select from work_order where id = $1 for update", order_id)
            sweep = asyncio.create_task(work_orders.expire([deadline]))
            await asyncio.sleep(0.3)
            await officer.execute("update deadline set met_at = city_now() where id = $1", deadline)
        assert not await sweep
    finally:
        await officer.close()
    assert await fetch_value("select fired_at from deadline where id = $1", deadline) is None


async def test_the_sweep_takes_another_term_while_an_order_is_being_moved(cast: Cast, database: str) -> None:
    held, free = await cast.order(), await cast.order()
    last = await fetch_value("select max(due_at) from deadline where kind = 'SIGN'")
    await clock.shift(last + timedelta(minutes=1) - await clock.now())
    officer = await asyncpg.connect(database)
    try:
        async with officer.transaction():
            await officer.execute("select from work_order where id = $1 for update", held)
            async with asyncio.timeout(5):
                await pulse.expire_all()
    finally:
        await officer.close()
    fired = await column("select distinct subject_id from deadline where fired_at is not null")
    assert fired == [free]


async def test_batches_store_in_one_order_whatever_order_they_came_in(cast: Cast) -> None:
    now = await clock.now()
    events = [
        NewServiceEvent(
            f"BH-{n}", 1, Stage.ONLINE, "S-CARD", BUREAU, now, rater=Identity("赵评", None, f"1380000000{n}")
        )
        for n in (3, 1, 2)
    ]
    outcomes = await record(events, by=cast["business"])
    assert await column("select case_number from service_event order by id") == ["BH-1", "BH-2", "BH-3"]
    said = [Submission(o.token, Level.SATISFIED, cast["public"]) for o in outcomes]  # type: ignore[union-attr]
    rated = await submit(said)
    stored = await column("select service_event_id from evaluation order by id")
    assert stored == sorted(stored)
    assert [r.evaluation_id for r in rated] == [3, 1, 2]  # type: ignore[union-attr]
    async with transaction():
        await execute("set local role haochaping_vault")
        refs = [row["ref"] for row in await fetch("select ref from vault.identity order by ctid")]
        await execute("set local role none")
    assert refs == sorted(refs)


async def test_tallies_are_written_in_one_order_whatever_order_they_were_counted_in(cast: Cast) -> None:
    """Two batches that count in the same places wait for each other, never in a circle."""
    now = await clock.now()
    places = [CountedAt(cast.ids["bay"], cast.ids["bureau"], service, None, None) for service in (7, 30, 200)]

    async def written(order: list[CountedAt]) -> list[tuple[Any, ...]]:
        counted = Tally()
        for place in order:
            counted.add_rating(
                place,
                now,
                now.date(),
                visited_at=now - timedelta(days=3),
                level=Level.DISSATISFIED,
                kind=RatingKind.VOLUNTARY,
                entry=Entry.RECEIPT_QR,
                tags=[1, 2] if order is places else [2, 1],
                dimensions=[(3, Level.SATISFIED)],
            )
        found: list[tuple[Any, ...]] = []
        async with transaction():
            await counted.write()
            for table in ("tally_day", "tally_late", "tally_hour", "tally_tag", "tally_dimension"):
                key = "scope, scope_id" + {"tally_tag": ", tag_id", "tally_dimension": ", dimension_id"}.get(table, "")
                found += [tuple(row) for row in await fetch(f"select {key} from {table} order by ctid")]
                await execute(f"truncate {table}")
        return found

    assert await written(places) == await written(places[::-1])


async def test_tallies_are_locked_in_one_order_in_whatever_company_they_are_written(cast: Cast) -> None:
    """A void rating writes its tallies alone, a batch writes them beside the ratings: never in a circle."""
    now = await clock.now()
    counted = Tally()
    for service in range(3):
        counted.add_rating(
            CountedAt(cast.ids["bay"], cast.ids["bureau"], service, None, None),
            now,
            now.date(),
            visited_at=now - timedelta(days=3),
            level=Level.DISSATISFIED,
            kind=RatingKind.VOLUNTARY,
            entry=Entry.RECEIPT_QR,
            tags=[1, 2],
            dimensions=[(3, Level.SATISFIED)],
        )
    company = WriteStep(
        "update city_clock set pulse_at = now() where pulse_at > $1::timestamptz", (now + timedelta(days=9),)
    )

    async def alone() -> None:
        for _ in range(150):
            async with transaction():
                await counted.write()

    async def beside() -> None:
        for _ in range(150):
            await carry_out([company, *counted.steps()])

    await asyncio.gather(alone(), beside(), alone(), beside())
    counts = await column("select rated + very_satisfied + dissatisfied from tally_day where scope = 'CITY'")
    assert counts == [1800, 1800], "the day of the visits, and the day of their ratings"


def test_who_gives_way_comes_again_and_a_misuse_is_no_outage() -> None:
    for error in (asyncpg.DeadlockDetectedError(""), asyncpg.LockNotAvailableError("")):
        assert is_outage(error)
        assert is_rolled_back(error)
        assert not is_poison(error)
    for away in (
        asyncpg.CrashShutdownError(""),
        asyncpg.TooManyConnectionsError(""),
        asyncpg.IdleInTransactionSessionTimeoutError(""),
        asyncpg.InterfaceError("cannot perform operation: connection is closed"),
    ):
        assert is_outage(away)
        assert not is_rolled_back(away)
    assert not is_outage(asyncpg.InterfaceError("another operation is in progress"))
