"""The whole house as it is put together: what stands at its fixed addresses, and what it tells nobody."""

from pathlib import Path

import httpx
import pytest

import app
import settings
from web import city

ENVIRONMENT = {"DATABASE_URL": "postgresql://nobody@/x", "REDIS_URL": "unix:///x", "SECRET_KEY": "00" * 32}


@pytest.fixture
def house() -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app.app, raise_app_exceptions=False, client=("127.0.0.1", 40000))
    return httpx.AsyncClient(transport=transport, base_url="http://haochaping.test")


async def test_an_address_with_a_slash_too_many_sends_nobody_to_the_host_a_request_named(
    house: httpx.AsyncClient,
) -> None:
    answer = await house.get("/board/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/board")
    assert "evil.example" not in answer.text


async def test_search_engines_are_kept_from_proofs_receipts_and_desks(house: httpx.AsyncClient) -> None:
    told = (await house.get("/robots.txt")).text.splitlines()
    assert told == ["User-agent: *", *(f"Disallow: {at}" for at in ("/rate", "/progress", "/admin", "/graphql"))]


@pytest.mark.parametrize("path", ["/rate/x", "/progress", "/progress/0000-0000-0000"])
async def test_a_rating_and_its_progress_are_not_to_be_indexed(house: httpx.AsyncClient, path: str) -> None:
    assert (await house.get(path)).headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in (await house.get("/")).headers


@pytest.mark.parametrize(
    ("environment", "token", "given", "status"),
    [
        ("production", "", "", 404),
        ("production", "", "Bearer ", 404),
        ("production", "secret", "", 404),
        ("production", "secret", "Bearer other", 404),
        ("production", "secret", "Bearer secret", 200),
        ("development", "", "", 200),
        ("development", "secret", "", 404),
    ],
)
async def test_figures_of_the_machine_are_for_the_holder_of_the_token(
    house: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, environment: str, token: str, given: str, status: int
) -> None:
    here = settings.read({**ENVIRONMENT, "ENVIRONMENT": environment, "METRICS_TOKEN": token})
    monkeypatch.setattr(settings, "current", lambda: here)

    async def none_waiting() -> int:
        return 0

    monkeypatch.setattr("probes._waiting", none_waiting)
    assert (await house.get("/metrics", headers={"Authorization": given} if given else {})).status_code == status


def test_a_real_city_has_the_name_it_was_given_and_is_no_demonstration(tmp_path: Path) -> None:
    here = settings.read({**ENVIRONMENT, "CITY_KIND": "production", "CITY_NAME": "东海市", "DATA_DIR": str(tmp_path)})
    real = city.of(here.city_kind, here.city_name)
    assert (real.name, real.demonstration) == ("东海市", False)
    assert city.of("demonstration", "滨海市") is city.DEMONSTRATION
    assert city.of("production").name == ""
