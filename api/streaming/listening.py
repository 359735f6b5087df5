"""The lasting part of the API's door: who may listen to what, over which protocol."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import orjson
from graphql import OperationType
from starlette.types import Receive, Scope, Send

from api import answers, requests
from api.context import Context, language_of
from api.documents import BadDocument
from api.errors import bad_request, unauthenticated
from api.requests import Asked, Headers
from api.streaming.following import Follower
from api.streaming.places import Places
from api.streaming.sse import Line
from api.streaming.streams import Streams
from api.streaming.websocket import Connection
from domain.actor import Actor
from domain.faults import is_outage

if TYPE_CHECKING:
    from api.app import Door

MEDIA: Final = answers.GRAPHQL_JSON


class Listening:
    """Opens operations whose answer lasts, and also those that answer once over the same connection."""

    def __init__(self, door: "Door", redis_url: str | None) -> None:
        self.door, self.places = door, Places()
        self.follower = Follower(redis_url)
        self.streams = Streams(door.schema, self.follower)

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Connection(self, scope, receive, send).serve()

    async def sse(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """Refusals come as plain answers with their status, as long as nothing has begun."""
        language = language_of(headers)
        try:
            if scope["method"] not in ("GET", "POST"):
                raise bad_request("请用 GET, POST。", "Use GET, POST.", status=405, Allow="GET, POST")
            address = address_of(scope)
            actor = await self.actor(headers, address)
            texts = await self.open(await requests.read(scope, receive, headers), actor, headers, address)
        except BadDocument as document:
            said = answers.bad_document(document.errors, language, MEDIA)
            return await answers.send(said, language, MEDIA, send)
        except Exception as error:
            return await answers.send(answers.refused(answers.fault(error), language, MEDIA), language, MEDIA, send)
        line = Line(scope, receive, send)
        try:
            await line.tell(texts)
        except Exception as error:
            entries = answers.refused(answers.fault(error), language, MEDIA).errors
            await line.fail(orjson.dumps({"errors": entries}).decode())

    async def actor(self, headers: Headers, address: str) -> Actor:
        return await self.door.actor(headers, address)

    async def open(self, asked: Asked, actor: Actor, headers: Headers, address: str) -> AsyncGenerator[str, None]:
        """Judge an operation, then answer with the texts it yields: whole answers as JSON."""
        language = language_of(headers)
        operation = self.door.documents.get(asked.query).operation(asked.operation)
        if operation.kind is not OperationType.SUBSCRIPTION:
            return self._once(asked, actor, language)

        async def check() -> None:
            """Whoever opened it must still be the same: a key that was revoked or changed ends the stream."""
            try:
                now = await self.door.access.actor(headers, address)
            except Exception as error:
                if is_outage(error):
                    return  # nothing can be read meanwhile either
                raise
            if now != actor:
                raise unauthenticated()

        with self.places.place(actor, address):
            texts = await self.streams.open(operation, asked, actor, language, check)
        return self._held(texts, actor, address)

    async def _held(self, texts: AsyncGenerator[str, None], actor: Actor, address: str) -> AsyncGenerator[str, None]:
        with self.places.place(actor, address):
            async with aclosing(texts):
                async for text in texts:
                    yield text

    async def _once(self, asked: Asked, actor: Actor, language: str) -> AsyncGenerator[str, None]:
        """A query or a write over a lasting connection."""
        context = Context(actor, language, self.door.batches, self.door.public_url)
        yield answers.body(await self.door.answer(asked, context)).decode()


def address_of(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""
