"""What htmx says about a request, and what we may tell it in the answer (htmx 4)."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response


def asks(request: Request) -> bool:
    """Whether htmx wants a piece of the page; a page restored from history wants the whole one."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def go(request: Request, url: str) -> Response:
    """After a post: send the browser to `url`, whoever made the request. Nothing of the answer is swapped."""
    if asks(request):
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
