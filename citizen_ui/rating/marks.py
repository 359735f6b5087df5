"""What a browser keeps of having rated a visit: a mark nobody else can make, so that its rater is told so at once, and
nobody who merely holds the same proof (decision 0017). It opens nothing.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from domain.collecting import OpenInvitation
from views.compiling.sealing import address

PREFIX, PATH = "rated-", "/rate"
KEPT: Final = 30 * 24 * 3600  # as long as a visit may be rated


def marks(request: Request) -> frozenset[str]:
    """The visits that were rated in this browser."""
    return frozenset(name.removeprefix(PREFIX) for name in request.cookies if name.startswith(PREFIX))


def keep(response: Response, invitation: OpenInvitation) -> Response:
    """Let this browser know the next time, unless it is the hall's or the clerk's."""
    if mark := invitation.mark:
        secure = address().startswith("https:")
        response.set_cookie(PREFIX + mark, "1", max_age=KEPT, path=PATH, httponly=True, samesite="lax", secure=secure)
    return response
