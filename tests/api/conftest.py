"""The API's door in front of the test city: httpx speaks ASGI with it, PostgreSQL is real."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

import views
from api.app import Door
from api.http.access import Access
from api.http.throttle import Throttle
from api.schema import executable
from domain import access, keys
from domain.accounts import accounts
from domain.actor import SYSTEM
from storage import reading
from tests.api.serving import Serving, served
from tests.cast import Cast
from views.compiling.sealing import Seal

ADDRESS = "http://haochaping.test"
GRAPHQL = "application/graphql-response+json"


@dataclass
class Api:
    """A client of the door. `keys` are bearer tokens by the name in the cast."""

    door: Door
    http: httpx.AsyncClient
    cast: Cast
    keys: dict[str, str] = field(default_factory=dict)

    async def ask(self, query: str, by: str = "public", language: str = "zh-CN", **variables: Any) -> dict[str, Any]:
        """The answer to one document."""
        answer: dict[str, Any] = (await self.send(query, by, language, **variables)).json()
        return answer

    async def send(self, query: str, by: str = "public", language: str = "zh-CN", **variables: Any) -> httpx.Response:
        headers = {"Accept": GRAPHQL, "Accept-Language": language}
        if by != "public":
            headers["Authorization"] = f"Bearer {await self.key(by)}"
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def key(self, name: str) -> str:
        """The bearer token of one of the cast, made when it is first needed."""
        if name not in self.keys:
            kind = self.cast[name].role
            client = kind in access.KINDS
            self.keys[name] = await (
                access.add_client(name, kind) if client else accounts.add_token(name, "tests", by=SYSTEM)
            )
        return self.keys[name]


@pytest.fixture
async def api(database: str, cast: Cast) -> AsyncIterator[Api]:
    async with opened(database, cast) as api:
        yield api


@asynccontextmanager
async def opened(database: str, cast: Cast, **how: Any) -> AsyncIterator[Api]:
    """The door with this test's database behind it."""
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor), public_url=ADDRESS)
    views.forget()
    await reading.connect(database, size=3)
    door = Door(executable(), Access(access.bearers), how.pop("throttle", Throttle(0)), public_url=ADDRESS, **how)
    try:
        transport = httpx.ASGITransport(app=door)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as http:
            yield Api(door, http, cast)
    finally:
        await door.close()
        await reading.close()


@pytest.fixture
def serving(database_url: str, redis_url: str, home: Path) -> Iterator[Serving]:
    """The web process on a real socket, with this test's own database."""
    with served(database_url, redis_url, home) as serving:
        yield serving
