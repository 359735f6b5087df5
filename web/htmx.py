"""What htmx says about a request, and what we may tell it in the answer (htmx 4)."""

from typing import TypeVar
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

OURS = {"HX-Ours": "page"}  # what is to be shown where it was asked for; anything else a failing answer brings is not
R = TypeVar("R", bound=Response)
FAILED = {"HX-Ours": "failure"}


def scripted(request: Request) -> bool:
    """Whether htmx made the request; a page restored from history wants the whole page, as without script."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def asks(request: Request) -> bool:
    """Whether htmx wants a piece of the page; from a whole one it takes for itself what it needs."""
    return scripted(request) and request.headers.get("hx-request-type") != "full"


def go(request: Request, url: str) -> Response:
    """After a post: send the browser to `url`, whoever made the request. Nothing of the answer is swapped."""
    if scripted(request):
        return Response(status_code=204, headers={"HX-Redirect": quote(url, safe="/?&=%#:-_.~")})
    return RedirectResponse(url, status_code=303)


def push(response: Response, url: str) -> Response:
    """Let the address bar follow what is shown."""
    response.headers["HX-Push-Url"] = quote(url, safe="/?&=%#:-_.~")
    return response


def retarget(response: Response, selector: str) -> Response:
    """Let the answer take the place of something else than was asked for, whole."""
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = selector, "outerHTML"
    return response


def middle(response: R) -> R:
    """A whole page where a piece was asked for: its middle takes the middle's place, never a page in a page."""
    response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#main"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def tell(response: Response, event: str, **facts: str) -> Response:
    """Let the page hear of something beside the answer."""
    response.headers["HX-Trigger"] = orjson.dumps({event: facts}).decode()
    return response
