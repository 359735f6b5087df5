"""PostgreSQL dies or falls silent amid a stream of ratings: none without its effects, and the key tells the truth."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from storage import database as storage
from tests.api.conftest import GRAPHQL, opened
from tests.api.serving import ROOT, free_port, served
from tests.api.test_evaluations import SUBMIT
from tests.cast import assemble
from tests.conftest import MASTER
from tests.mortal import City, living

RATINGS, CLIENTS = 150, 12

# What stands beside every rating that is stored; `bad` ones have an order with its three terms.
EFFECTS = """
select count(*) as ratings, count(*) filter (where level like '%DISSATISFIED') as bad,
  (select coalesce(sum(very_satisfied + satisfied + fairly_satisfied + dissatisfied + very_dissatisfied), 0)
   from tally_day where scope = 'CITY') as tallied,
  (select count(*) from outbox where kind = 'evaluation.submitted') as told,
  (select count(distinct evaluation_id) from work_order) as orders,
  (select count(*) from deadline where generation = 1 and kind in ('SIGN', 'CONTACT', 'RECTIFY')) as terms,
  (select count(*) from evaluation_tag) as tags,
  (select coalesce(sum(count), 0) from tally_tag where scope = 'CITY') as tags_tallied
from evaluation
"""


@pytest.fixture
async def city(home: Path) -> AsyncIterator[City]:
    async with living(Path(tempfile.mkdtemp(dir=home))) as city:
        yield city


async def stored(city: City) -> set[str]:
    """The keys of what is stored, after a look that nothing of it is half done."""
    connection = await asyncpg.connect(city.url())
    try:
        found = await connection.fetchrow(EFFECTS)
        keys = {row[0] for row in await connection.fetch("select idempotency_key from evaluation")}
    finally:
        await connection.close()
    assert found is not None
    assert found["ratings"] == found["tallied"] == found["told"] == len(keys)
    assert found["bad"] == found["orders"] == found["terms"] / 3 == found["tags"] == found["tags_tallied"]
    return keys


def ratings(tokens: list[str]) -> dict[str, dict[str, Any]]:
    """By key; every second one bad."""
    said = [("DISSATISFIED", ["208"]), ("SATISFIED", [])]
    return {
        f"key {n}": {"token": token, "entry": "RECEIPT_QR", "level": level, "tags": tags, "idempotencyKey": f"key {n}"}
        for n, token in enumerate(tokens)
        for level, tags in (said[n % 2],)
    }


async def rate(http: httpx.AsyncClient, given: dict[str, Any]) -> tuple[int, str]:
    """Status, and what was told: a type of the union, or the sentence of a clear refusal."""
    answer = await http.post("/graphql", json={"query": SUBMIT, "variables": {"input": given}})
    if answer.status_code == 200:
        return 200, str(answer.json()["data"]["submitEvaluation"]["__typename"])
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (503, "UNAVAILABLE"), answer.text
    assert answer.headers["Retry-After"]
    return 503, str(error["message"])


async def test_a_crash_in_the_middle_of_a_stream_leaves_nothing_half_done(
    city: City, redis_url: str, home: Path
) -> None:
    cast = await assemble()
    given = ratings([(await cast.event()).token for _ in range(RATINGS)])
    await storage.close()
    told: dict[str, tuple[int, str]] = {}
    waiting = list(given)

    async def client(http: httpx.AsyncClient) -> None:
        while waiting:
            key = waiting.pop()
            told[key] = await rate(http, given[key])

    with served(city.url(), redis_url, home) as serving:
        headers = {"Accept": GRAPHQL, "Accept-Language": "en"}
        async with httpx.AsyncClient(base_url=serving.url, headers=headers, timeout=40) as http:
            stream = asyncio.gather(*(client(http) for _ in range(CLIENTS)))
            while len(told) < RATINGS // 4:
                await asyncio.sleep(0.001)
            await city.crash_postgres()
            await stream
            await city.start_postgres()
            kept = await stored(city)
            good = {key for key, (status, _) in told.items() if status == 200}
            denied = {key for key, (_, sentence) in told.items() if "Nothing was saved" in sentence}
            assert {told[key][1] for key in good} == {"EvaluationSubmitted"}
            assert len(good) >= RATINGS // 4
            assert len(good) < RATINGS, "the crash came too late"
            assert good <= kept, "acknowledged and lost"
            assert not denied & kept, "stored, and told that it was not"
            for key in given:
                assert await _until_answered(http, given[key]) == "EvaluationSubmitted"
    assert await stored(city) == set(given)
    await storage.connect(city.url())


async def _until_answered(http: httpx.AsyncClient, given: dict[str, Any]) -> str:
    """The same key again, as long as the answer is to come again."""
    async with asyncio.timeout(20):
        while (told := await rate(http, given))[0] != 200:
            await asyncio.sleep(0.1)
    return told[1]


async def test_a_database_that_falls_silent_is_answered_in_time_and_the_key_tells_the_truth(city: City) -> None:
    """It is stopped, not gone: no connection breaks, and no answer comes. Nobody waits longer than a batch may take."""
    cast = await assemble()
    given = ratings([(await cast.event()).token for _ in range(6)])
    first, *rest = given
    async with opened(city.url(), cast) as api:
        api.door.batches.submissions.seconds = 0.5
        api.http.headers["Accept-Language"] = "en"
        for _ in range(2):
            assert await rate(api.http, given[first]) == (200, "EvaluationSubmitted")
        with city.frozen_postgres():
            async with asyncio.timeout(10):
                told = await asyncio.gather(*(rate(api.http, given[key]) for key in rest))
        assert {status for status, _ in told} == {503}
        assert all("is not known" in sentence for _, sentence in told)
        assert first in await stored(city)
        for key in given:
            assert await _until_answered(api.http, given[key]) == "EvaluationSubmitted"
        assert await stored(city) == set(given)


def test_a_start_that_finds_no_database_ends_and_says_so(redis_url: str, tmp_path: Path) -> None:
    """A server that lived on after a failed start would refuse everybody for ever."""
    told = {"DATABASE_URL": f"postgresql://nobody@/none?host={tmp_path}", "REDIS_URL": redis_url}
    told |= {"SECRET_KEY": MASTER.hex(), "CITY_KIND": "test", "PORT": str(free_port()), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "cli.main", "serve"]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert "startup failed" in ended.stderr
