"""The lasting connections of the API: WebSocket and server-sent events."""

from typing import Final

import orjson
from starlette.types import Receive, Scope, Send

from api.context import language_of
from api.errors import bad_request
from api.executing.documents import BadDocument
from api.http import answers, requests
from api.http.requests import Headers
from api.streaming.opening import House, Opening
from api.streaming.sse import Line
from api.streaming.websocket import WebSocketConnection

MEDIA: Final = answers.GRAPHQL_JSON


class Listening:
    """Serves WebSocket connections and requests for server-sent events."""

    def __init__(self, house: House) -> None:
        self.opening = Opening(house)

    async def websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket until it ends."""
        await WebSocketConnection(self.opening, address_of(scope), scope, receive, send).serve()

    async def sse(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """Serve one request by server-sent events.

        Before the stream has begun, a refusal is a plain HTTP answer with its status; afterwards it is the last event.
        """
        language = language_of(headers)
        try:
            if scope["method"] not in ("GET", "POST"):
                raise bad_request("请用 GET, POST。", "Use GET, POST.", status=405, Allow="GET, POST")
            address = address_of(scope)
            actor = await self.opening.actor(headers, address)
            asked = await requests.read(scope, receive, headers)
            texts = await self.opening.open(asked, actor, headers, address)
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


def address_of(scope: Scope) -> str:
    """Return the IP address of the client, empty if it is not known."""
    return scope["client"][0] if scope.get("client") else ""
