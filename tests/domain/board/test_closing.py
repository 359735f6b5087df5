"""The nights of a real city: what is written down as told, once and for good."""

import asyncio

import asyncpg
import pytest

from domain.actor import SYSTEM
from domain.board import close_nights
from domain.words import Level
from storage.transactions import execute, fetch
from tests.cast import Cast, pass_days


async def close() -> int:
    return await close_nights(by=SYSTEM)


async def counts(cast: Cast, family: str, kind: str = "AGENCY", place: str = "bureau") -> list[list[int]]:
    """What was told of a place, in order of the nights."""
    rows = await fetch(
        "select counts from board_told where scope = $1 and scope_id = $2 and family = $3 order by day",
        kind,
        cast.ids[place],
        family,
    )
    return [row["counts"] for row in rows]


async def rate(cast: Cast, many: int, level: Level = Level.VERY_SATISFIED) -> None:
    for _ in range(many):
        await cast.rate(level)


async def test_four_ratings_are_told_to_nobody_and_the_fifth_takes_them_along(cast: Cast) -> None:
    await rate(cast, 4)
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == []
    await rate(cast, 1)
    await close()
    assert await counts(cast, "ratings") == [], "today is not over"
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [5]]
    assert await counts(cast, "opinion") == [[0, 0], [5, 0]]


async def test_one_bad_rating_among_many_withholds_which_but_not_how_many(cast: Cast) -> None:
    await rate(cast, 9)
    await rate(cast, 1, Level.DISSATISFIED)
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [10]]
    assert await counts(cast, "opinion") == []
    assert await counts(cast, "levels") == []
    assert await counts(cast, "levels", "DISTRICT", "bay") == []


async def test_nights_that_nobody_closed_are_closed_later_each_for_itself(cast: Cast) -> None:
    await rate(cast, 5)
    await pass_days(1)
    await rate(cast, 6)
    await pass_days(3)
    assert await close() > 0
    assert await counts(cast, "ratings") == [[0], [5], [11]]
    assert await close() == 0, "twice tells nothing twice"


async def test_two_workers_at_once_are_one(cast: Cast) -> None:
    await rate(cast, 5)
    await pass_days(1)
    await asyncio.gather(close(), close(), close())
    assert await counts(cast, "ratings") == [[0], [5]]


async def test_what_became_void_is_taken_out_of_a_later_batch_and_never_of_a_told_one(cast: Cast) -> None:
    await rate(cast, 6)
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [6]]
    await execute("update tally_day set very_satisfied = very_satisfied - 1 where very_satisfied > 0")
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [6]], "one less would tell whose it was"
    await rate(cast, 5)
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [6]], "one less and five more are four"
    await rate(cast, 1)
    await pass_days(1)
    await close()
    assert await counts(cast, "ratings") == [[0], [6], [11]]


async def test_what_was_told_stands(cast: Cast) -> None:
    await rate(cast, 5)
    await pass_days(1)
    await close()
    for statement in ("update board_told set counts = '{0}'", "delete from board_told", "truncate board_night"):
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await execute(statement)
