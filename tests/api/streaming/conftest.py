"""Streams over real sockets: the web process as it is served, a relay beside it, keys of the cast."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from domain import access, ledger
from domain.subscriptions.kinds import heard_by
from storage.transactions import fetch
from tests.api.serving import served
from tests.cast import Cast
from wakeups import Wakeups

HEARD = heard_by("SUBSCRIBER")
EVENTS = "subscription($after: String) { ratingEvents(after: $after) { position kind } }"
PROTOCOL = "graphql-transport-ws"


@dataclass
class City:
    """A served city whose relay is the test itself."""

    url: str
    cast: Cast
    wakeups: Wakeups
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def socket(self) -> str:
        return self.url.replace("http", "ws", 1) + "/graphql"

    async def key(self, name: str = "subscriber") -> str:
        if name not in self.keys:
            self.keys[name] = await access.add_client(f"{name} of the streams", "SUBSCRIBER")
        return self.keys[name]

    async def relay(self, *, wake: bool = True) -> None:
        while (moved := await ledger.relay()) is None or moved.count:
            if moved and wake:
                self.wakeups.tell(moved.position)

    async def visible(self, after: int = 0) -> list[str]:
        rows = await fetch(
            "select position from ledger where kind = any($1) and position > $2 order by position", list(HEARD), after
        )
        return [str(row["position"]) for row in rows]

    @asynccontextmanager
    async def opened(self, key: str | None = "subscriber", **options: Any) -> AsyncIterator["Socket"]:
        async with websockets.connect(self.socket, subprotocols=[PROTOCOL], **options) as connection:  # type: ignore[list-item]
            socket = Socket(connection)
            payload = {"Authorization": f"Bearer {await self.key(key)}"} if key else {}
            await socket.say(type="connection_init", payload=payload)
            assert (await socket.hear())["type"] == "connection_ack"
            yield socket


@dataclass
class Socket:
    """One client of the protocol, word by word."""

    connection: ClientConnection

    async def say(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def hear(self, within: float = 10.0) -> Any:
        async with asyncio.timeout(within):
            while (message := json.loads(await self.connection.recv()))["type"] == "ping":
                continue
            return message

    async def subscribe(self, query: str = EVENTS, name: str = "1", **variables: Any) -> None:
        await self.say(type="subscribe", id=name, payload={"query": query, "variables": variables})

    async def positions(self, many: int) -> list[str]:
        return [(await self.hear())["payload"]["data"]["ratingEvents"]["position"] for _ in range(many)]

    async def is_silent(self, seconds: float = 0.5) -> bool:
        with suppress(TimeoutError):
            await self.hear(seconds)
            return False
        return True


@pytest.fixture
async def city(cast: Cast, database_url: str, redis_url: str, home: Path) -> AsyncIterator[City]:
    wakeups = Wakeups(redis_url)
    publishing = asyncio.create_task(wakeups.publish())
    with served(database_url, redis_url, home) as serving:
        yield City(serving.url, cast, wakeups)
    publishing.cancel()
    with suppress(asyncio.CancelledError):
        await publishing
