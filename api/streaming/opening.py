"""Opens operations over lasting connections, and yields their answers as texts.

A subscription yields many texts, a query or mutation one. The listener's key is checked again as long as a subscription
lasts.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from graphql import GraphQLSchema, OperationType

from api.batching.batches import Batches
from api.context import Context, language_of
from api.errors import unauthenticated
from api.executing.documents import Documents
from api.http import answers
from api.http.access import Access
from api.http.answers import Answer
from api.http.origins import Origins
from api.http.requests import GraphQLRequest, Headers
from api.streaming.places import Places
from api.streaming.streams import Streams
from domain.actor import Actor
from domain.faults import is_outage


class House(Protocol):
    """What streams need of the door of the API (api/app.py)."""

    schema: GraphQLSchema
    documents: Documents
    access: Access
    origins: Origins
    batches: Batches
    public_url: str
    listeners: int

    async def actor(self, headers: Headers, address: str) -> Actor: ...

    async def answer(self, asked: GraphQLRequest, context: Context) -> Answer: ...


class Opening:
    """Opens operations for both protocols."""

    def __init__(self, house: House) -> None:
        self.house, self.places = house, Places(house.listeners)
        self.streams = Streams(house.schema)

    async def actor(self, headers: Headers, address: str) -> Actor:
        """Return the actor of these headers. Raises ApiError."""
        return await self.house.actor(headers, address)

    async def open(
        self, asked: GraphQLRequest, actor: Actor, headers: Headers, address: str
    ) -> AsyncGenerator[str, None]:
        """Judge an operation and return its stream of texts, each a whole answer as JSON.

        Raises BadDocument, ApiError or DomainError if it is refused before anything is sent.
        """
        language = language_of(headers)
        operation = self.house.documents.get(asked.query).operation(asked.operation)
        if operation.kind is not OperationType.SUBSCRIPTION:
            return self._once(asked, actor, language)

        async def check() -> None:
            """Raise an ApiError if the key no longer gives the same actor, which ends the stream."""
            try:
                now = await self.house.access.actor(headers, address)
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

    async def _once(self, asked: GraphQLRequest, actor: Actor, language: str) -> AsyncGenerator[str, None]:
        """Yield the one answer of a query or mutation."""
        context = Context(actor, language, self.house.batches, self.house.public_url)
        yield answers.body(await self.house.answer(asked, context)).decode()
