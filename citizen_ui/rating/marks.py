"""A cookie that marks a visit as rated in this browser.

With it the rater is told at once that the visit was rated, but nobody else who holds the same proof (decision 0017). It
cannot be forged, and gives access to nothing.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from domain.collecting import OpenInvitation
from views.compiling.sealing import address

PREFIX, PATH = "rated-", "/rate"
KEPT: Final = 30 * 24 * 3600  # as long as a visit may be rated


def marks(request: Request) -> frozenset[str]:
    """Return the marks of the visits that were rated in this browser."""
    return frozenset(name.removeprefix(PREFIX) for name in request.cookies if name.startswith(PREFIX))


def keep(response: Response, invitation: OpenInvitation) -> Response:
    """Keep a mark of this visit in the browser, unless it is a device of the hall or the clerk."""
    if mark := invitation.mark:
        secure = address().startswith("https:")
        response.set_cookie(PREFIX + mark, "1", max_age=KEPT, path=PATH, httponly=True, samesite="lax", secure=secure)
    return response
