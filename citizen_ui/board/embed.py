"""The board as a frame in a portal's page: figures of one place, without cookies (decision 0014)."""

from starlette.requests import Request
from starlette.responses import Response

from citizen_ui.board import scope as board_scope
from citizen_ui.board.scope import TOOLS
from web.language import language
from web.security import framed_by
from web.templating import page

TEMPLATE = "citizen/board/embed.html"

_headers = framed_by("https:")


def allow(ancestors: str) -> None:
    """Set the sites that may frame the board, as a CSP source list."""
    global _headers
    _headers = framed_by(ancestors)


async def show(request: Request) -> Response:
    """GET /board/embed/city, /board/embed/{districts|agencies|services}/{code}"""
    place = await board_scope.sought(request)
    told = await board_scope.watch(place).figures(language())
    answer = await page(request, TEMPLATE, block="figures", board=told, **TOOLS)
    answer.headers.update(_headers)
    return answer


async def events(request: Request) -> Response:
    """GET …/events: the same figures whenever they have changed."""
    return board_scope.told(request, await board_scope.sought(request), TEMPLATE)
