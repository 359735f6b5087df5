"""The ordinary server: Starlette, Strawberry's own GraphQL application, tortoise with a pool, uvicorn."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from strawberry.asgi import GraphQL
from tortoise import Tortoise

from bench.peers.naive.events import broadcaster
from bench.peers.naive.schema import schema


@asynccontextmanager
async def living(app: Starlette) -> AsyncIterator[None]:
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = {"host": parse_qs(parts.query)["host"][0], "port": 5432, "database": parts.path[1:]}
    credentials = {**place, "user": parts.username, "minsize": 1, "maxsize": 10}
    await Tortoise.init(
        config={
            "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}},
            "apps": {"models": {"models": ["bench.peers.naive.models"]}},
            "use_tz": True,
            "timezone": "Asia/Shanghai",
        },
        _enable_global_fallback=True,
    )
    try:
        async with asyncio.TaskGroup() as beside:
            broadcasting = beside.create_task(broadcaster.broadcast(os.environ["DATABASE_URL"]))
            yield
            broadcasting.cancel()
    finally:
        await Tortoise.close_connections()


graphql = GraphQL(schema, graphql_ide=None)
app = Starlette(routes=[Route("/graphql", graphql), WebSocketRoute("/graphql", graphql)], lifespan=living)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", access_log=False, lifespan="on")
