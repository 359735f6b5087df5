"""Error pages: what happened, what is kept, and what one can do now."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import DomainError, RateLimited
from web import htmx, kept
from web.catalogue import has, say
from web.language import language
from web.templating import answered, drawn, page

log = logging.getLogger(__name__)

Handler = Callable[[Request, Exception], Awaitable[Response]]
Frame = Callable[[Request, int, Mapping[str, Any]], Awaitable[Response | None]]

_frames: dict[str, Frame] = {}

STATUS = {
    "NOT_FOUND": 404,
    "PROOF_INVALID": 404,
    "PROOF_EXPIRED": 410,
    "PROOF_USED": 409,
    "ALREADY_RATED": 409,
    "NOT_ALLOWED": 403,
    "FORBIDDEN": 403,
    "CONFLICT": 409,
    "ILLEGAL_MOVE": 409,
    "IDEMPOTENCY_MISMATCH": 409,
    "FROZEN": 409,
    "TOO_LATE": 409,
    "RATE_LIMITED": 429,
}
OTHERWISE = 422
SECONDS_TO_RETRY = 8
READING = ("GET", "HEAD")
REPEATED = (413, 422, 429, 500, 503)  # statuses after which the form may be sent again
MESSAGE: Mapping[str, Any] = {
    "title": "", "sentence": "", "number": "", "sign_in": False, "was": "", "login": "", "stays": False,
    "received": False,
}  # fmt: skip


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a refusal; only this function maps codes to statuses for the pages."""
    return STATUS.get(error.code, OTHERWISE)


async def refused(request: Request, error: Exception) -> Response:
    """Return the page of a refusal by the domain, with its sentence."""
    assert isinstance(error, DomainError)
    status = status_of(error)
    seconds = error.retry_after if isinstance(error, RateLimited) else 0
    return await show(request, status, sentence=error.sentence(language()), seconds=seconds)


async def failed(request: Request, error: Exception) -> Response:
    """Return the page for 403, 404, 413 and other statuses that the pages raise themselves."""
    assert isinstance(error, HTTPException)
    return await show(request, error.status_code)


async def crashed(request: Request, error: Exception) -> Response:
    """Return the page for an unexpected error; its number also stands in the log, with the traceback."""
    number = f"r-{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    log.error("%s %s failed on %s", number, request.method, _place(request), exc_info=error)
    return await show(request, 500, number=number)


async def busy(request: Request) -> Response:
    """Return the page for overload or a restarting part of the system; it tries again by itself.

    After a form was sent, it says that the form may have been saved all the same.
    """
    return await show(request, 503, sentence="" if request.method in READING else say("error.503.sent"))


async def show(request: Request, status: int, *, sentence: str = "", number: str = "", seconds: int = 0) -> Response:
    """Return the error page of a status.

    A status without words of its own uses those of 400, from 500 on those of 500. `number` identifies a logged error.
    """
    words = status if has(f"error.{status}.title") else 400 if status < 500 else 500
    seconds = seconds or SECONDS_TO_RETRY
    facts: dict[str, Any] = {
        "words": words,
        "sentence": sentence,
        "number": number,
        "seconds": seconds,
        "kept": kept.here(request),
        "may_repeat": status in REPEATED,
    }
    answer = await _drawn(request, status, facts)
    if status in (429, 503):
        answer.headers["Retry-After"] = str(seconds)
    return answer


async def _drawn(request: Request, status: int, facts: Mapping[str, Any]) -> Response:
    """Return a message for the present page if a script made the request, else a page with what was typed."""
    if htmx.scripted(request):
        return failure(status=status, stays=True, **facts)
    return await _framed(request, status, facts) or await page(
        request, "errors/error.html", status=status, room=_room(request), **facts
    )


def failure(*, status: int, **facts: Any) -> Response:
    """Return an error message that the script of the page shows beside the form."""
    answer = answered(drawn("errors/failure.html", **{**MESSAGE, **facts}), status)
    answer.headers.update(htmx.FAILED)
    return answer


def frame(room: str, drawn: Frame) -> None:
    """Set how errors in a part of the pages are drawn; where it returns None, the plain page is used."""
    _frames[room] = drawn


async def _framed(request: Request, status: int, facts: Mapping[str, Any]) -> Response | None:
    drawn = _frames.get(_room(request))
    return await drawn(request, status, facts) if drawn else None


def _room(request: Request) -> str:
    return "admin" if f"{request.url.path}/".startswith("/admin/") else "citizen"


def _place(request: Request) -> str:
    """Return the path pattern of the route, for logs; the address itself may contain a proof."""
    route = request.scope.get("route")
    return getattr(route, "path", "an unknown path")


def handlers() -> Mapping[type[Exception] | int, Handler]:
    """Return the handlers for Starlette(exception_handlers=…)."""
    return {DomainError: refused, HTTPException: failed, Exception: crashed}
