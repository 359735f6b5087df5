"""The first page: to the board, to one's own rating, to the officials' door."""

from starlette.requests import Request
from starlette.responses import Response

from web.templating import page


async def show(request: Request) -> Response:
    """GET /"""
    return await page(request, "citizen/front.html")
