"""Pages of other houses: a browser may use the API from registered origins only, with the key of that client."""

from typing import Any

import httpx
import pytest

from domain.actor import SYSTEM
from domain.clients import clients
from storage.transactions import fetch_value
from tests.api.conftest import ADDRESS, Api
from tests.api.test_evaluations import SUBMIT

PORTAL, OTHER, STRANGER = "https://portal.example", "https://app.example", "https://evil.example"
READ = "{ districts { code } }"


async def channel(api: Api, name: str, *origins: str) -> str:
    new = await clients.register(name, "CHANNEL", by=SYSTEM)
    await clients.set_origins(new.id, origins, by=SYSTEM)
    return new.key


async def post(api: Api, origin: str | None, key: str = "", query: str = READ, **variables: Any) -> httpx.Response:
    headers = {"Accept-Language": "en"} | ({"Origin": origin} if origin else {})
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    return await api.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


async def preflight(api: Api, origin: str) -> httpx.Response:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    return await api.http.options("/graphql", headers={"Origin": origin, **asks})


async def test_a_page_of_a_registered_origin_may_ask_and_read(api: Api) -> None:
    key = await channel(api, "门户", PORTAL)
    before = await preflight(api, PORTAL)
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["Access-Control-Allow-Origin"] == PORTAL
    allowed = before.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "accept-language", "x-role"))
    assert "Access-Control-Allow-Credentials" not in before.headers
    answer = await post(api, PORTAL, key)
    assert answer.json()["data"]["districts"]
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert "Origin" in answer.headers["Vary"]


async def test_a_foreign_origin_is_refused_before_and_at_the_request(api: Api) -> None:
    key = await channel(api, "门户", PORTAL)
    for answer in (await preflight(api, STRANGER), await post(api, STRANGER, key), await post(api, STRANGER)):
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert "Access-Control-Allow-Origin" not in answer.headers
    said = (await post(api, STRANGER, key)).json()["errors"][0]["message"]
    assert said.startswith("The origin of this page is not registered")


async def test_a_key_is_used_from_its_own_clients_pages_only(api: Api) -> None:
    first, second = await channel(api, "门户", PORTAL), await channel(api, "应用", OTHER)
    assert (await post(api, OTHER, second)).status_code == 200
    crossed = await post(api, OTHER, first)
    assert (crossed.status_code, crossed.headers["Access-Control-Allow-Origin"]) == (403, OTHER)
    personal = await post(api, PORTAL, await api.key("officer"))
    assert personal.status_code == 403


async def test_without_a_key_registered_pages_may_show_and_rate_and_strangers_may_not(api: Api) -> None:
    await channel(api, "门户", PORTAL)
    assert (await post(api, PORTAL)).json()["data"]["districts"]
    given = {"token": (await api.cast.event()).token, "entry": "RECEIPT_QR", "level": "SATISFIED"}
    assert (await post(api, STRANGER, query=SUBMIT, input=given)).status_code == 403
    assert await fetch_value("select count(*) from evaluation") == 0
    assert (await post(api, PORTAL, query=SUBMIT, input=given)).status_code == 200
    assert await fetch_value("select count(*) from evaluation") == 1


@pytest.mark.parametrize("origin", [None, ADDRESS])
async def test_servers_and_our_own_pages_need_no_registration(api: Api, origin: str | None) -> None:
    answer = await post(api, origin)
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_refusals_can_be_read_by_the_page_that_caused_them(api: Api) -> None:
    await channel(api, "门户", PORTAL)
    wrong = await post(api, PORTAL, "hck_wrong")
    assert (wrong.status_code, wrong.headers["Access-Control-Allow-Origin"]) == (401, PORTAL)
    answer = await api.http.post(
        "/graphql", content="{", headers={"Origin": PORTAL, "Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (400, PORTAL)


@pytest.mark.parametrize(
    "origin", ["null", "", "https://portal.example.evil.example", "http://portal.example", "x" * 500]
)
async def test_what_only_looks_like_a_registered_origin_is_foreign(api: Api, origin: str) -> None:
    await channel(api, "门户", PORTAL)
    assert (await preflight(api, origin)).status_code == 403
    assert (await post(api, origin or " ")).status_code == 403


async def test_options_without_an_origin_is_still_no_method_of_ours(api: Api) -> None:
    assert (await api.http.options("/graphql")).status_code == 405
