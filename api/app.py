"""GraphQL over HTTP: one plain ASGI callable for `/graphql`, mounted before the router of the pages.

A request passes in this order: method · media type · who asks · how often · how large · what · how much · run.
"""

import asyncio
from collections.abc import Awaitable
from functools import cache
from typing import Any, Final, TypeVar, cast

from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode, OperationType, execute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.execution import optimized_is_awaitable

import settings
from api import answers, editor, requests
from api.access import Access
from api.answers import Answer
from api.batches import Batches
from api.context import Context, language_of
from api.documents import BadDocument, Document, Documents
from api.errors import ApiError, bad_request, internal, unavailable
from api.schema import executable
from api.throttle import Throttle
from domain.actor import Actor, ActorKind
from domain.directory.access import bearers
from domain.faults import is_outage

NOT_SERVED: Final = 1003
METHODS: Final = "GET, POST"
T = TypeVar("T")


class Door:
    """The API's door. `graphiql`: show the editor to browsers (development only)."""

    def __init__(
        self, schema: GraphQLSchema, access: Access, throttle: Throttle, *, public_url: str, graphiql: bool = False
    ) -> None:
        self.schema, self.access, self.throttle = schema, access, throttle
        self.public_url, self.graphiql = public_url, graphiql
        self.documents, self.batches = Documents(schema), Batches()

    async def close(self) -> None:
        """Let what was taken be written."""
        await self.batches.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": NOT_SERVED})
            return
        request = Request(scope, receive)
        await (await self.answer(request))(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        language = language_of(request.headers)
        if self.graphiql and editor.is_wanted(request):
            return editor.page()
        media = answers.JSON
        try:
            media = answers.media_type(request.headers)
            said = await self._handle(request, language, media)
        except ApiError as error:
            said = answers.refused(error, language, media)
        except BadDocument as document:
            said = answers.bad_document(document.errors, language, media)
        except Exception as error:
            said = answers.refused(_outage_or_fault(error), language, media)
        said.headers = {"Content-Language": "en" if language == "en" else "zh-CN", **said.headers}
        return answers.response(said, media)

    async def _handle(self, request: Request, language: str, media: str) -> Answer:
        if request.method not in ("GET", "POST"):
            raise bad_request(f"请用 {METHODS}。", f"Use {METHODS}.", status=405, Allow=METHODS)
        actor = await self._actor(request)
        asked = await requests.read(request)
        document = self.documents.get(asked.query)
        operation = document.operation(asked.operation)
        _check_kind(operation, asked.may_write)
        load = self.documents.load(document, operation, asked.variables)
        running = self._run(
            document, asked.operation, asked.variables, Context(actor, language, self.batches, self.public_url)
        )
        if operation.operation is OperationType.MUTATION:
            result = await while_connected(request, running)
        else:
            result = await running
        return answers.executed(result.data, result.errors, load.cost, language, media)

    async def _actor(self, request: Request) -> Actor:
        """Who asks. The public, and whoever tries keys, is counted by address."""
        address = request.client.host if request.client else ""
        try:
            actor = await self.access.actor(request.headers, address)
        except ApiError:
            self.throttle.take(address)
            raise
        if actor.kind is ActorKind.PUBLIC:
            self.throttle.take(address)
        return actor

    async def _run(
        self, document: Document, name: str | None, variables: dict[str, Any], context: Context
    ) -> ExecutionResult:
        result = execute(
            self.schema,
            document.node,
            context_value=context,
            variable_values=variables,
            operation_name=name,
            is_awaitable=cast(Any, optimized_is_awaitable),
        )
        return await result if isinstance(result, Awaitable) else result


async def while_connected(request: Request, work: Awaitable[T]) -> T:
    """Do the work as long as somebody waits for it: who goes away before the batch starts has not written anything."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
            raise bad_request("连接已断开。", "The connection was closed.")
        return task.result()
    finally:
        task.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        """Whatever comes after the body is of no interest."""


def _check_kind(operation: OperationDefinitionNode, may_write: bool) -> None:
    if operation.operation is OperationType.SUBSCRIPTION:
        raise bad_request("订阅不能用普通的 HTTP 请求。", "Subscriptions are not served over plain HTTP requests.")
    if operation.operation is OperationType.MUTATION and not may_write:
        raise bad_request("写操作请用 POST。", "Send mutations by POST.", status=405, Allow="POST")


def _outage_or_fault(error: Exception) -> ApiError:
    if is_outage(error):
        answers.log.warning("the database is away: %s", type(error).__name__)
        return unavailable()
    answers.log.error("a fault before the operation ran", exc_info=error)
    return internal()


def door(here: settings.Settings) -> Door:
    """The door of this process, as its environment wants it."""
    return Door(
        executable(),
        Access(bearers),
        Throttle(here.public_per_minute),
        public_url=here.public_url,
        graphiql=not here.is_production,
    )


@cache
def here() -> Door:
    """This process's own door, made at its first request."""
    return door(settings.current())


async def graphql(scope: Scope, receive: Receive, send: Send) -> None:
    """What the composition root mounts at `/graphql`."""
    await here()(scope, receive, send)


async def close() -> None:
    """What the composition root awaits before it closes the database."""
    if here.cache_info().currsize:
        await here().close()
