"""Ready is who can serve: an old process on new tables, or a new one on old tables, cannot."""

import httpx
import pytest

import app
from storage import database as storage
from storage import versions
from storage.transactions import execute
from tests import postgres
from tests.cast import Cast
from tests.conftest import Server


@pytest.fixture
def house() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app.app), base_url="http://haochaping.test")


async def test_a_city_with_todays_tables_is_ready(cast: Cast, house: httpx.AsyncClient) -> None:
    answer = await house.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


async def test_a_half_migrated_database_is_not_ready_and_says_what_to_run(cast: Cast, house: httpx.AsyncClient) -> None:
    last = max(versions.known())
    await execute("delete from tortoise_migrations where name = $1", last)
    answer = await house.get("/readyz")
    assert answer.status_code == 503
    assert f"run haochaping migrate: {last}" in answer.text


async def test_a_database_of_later_code_is_not_ready(cast: Cast, house: httpx.AsyncClient) -> None:
    await execute("insert into tortoise_migrations (app, name, applied_at) values ('models', '9999_later', now())")
    answer = await house.get("/readyz")
    assert (answer.status_code, "9999_later" in answer.text) == (503, True)


async def test_a_city_that_was_never_founded_is_not_ready(cast: Cast, house: httpx.AsyncClient) -> None:
    await execute("delete from city_clock")
    assert (await house.get("/readyz")).status_code == 503


async def test_an_empty_database_is_not_ready(server: Server, house: httpx.AsyncClient) -> None:
    await postgres.run(server.url, "create database haochaping_unmigrated")
    try:
        await storage.connect(server.at("haochaping_unmigrated"))
        answer = await house.get("/readyz")
        assert (answer.status_code, "haochaping migrate" in answer.text) == (503, True)
    finally:
        await storage.close()
        await server.drop(server.at("haochaping_unmigrated"))
