"""Server-sent events: the same streams over one request each, and refusals with their status before anything began."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from domain.actor import SYSTEM
from domain.clients import clients
from tests.api.streaming.conftest import EVENTS, City

STREAM = {"Accept": "text/event-stream"}


class Line:
    """What comes over one request."""

    def __init__(self, answer: httpx.Response) -> None:
        self.lines = answer.aiter_lines()

    async def event(self, within: float = 10.0) -> tuple[str, Any]:
        """The next event and its data; breaths are passed over."""
        name = ""
        async with asyncio.timeout(within):
            async for line in self.lines:
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data:"):
                    data = line.removeprefix("data:").strip()
                    return name, json.loads(data) if data else None
        raise AssertionError("the line ended")


@asynccontextmanager
async def opened(city: City, query: str = EVENTS, *, get: bool = False, **variables: Any) -> AsyncIterator[Line]:
    headers = STREAM | {"Authorization": f"Bearer {await city.key()}"}
    body = {"query": query, "variables": variables}
    async with httpx.AsyncClient(timeout=20) as http:
        if get:
            asked = {"params": {"query": query, "variables": json.dumps(variables)}}
            request = http.stream("GET", f"{city.url}/graphql", headers=headers, **asked)  # type: ignore[arg-type]
        else:
            request = http.stream("POST", f"{city.url}/graphql", headers=headers, json=body)
        async with request as answer:
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            yield Line(answer)


async def test_first_the_backlog_then_live(city: City) -> None:
    await city.cast.order()
    await city.relay()
    for get in (False, True):
        async with opened(city, get=get, after="0") as line:
            backlog = await city.visible()
            await city.cast.rate()
            await city.relay()
            heard = [(await line.event())[1]["data"]["ratingEvents"]["position"] for _ in await city.visible()]
            assert heard == await city.visible()
            assert heard[: len(backlog)] == backlog


async def test_a_query_over_the_stream_answers_once_and_completes(city: City) -> None:
    async with opened(city, "{ viewer { name } }") as line:
        assert (await line.event())[1]["data"] == {"viewer": {"name": "subscriber of the streams"}}
        assert (await line.event())[0] == "complete"


async def test_a_refusal_before_the_beginning_has_its_status(city: City) -> None:
    key = {"Authorization": f"Bearer {await city.key()}"}
    async with httpx.AsyncClient(headers=STREAM) as http:
        for query, headers, status, code in (
            (EVENTS, {}, 403, "FORBIDDEN"),
            (EVENTS, {"Authorization": "Bearer wrong"}, 401, "UNAUTHENTICATED"),
            ("subscription { nothing }", key, 400, "BAD_DOCUMENT"),
            ('subscription { ratingEvents(after: "9999") { id } }', key, 400, "BAD_CURSOR"),
        ):
            answer = await http.post(f"{city.url}/graphql", json={"query": query}, headers=headers)
            assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


async def test_a_revoked_key_ends_the_stream(city: City) -> None:
    async with opened(city) as line:
        await clients.set_enabled(await clients.id_of("subscriber of the streams"), False, by=SYSTEM)
        name, data = await line.event()
        assert (name, data["errors"][0]["extensions"]["code"]) == ("next", "UNAUTHENTICATED")
        assert (await line.event())[0] == "complete"


async def test_whoever_listens_to_the_same_question_shares_what_is_read(city: City, caplog: Any) -> None:
    """Two hundred listeners of one question, one reading: the whole is told within a second or two."""
    for _ in range(5):
        await city.cast.rate()
    await city.relay()
    async with city.opened() as socket:
        for number in range(50):
            await socket.subscribe(name=str(number), after="0")
        heard = [(await socket.hear())["id"] for _ in range(50 * 10)]
        assert {heard.count(str(number)) for number in range(50)} == {10}
        await socket.subscribe(name="51")
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "BAD_REQUEST"
