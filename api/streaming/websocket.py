"""The WebSocket protocol graphql-transport-ws. One connection can run many operations.

Nothing is queued: for a client that receives slowly, events are read slowly, and one that stops receiving is closed.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import aclosing, suppress
from time import monotonic
from typing import Any, Final

import orjson
from starlette.types import Message, Receive, Scope, Send

from api.context import language_of
from api.errors import ApiError, bad_request
from api.executing.documents import BadDocument
from api.http import answers, requests
from api.streaming.opening import Opening
from throttling import network

PROTOCOL: Final = "graphql-transport-ws"
INITIALISED_WITHIN: Final = 10.0
IDLE: Final = 60.0  # seconds without an operation
KEEP_ALIVE: Final = 15.0
PATIENCE: Final = 20.0
OPERATIONS: Final = 50
FROM_PAYLOAD: Final = ("authorization", "x-role", "accept-language")

BAD_MESSAGE, UNAUTHORIZED, FOREIGN, NOT_THIS_PROTOCOL, TOO_LATE, ALREADY, TOO_SLOW, TOO_MANY_INITS = (
    4400, 4401, 4403, 4406, 4408, 4409, 4413, 4429,
)  # fmt: skip
NORMAL, INTERNAL, COME_AGAIN = 1000, 1011, 1013
# The close code for a refused connection_init, by error code. Any other error is temporary and closes with COME_AGAIN:
# clients give up after 4401 and reconnect after 1013.
CLOSED_WITH: Final = {"UNAUTHENTICATED": UNAUTHORIZED, "FORBIDDEN": FOREIGN}

log = logging.getLogger("haochaping.streams")


class Closing(Exception):
    """Raised to close the connection with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class WebSocketConnection:
    """One WebSocket connection."""

    def __init__(self, opening: Opening, address: str, scope: Scope, receive: Receive, send: Send) -> None:
        self.opening, self.address = opening, address
        self.scope, self.receive, self.send = scope, receive, send
        self.headers: dict[bytes, bytes] = dict(requests.headers_of(scope))
        self.acknowledged = asyncio.Event()
        self.operations: dict[str, asyncio.Task[None]] = {}
        self.sending: list[float] = []  # the start times of unfinished sends, the oldest first

    async def serve(self) -> None:
        """Serve the connection from its opening to its end."""
        await self.receive()  # websocket.connect
        if PROTOCOL not in self.scope.get("subprotocols", ()):
            await self.send({"type": "websocket.accept"})
            return await self._close(NOT_THIS_PROTOCOL, f"Subprotocol not acceptable; use {PROTOCOL}")
        if not await self._is_ours():
            return await self._close(FOREIGN, "Origin not registered")
        await self.send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        connections, who = self.opening.places.connections, network(self.address)
        if connections.is_full(who):
            return await self._close(COME_AGAIN, "Too many connections; try again later")
        with connections.place(who):
            await self._last()

    async def _last(self) -> None:
        """Run the parts of the connection until the first of them ends, then close it."""
        parts = [asyncio.create_task(part) for part in (self._hear(), self._initialised(), self._keep_alive())]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            ended = done.pop().exception()
        finally:
            everything = [*parts, *self.operations.values()]
            for task in everything:
                task.cancel()
            await asyncio.gather(*everything, return_exceptions=True)
        if isinstance(ended, Closing):
            await self._close(ended.code, ended.reason)
        elif ended is not None:
            log.error("a fault of a connection", exc_info=ended)
            await self._close(INTERNAL, "Internal error")

    async def _is_ours(self) -> bool:
        """Return whether the page's origin is registered.

        Browsers send no preflight for a WebSocket, so only the server can check this.
        """
        try:
            await self.opening.house.origins.shared(self.headers)
        except ApiError:
            return False
        return True

    async def _close(self, code: int, reason: str) -> None:
        with suppress(Exception):
            async with asyncio.timeout(1.0):
                await self.send({"type": "websocket.close", "code": code, "reason": reason})

    async def _initialised(self) -> None:
        """Close the connection if connection_init does not come in time; after it, wait for ever."""
        try:
            async with asyncio.timeout(INITIALISED_WITHIN):
                await self.acknowledged.wait()
        except TimeoutError:
            raise Closing(TOO_LATE, "Connection initialisation timeout") from None
        await asyncio.Event().wait()

    async def _keep_alive(self) -> None:
        """Send pings, and close the connection if it is idle or the client stops receiving."""
        pinged = busy = monotonic()
        while True:
            await asyncio.sleep(min(PATIENCE, IDLE) / 4)
            busy = monotonic() if self.operations or not self.acknowledged.is_set() else busy
            if monotonic() - busy > IDLE:
                raise Closing(NORMAL, "Idle: no operation for a while")
            if self.sending and monotonic() - self.sending[0] > PATIENCE:
                raise Closing(TOO_SLOW, "Reading too slowly; resume from your last position")
            if not self.sending and self.acknowledged.is_set() and monotonic() - pinged >= KEEP_ALIVE:
                pinged = monotonic()
                await self._tell('{"type":"ping"}')

    async def _tell(self, text: str) -> None:
        began = monotonic()
        self.sending.append(began)
        try:
            await self.send({"type": "websocket.send", "text": text})
        finally:
            self.sending.remove(began)

    # what comes in

    async def _hear(self) -> None:
        while True:
            message = await self.receive()
            if message["type"] == "websocket.disconnect":
                return
            await self._heard(_parsed(message))

    async def _heard(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "connection_init":
                await self._initialise(message.get("payload"))
            case "ping":
                await self._tell('{"type":"pong"}')
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if task := self.operations.pop(str(message.get("id")), None):
                    task.cancel()
            case _:
                raise Closing(BAD_MESSAGE, "Unknown message type")

    async def _initialise(self, payload: Any) -> None:
        if self.acknowledged.is_set():
            raise Closing(TOO_MANY_INITS, "Too many initialisation requests")
        for name, value in (payload if isinstance(payload, dict) else {}).items():
            if name.lower() in FROM_PAYLOAD and isinstance(value, str):
                self.headers[name.lower().encode()] = value.encode()
        try:
            await self.opening.actor(self.headers, self.address)
        except Exception as error:
            fault = answers.fault(error)
            raise Closing(CLOSED_WITH.get(fault.code, COME_AGAIN), fault.en[:120]) from None
        self.acknowledged.set()
        await self._tell('{"type":"connection_ack"}')

    async def _subscribe(self, message: dict[str, Any]) -> None:
        if not self.acknowledged.is_set():
            raise Closing(UNAUTHORIZED, "Unauthorized: send connection_init first")
        name = message.get("id")
        if not isinstance(name, str) or not name or not isinstance(message.get("payload"), dict):
            raise Closing(BAD_MESSAGE, "subscribe needs an id and a payload")
        if name in self.operations:
            raise Closing(ALREADY, f"Subscriber for {name[:60]} already exists")
        if len(self.operations) >= OPERATIONS:  # sent before the next message is read, so that refusals do not pile up
            return await self._refuse(name, too_many())
        task = self.operations[name] = asyncio.create_task(self._operate(name, message["payload"]))
        task.add_done_callback(lambda done: self._ended(name, done))

    def _ended(self, name: str, task: "asyncio.Task[None]") -> None:
        if self.operations.get(name) is task:
            del self.operations[name]
        if not task.cancelled() and task.exception() is not None:
            log.info("an operation could not even be refused: the connection is gone")

    # operations

    async def _operate(self, name: str, payload: Mapping[str, Any]) -> None:
        """Run one operation to its end; an error is sent and ends it."""
        shown = orjson.dumps(name).decode()
        try:
            actor = await self.opening.actor(self.headers, self.address)
            texts = await self.opening.open(requests.parameters(payload), actor, self.headers, self.address)
            async with aclosing(texts):
                async for text in texts:
                    await self._tell(f'{{"id":{shown},"type":"next","payload":{text}}}')
            await self._tell(f'{{"id":{shown},"type":"complete"}}')
        except Exception as error:
            await self._refuse(name, error)

    async def _refuse(self, name: str, error: Exception) -> None:
        said = _refusal(error, language_of(self.headers))
        await self._tell(orjson.dumps({"id": name, "type": "error", "payload": said}).decode())


def too_many() -> ApiError:
    """Return the error for too many operations on one connection."""
    return bad_request(f"一个连接最多{OPERATIONS}个操作。", f"At most {OPERATIONS} operations a connection.")


def _parsed(message: Message) -> dict[str, Any]:
    try:
        heard = orjson.loads(message.get("text") or message.get("bytes") or b"")
    except orjson.JSONDecodeError:
        heard = None
    if not isinstance(heard, dict):
        raise Closing(BAD_MESSAGE, "Messages are JSON objects")
    return heard


def _refusal(error: Exception, language: str) -> list[dict[str, Any]]:
    """Return an exception as entries of `errors`."""
    if isinstance(error, BadDocument):
        return answers.bad_document(error.errors, language, answers.GRAPHQL_JSON).errors
    return answers.refused(answers.fault(error), language, answers.GRAPHQL_JSON).errors
