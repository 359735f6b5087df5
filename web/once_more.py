"""Makes another page of this server within a request, so that its form can be filled in again."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match, Route

from domain.errors import DomainError

TOLD_ON = (b"host", b"accept-language", b"user-agent")


async def look(request: Request, address: str, *, cookies: Mapping[str, str]) -> str | None:
    """Return the HTML that a browser with these cookies would get at `address`.

    It is None if that is not a page with status 200, such as a redirect or an error.
    """
    scope = _scope(request, address, cookies)
    for route in request.app.routes:
        matched, found = route.matches(scope)
        if matched is Match.FULL and isinstance(route, Route):
            try:
                answer = await route.endpoint(Request({**scope, **found}, request.receive))
            except (DomainError, HTTPException):
                return None
            return bytes(answer.body).decode() if answer.status_code == 200 else None
    return None


def has_page(request: Request, path: str) -> bool:
    """Return whether there is a page at this address."""
    scope = _scope(request, path, {})
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _scope(request: Request, address: str, cookies: Mapping[str, str]) -> dict[str, object]:
    parts = urlsplit(address)
    headers = [pair for pair in request.scope["headers"] if pair[0] in TOLD_ON]
    cookie = "; ".join(f"{name}={value}" for name, value in {**request.cookies, **cookies}.items())
    return {
        **request.scope,
        "method": "GET",
        "path": parts.path,
        "raw_path": quote(parts.path).encode(),
        "query_string": parts.query.encode(),
        "headers": [*headers, (b"cookie", cookie.encode("latin-1", "ignore"))],
        "state": {},
    }
