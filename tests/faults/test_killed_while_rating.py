"""PostgreSQL is killed (-9) again and again while people rate: no stored rating is ever answered “not saved”.

KILLS=50 python -m pytest tests/faults/test_killed_while_rating.py kills it fifty times (some three minutes).
"""

import asyncio
import os
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from storage import database as storage
from tests.api.conftest import GRAPHQL
from tests.api.serving import served
from tests.api.test_the_database_goes_away import rate, ratings, stored
from tests.cast import Cast, assemble
from tests.mortal import City, living

KILLS = int(os.environ.get("KILLS", "5"))
RATINGS, CLIENTS = 48, 12
PAGE = {"User-Agent": "a phone", "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
SURE = ("EvaluationSubmitted", "thanks")


@pytest.fixture
async def city(home: Path) -> AsyncIterator[City]:
    async with living(Path(tempfile.mkdtemp(dir=home))) as city:
        yield city


@dataclass
class Round:
    """One burst: what is to be said, and what was told. Keys with an even number go by API, the others by page."""

    http: httpx.AsyncClient
    given: dict[str, dict[str, Any]]
    told: dict[str, str] = field(default_factory=dict)

    async def burst(self, city: City, after: int, pause: float) -> None:
        """The blow comes a moment after so many were told."""
        waiting = list(self.given)

        async def client() -> None:
            while waiting:
                key = waiting.pop()
                self.told[key] = await self.send(key)

        clients = asyncio.gather(*(client() for _ in range(CLIENTS)))
        while len(self.told) < after:
            await asyncio.sleep(0.001)
        await asyncio.sleep(pause)
        await city.kill_postgres()
        await clients
        await city.start_postgres()

    async def send(self, key: str, *, anew: bool = False) -> str:
        """A type of the union or a sentence; of a page `thanks` or its words. `anew`: as a form that was reopened."""
        if int(key.rpartition(" ")[2]) % 2 == 0:
            return (await rate(self.http, self.given[key]))[1]
        said = self.given[key]
        form = {"level": said["level"], "tags": said["tags"], "identity_asked": "1", "hidden": "1"}
        form |= {"key": f"{key} anew" if anew else key}
        answer = await self.http.post(f"/rate/{said['token']}", data=form, headers=PAGE)
        if answer.status_code == 303:
            assert answer.headers["location"].endswith("?thanks=1")
            return "thanks"
        assert answer.status_code in (503, 409), answer.text
        return "used" if answer.status_code == 409 else answer.text

    async def settle(self, key: str) -> str:
        """The same again until the answer is sure."""
        async with asyncio.timeout(20):
            while (told := await self.send(key, anew=self.told[key] not in SURE)) not in (*SURE, "used"):
                await asyncio.sleep(0.1)
        return told


def denied(told: str) -> bool:
    return "Nothing was saved" in told or "nothing was changed" in told.lower()


async def test_whoever_was_not_told_that_it_is_saved_is_never_told_that_it_is_not(
    city: City, redis_url: str, home: Path
) -> None:
    cast, chance, seen = await assemble(), random.Random(8), Counter[str]()
    expected: set[str] = set()
    with served(city.url(), redis_url, home) as serving:
        headers = {"Accept": GRAPHQL, "Accept-Language": "en"}
        async with httpx.AsyncClient(base_url=serving.url, headers=headers, timeout=40) as http:
            for number in range(KILLS):
                burst = Round(http, await _given(city, cast, number))
                await burst.burst(city, after=chance.randrange(RATINGS // 2), pause=chance.uniform(0.0, 0.02))
                await _compare(city, burst, seen)
                expected |= set(burst.given)
                assert await _kept(city) == expected
    await storage.connect(city.url())
    print(f"{KILLS} kills: {dict(seen)}")
    assert seen["sure"], "every kill came too early"
    assert seen["unsure"], "every kill came too late"


async def _given(city: City, cast: Cast, number: int) -> dict[str, dict[str, Any]]:
    await storage.connect(city.url())
    tokens = [(await cast.event()).token for _ in range(RATINGS)]
    await storage.close()
    given = ratings(tokens)
    return {f"kill {number} {key}": {**said, "idempotencyKey": f"kill {number} {key}"} for key, said in given.items()}


async def _kept(city: City) -> set[str]:
    return {key.removesuffix(" anew") for key in await stored(city)}


async def _compare(city: City, burst: Round, seen: "Counter[str]") -> None:
    """Every answer with the rows; then all is sent again, and each is thanked for once."""
    kept = await _kept(city)
    sure = {key for key, told in burst.told.items() if told in SURE}
    no = {key for key, told in burst.told.items() if denied(told)}
    assert len(burst.told) == RATINGS
    assert sure <= kept, "acknowledged and lost"
    assert not no & kept, "stored, and told that it was not"
    seen.update(sure=len(sure), no=len(no), unsure=RATINGS - len(sure) - len(no))
    seen.update(stored_though_unsure=len(kept & set(burst.given)) - len(sure))
    for key in burst.given:
        assert await burst.settle(key) in SURE, f"{key} met a closed door"
