"""The same request to both lanes, in process and over ASGI: status, headers and bytes are compared, not only data."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from api.app import Door
from api.http.throttle import Throttle
from domain.actor import Actor
from tests.views.conftest import City

ADDRESS = "https://pj.example"


@dataclass(frozen=True)
class Said:
    """What came back, and what it cost the database."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    statements: int

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def codes(self) -> list[str]:
        return sorted(error["extensions"]["code"] for error in self.json.get("errors", ()))


class Anybody:
    """Takes everyone for whom the test says."""

    def __init__(self) -> None:
        self.who: Actor | None = None

    async def actor(self, headers: Any, address: str = "") -> Actor | None:
        return self.who


class Always:
    """As if every question had been asked before: a plan is made at once."""

    def __contains__(self, key: object) -> bool:
        return True

    def __delitem__(self, key: object) -> None:
        """It stays known."""


@dataclass
class Lanes:
    """Two doors to one city, one of them without the compiled lane."""

    city: City
    access: Anybody = field(default_factory=Anybody)
    compared: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.ordinary, self.compiled = self._door(False), self._door(True)
        lane = self.compiled.lane
        assert lane is not None
        lane.documents, lane.plans.glimpsed = self.ordinary.documents, cast(Any, Always())
        self.lane = lane

    def _door(self, compiled: bool) -> Door:
        who: Any = self.access
        return Door(self.city.schema, who, Throttle(0), public_url=ADDRESS, compiled=compiled)

    async def both(
        self, document: str, variables: Any, actor: Actor, language: str = "zh", **more: Any
    ) -> tuple[Said, bool]:
        """The answer, the same from both; and whether the compiled lane gave it."""
        self.access.who = actor
        body = orjson.dumps({"query": document, "variables": variables, **more})
        expected = await self.send(self.ordinary, body, language)
        before = self.lane.answered
        said = await self.send(self.compiled, body, language)
        about = f"{actor} {language}\n{document}\n{variables}"
        assert (said.status, said.headers) == (expected.status, expected.headers), about
        assert said.body == expected.body, f"{about}\n{said.body.decode()}\n{expected.body.decode()}"
        compiled = self.lane.answered > before
        assert not compiled or said.statements == expected.statements, about
        return said, compiled

    async def send(self, door: Door, body: bytes, language: str) -> Said:
        before = self.city.reader.statements
        status, headers, answer = await exchange(door, body, language)
        return Said(status, headers, answer, self.city.reader.statements - before)


async def exchange(door: Door, body: bytes, language: str = "zh", **headers: str) -> tuple[int, Any, bytes]:
    """One request over ASGI."""
    sent: list[Any] = []
    arrived, answered = iter([{"type": "http.request", "body": body}]), asyncio.Event()

    async def receive() -> Any:
        for message in arrived:
            return message
        await answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    given = {"content-type": "application/json", "accept": "application/graphql-response+json"}
    given |= {"accept-language": language, **headers}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "client": None, "headers": raw}
    await door(scope, receive, send)
    answered.set()
    return sent[0]["status"], sent[0]["headers"], sent[1]["body"]
