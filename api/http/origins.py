"""CORS: pages of other sites may use the API from the origins that a client has registered only.

Credentials (cookies) are never used; a page must have a key of its own for the Authorization header.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from starlette.types import Message, Send

from api.errors import ApiError
from api.http.requests import Headers
from domain.actor import Actor, ActorKind

SECONDS_REMEMBERED: Final = 2.0  # as long as a key
ORIGINS_REMEMBERED: Final = 1_000
LONGEST: Final = 300
ALLOWED: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, Content-Type, X-Role",
    "Access-Control-Max-Age": "600",
}


class Origins:
    """Judges the origins of requests.

    `is_registered` tells whether any enabled client has registered an origin. `public_url` is the address of this
    server.
    """

    def __init__(
        self,
        is_registered: Callable[[str], Awaitable[bool]],
        public_url: str,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.is_registered, self.own, self.clock = is_registered, _origin_of(public_url), clock
        self.known: OrderedDict[str, tuple[float, bool]] = OrderedDict()

    async def shared(self, headers: Headers) -> dict[str, str]:
        """Return the headers that let the page read the answer, refusals too.

        They are empty without an Origin header and for our own origin. Raises ApiError FORBIDDEN for an unknown origin.
        """
        origin = _said(headers, b"origin")
        if origin is None or self._is_ours(origin, headers):
            return {}
        if not await self._is_known(origin):
            raise foreign()
        return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": "Retry-After"}

    def check(self, actor: Actor, headers: Headers) -> None:
        """Raise ApiError FORBIDDEN if a key is used from an origin that its client has not registered.

        Requests without a key may come from any registered page (decision 0010).
        """
        origin = _said(headers, b"origin")
        if origin is None or self._is_ours(origin, headers) or origin in actor.origins:
            return
        if actor.kind is not ActorKind.PUBLIC:
            raise foreign()

    def _is_ours(self, origin: str, headers: Headers) -> bool:
        return origin == self.own or _netloc(origin) == _said(headers, b"host")

    async def _is_known(self, origin: str) -> bool:
        """Return whether an origin is registered; the answer is kept for two seconds."""
        if len(origin) > LONGEST:
            return False
        until, known = self.known.get(origin, (0.0, False))
        if self.clock() >= until:
            known = await self.is_registered(origin)
            self.known[origin] = (self.clock() + SECONDS_REMEMBERED, known)
            self.known.move_to_end(origin)
            if len(self.known) > ORIGINS_REMEMBERED:
                self.known.popitem(last=False)
        return known


def is_preflight(method: str, headers: Headers) -> bool:
    """Return whether this is a CORS preflight. It carries no key, so any registered page may send it."""
    return method == "OPTIONS" and b"origin" in headers and b"access-control-request-method" in headers


async def allow(shared: Mapping[str, str], send: Send) -> None:
    """Send the answer to a preflight."""
    headers = {**shared, **ALLOWED, "Vary": "Origin", "Cache-Control": "no-store"}
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})


def sharing(send: Send, shared: Mapping[str, str]) -> Send:
    """Return a `send` that adds these headers to the answer, for answers that are streamed."""
    if not shared:
        return send
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in shared.items()]

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *raw]}
        await send(message)

    return told


def foreign() -> ApiError:
    """Return the error for an origin that is not registered."""
    return ApiError(
        "FORBIDDEN",
        "这个网页的来源没有为该客户端登记。请联系系统管理员登记来源，或从自己的服务器调用。",
        "The origin of this page is not registered for this client. Ask the administrator to register it, or call from "
        "your server.",
        status=403,
    )


def _said(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
