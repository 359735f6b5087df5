"""The start page, with links to the board, to one's own rating, and to the officials' sign-in."""

from starlette.requests import Request
from starlette.responses import Response

from web.templating import page


async def show(request: Request) -> Response:
    """GET /"""
    return await page(request, "citizen/front.html")
