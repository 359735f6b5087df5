"""The headers of htmx 4, in requests and in answers."""

from typing import TypeVar
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

OURS = {"HX-Ours": "page"}  # marks answers of ours; the script does not show other answers, such as those of a proxy
R = TypeVar("R", bound=Response)
FAILED = {"HX-Ours": "failure"}


def scripted(request: Request) -> bool:
    """Return whether htmx made the request; a page restored from history counts as made without script."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def asks(request: Request) -> bool:
    """Return whether htmx wants a piece of the page, not the whole page."""
    return scripted(request) and request.headers.get("hx-request-type") != "full"


def go(request: Request, url: str) -> Response:
    """Return the redirect to `url` after a POST, with or without script."""
    if scripted(request):
        return Response(status_code=204, headers={"HX-Redirect": quote(url, safe="/?&=%#:-_.~")})
    return RedirectResponse(url, status_code=303)


def push(response: Response, url: str) -> Response:
    """Set the address that the browser shows for this answer."""
    response.headers["HX-Push-Url"] = quote(url, safe="/?&=%#:-_.~")
    return response


def retarget(response: Response, selector: str) -> Response:
    """Let the answer replace the element with this selector instead of the target of the request."""
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = selector, "outerHTML"
    return response


def middle(response: R) -> R:
    """Let the middle (#main) of a whole page replace the present one, where only a piece was asked for."""
    response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#main"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def tell(response: Response, event: str, **facts: str) -> Response:
    """Trigger this event in the page, with these facts."""
    response.headers["HX-Trigger"] = orjson.dumps({event: facts}).decode()
    return response
