"""GraphQL over HTTP: one ASGI callable for `/graphql`, mounted before the router of the pages.

A request is checked in this order: origin, media type, method, who asks, how often, size, document, cost. Then it runs.
"""

from collections.abc import Awaitable
from functools import cache
from typing import Any, Final, cast

from graphql import ExecutionResult, GraphQLSchema, OperationType, execute
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from strawberry.execution import optimized_is_awaitable

import settings
from api.batching.batches import Batches
from api.context import Context, language_of
from api.errors import ApiError, bad_request
from api.executing.documents import BadDocument, Documents, Operation
from api.http import answers, editor, requests
from api.http.access import Access
from api.http.answers import Answer
from api.http.disconnecting import for_ever, while_connected
from api.http.origins import Origins, allow, is_preflight, sharing
from api.http.requests import GraphQLRequest, Headers
from api.http.throttle import Throttle
from api.lane.lane import Lane
from api.nouns.events import streamed
from api.schema import executable
from api.streaming import sse
from api.streaming.listening import Listening, address_of
from api.streaming.places import MOST_OF_ONE_ADDRESS
from domain.access import bearers, is_registered
from domain.actor import Actor, ActorKind

METHODS: Final = "GET, POST"


class Door:
    """The API as an ASGI application.

    `graphiql`: show the editor to browsers (development only). `compiled`: use the compiled lane. `listeners`: how many
    streams one address of the public may have open.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        access: Access,
        throttle: Throttle,
        *,
        public_url: str,
        graphiql: bool = False,
        compiled: bool = True,
        origins: Origins | None = None,
        listeners: int = MOST_OF_ONE_ADDRESS,
    ) -> None:
        self.origins = origins or Origins(is_registered, public_url)
        self.schema, self.access, self.throttle = schema, access, throttle
        self.public_url, self.graphiql, self.listeners = public_url, graphiql, listeners
        self.documents, self.batches = Documents(schema), Batches()
        self.lane = Lane(schema, self.documents) if compiled else None
        self.listening = Listening(self)

    async def close(self) -> None:
        """Wait until the writes taken so far are written; take no more."""
        await self.batches.close()

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "websocket":
            return self.listening.websocket(scope, receive, send)
        if self.graphiql and editor.is_wanted(Request(scope)):
            return editor.page()(scope, receive, send)
        return self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request.

        It is one long coroutine on purpose: each further level of awaiting costs time in every request.
        """
        headers = requests.headers_of(scope)
        language, media = language_of(headers), answers.JSON
        shared: dict[str, str] = {}
        try:
            if b"origin" in headers:
                shared = await self.origins.shared(headers)
            if shared and is_preflight(scope["method"], headers):
                return await allow(shared, send)
            if sse.is_wanted(headers):
                return await self.listening.sse(scope, receive, sharing(send, shared), headers)
            media = answers.media_type(headers)
            _check_method(scope["method"])
            actor = await self.actor(headers, address_of(scope))
            asked = await requests.read(scope, receive, headers)
            context = Context(actor, language, self.batches, self.public_url)
            said = await self.lane.answer(asked, context, media, receive) if self.lane else None
            if said is None:
                said = await self._ordinary(asked, context, media, receive)
        except ApiError as error:
            said = answers.refused(error, language, media)
        except BadDocument as document:
            said = answers.bad_document(document.errors, language, media)
        except Exception as error:
            said = answers.refused(answers.fault(error), language, media)
        said.headers = {**said.headers, **shared} if shared else said.headers
        await answers.send(said, language, media, send)

    async def answer(
        self, asked: GraphQLRequest, context: Context, media: str = answers.GRAPHQL_JSON, receive: Receive = for_ever
    ) -> Answer:
        """Return the answer of a query or mutation that came over a lasting connection (WebSocket, SSE)."""
        said = await self.lane.answer(asked, context, media, receive) if self.lane else None
        return said or await self._ordinary(asked, context, media, receive)

    async def _ordinary(self, asked: GraphQLRequest, context: Context, media: str, receive: Receive) -> Answer:
        """Answer through graphql-core (the ordinary lane), which answers everything and reports every error."""
        operation = self.documents.get(asked.query).operation(asked.operation)
        _check_kind(operation, asked.may_write)
        load = operation.pricing.load(asked.variables)
        running = self._run(operation, asked, context)
        result = await (while_connected(receive, running) if operation.writes else running)
        return answers.executed(result.data, result.errors, load.cost, context.language, media)

    async def actor(self, headers: Headers, address: str) -> Actor:
        """Return the actor of a request.

        Requests of the public, and those with a bad key, are throttled by address. Raises ApiError.
        """
        try:
            actor = await self.access.actor(headers, address)
        except ApiError:
            self.throttle.admit(address)
            raise
        if actor.kind is ActorKind.PUBLIC:
            self.throttle.admit(address)
        if b"origin" in headers:
            self.origins.check(actor, headers)
        return actor

    async def _run(self, operation: Operation, asked: GraphQLRequest, context: Context) -> ExecutionResult:
        result = execute(
            self.schema,
            operation.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation,
            is_awaitable=cast(Any, optimized_is_awaitable),
        )
        return await result if isinstance(result, Awaitable) else result


def _check_method(method: str) -> None:
    if method not in ("GET", "POST"):
        raise bad_request(f"请用 {METHODS}。", f"Use {METHODS}.", status=405, Allow=METHODS)


def _check_kind(operation: Operation, may_write: bool) -> None:
    if operation.kind is OperationType.SUBSCRIPTION:
        raise streamed()
    if operation.writes and not may_write:
        raise bad_request("写操作请用 POST。", "Send mutations by POST.", status=405, Allow="POST")


def door(here: settings.Settings) -> Door:
    """Return a door with these settings."""
    return Door(
        executable(),
        Access(bearers),
        Throttle(here.public_per_minute),
        public_url=here.public_url,
        graphiql=not here.is_production,
        listeners=here.listeners_per_address,
    )


@cache
def here() -> Door:
    """Return the door of this process, made at its first request."""
    return door(settings.current())


def graphql(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
    """Answer a request with the door of this process; the composition root mounts this at `/graphql`."""
    return here()(scope, receive, send)


async def close() -> None:
    """Close the door of this process, if one was made.

    The composition root awaits this before it closes the database.
    """
    if here.cache_info().currsize:
        await here().close()
