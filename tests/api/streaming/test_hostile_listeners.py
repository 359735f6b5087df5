"""Listeners who read nothing, ask too much, come from elsewhere, or come while we are away. The socket is ours."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from api.streaming import websocket
from api.streaming.websocket import OPERATIONS, PROTOCOL, WebSocketConnection
from domain import access, ledger
from storage.transactions import execute
from tests.api.conftest import Api

EVENTS = "subscription($after: String) { ratingEvents(after: $after) { position kind } }"
HOME, ELSEWHERE = "https://app.channel.example", "https://evil.example"
STREAM = {"Accept": "text/event-stream"}


@dataclass
class Wire:
    """Both ends of one socket. While `reads` is not set, nothing that is sent gets through."""

    api: Api
    headers: dict[str, str] = field(default_factory=dict)
    said: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    heard: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    reads: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> "asyncio.Task[None]":
        raw = [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        scope = {"type": "websocket", "headers": raw, "subprotocols": [PROTOCOL]}
        self.reads.set()
        self.said.put_nowait({"type": "websocket.connect"})
        self.connection = WebSocketConnection(
            self.api.door.listening.opening, "203.0.113.9", scope, self.said.get, self.send
        )
        return asyncio.create_task(self.connection.serve())

    async def send(self, message: Any) -> None:
        if message["type"] != "websocket.close":
            await self.reads.wait()
        self.heard.put_nowait(message)

    def say(self, **message: Any) -> None:
        self.said.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self) -> Any:
        async with asyncio.timeout(10):
            message = await self.heard.get()
        return json.loads(message["text"]) if "text" in message else message

    async def introduce(self, key: str = "") -> Any:
        """Say who it is; the answer, or how it ended."""
        assert (await self.hear())["type"] == "websocket.accept"
        self.say(type="connection_init", payload={"Authorization": f"Bearer {key}"} if key else {})
        return await self.hear()


async def relay() -> None:
    while (moved := await ledger.relay()) is None or moved.count:
        continue


async def end(serving: "asyncio.Task[None]") -> None:
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def test_who_reads_nothing_is_closed_and_nothing_is_piled_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "PATIENCE", 0.4)
    for _ in range(3):
        await api.cast.rate()
    await relay()
    wire = Wire(api)
    serving = wire.open()
    assert (await wire.introduce(await api.key("subscriber")))["type"] == "connection_ack"
    wire.reads.clear()
    before = len(asyncio.all_tasks())
    for number in range(40 * OPERATIONS):
        wire.say(type="subscribe", id=str(number), payload={"query": EVENTS, "variables": {"after": "0"}})
    await asyncio.sleep(0.3)
    assert len(asyncio.all_tasks()) - before <= 2 * OPERATIONS
    assert wire.said.qsize() > 30 * OPERATIONS, "what we cannot answer we do not take in"
    closed = await wire.hear()
    assert (closed["type"], closed["code"]) == ("websocket.close", 4413)
    await serving


async def test_an_operation_that_is_ended_while_it_is_sent_is_not_taken_for_slowness(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "PATIENCE", 0.8)
    await api.cast.rate()
    await relay()
    wire = Wire(api)
    serving = wire.open()
    await wire.introduce(await api.key("subscriber"))
    wire.reads.clear()
    wire.say(type="subscribe", id="1", payload={"query": EVENTS, "variables": {"after": "0"}})
    await asyncio.sleep(0.3)
    assert wire.connection.sending, "it waits for the reader"
    wire.say(type="complete", id="1")
    await asyncio.sleep(0.1)
    wire.reads.set()
    await asyncio.sleep(1.2)
    assert (wire.heard.empty(), serving.done()) == (True, False)
    await end(serving)


async def test_a_foreign_page_is_not_let_in(api: Api) -> None:
    wire = Wire(api, {"Origin": ELSEWHERE})
    serving = wire.open()
    assert await wire.hear() == {"type": "websocket.close", "code": 4403, "reason": "Origin not registered"}
    await serving
    for key in ("", await api.key("subscriber")):
        headers = STREAM | {"Origin": ELSEWHERE} | ({"Authorization": f"Bearer {key}"} if key else {})
        answer = await api.http.post("/graphql", json={"query": EVENTS}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
        assert "access-control-allow-origin" not in answer.headers


async def test_a_key_is_no_good_in_another_clients_page(api: Api) -> None:
    await access.add_client("pages", "CHANNEL", channel="WEB_PORTAL")
    await execute("update client set origins = $1 where name = 'pages'", [HOME])
    key = await api.key("subscriber")
    wire = Wire(api, {"Origin": HOME})
    serving = wire.open()
    assert (await wire.introduce(key))["code"] == 4403
    await serving
    headers = STREAM | {"Origin": HOME, "Authorization": f"Bearer {key}"}
    assert (await api.http.post("/graphql", json={"query": EVENTS}, headers=headers)).status_code == 403


async def test_while_we_cannot_say_who_it_is_clients_are_told_to_come_again(api: Api) -> None:
    async def away(_: bytes) -> Any:
        raise ConnectionRefusedError("the database is away")

    api.door.access.lookup = away
    wire = Wire(api)
    serving = wire.open()
    closed = await wire.introduce("hck_whoever")
    assert (closed["type"], closed["code"]) == ("websocket.close", 1013)
    await serving


async def test_a_stream_from_a_position_no_longer_kept_is_refused(api: Api) -> None:
    for _ in range(2):
        await api.cast.rate()
    await relay()
    await execute("alter table ledger disable trigger user")
    await execute("delete from ledger where position = 1")
    headers = STREAM | {"Authorization": f"Bearer {await api.key('subscriber')}", "Accept-Language": "en"}

    async def refused(after: str) -> tuple[int, str]:
        body = {"query": EVENTS, "variables": {"after": after}}
        answer: httpx.Response = await api.http.post("/graphql", json=body, headers=headers)
        return answer.status_code, answer.json()["errors"][0]["message"]

    assert (await refused("0"))[0] == 400
    assert (await refused("0"))[1].startswith("Position 0 is too old")
    assert (await refused("77"))[1].startswith("Position 77 is not there yet")
