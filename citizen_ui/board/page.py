"""The page of the public board: what became of the year's bad ratings, updated within a second."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from citizen_ui.board import boards
from citizen_ui.board import comments as board_comments
from citizen_ui.board import reading as board_reading
from citizen_ui.board.boards import BoardPage
from citizen_ui.board.lines import Line
from citizen_ui.board.watching import Watch
from views.figures.public import places
from views.figures.public.outcomes import OUTCOMES
from web.language import language
from web.templating import page, piece

TEMPLATE = "citizen/board/city.html"
TOOLS: dict[str, Any] = {
    "bad_of": boards.bad_of,
    "days_table": boards.days_table,
    "days_headings": boards.days_headings,
    "legend": OUTCOMES,
}

watch: Watch[BoardPage] = Watch(board_reading.read)


async def show(request: Request) -> Response:
    """GET /board"""
    comments = await board_comments.read(places.whole(), language(), request.query_params)
    board = await watch.figures(language())
    return await page(request, TEMPLATE, block="figures", board=board, comments=comments, **TOOLS)


async def events(request: Request) -> Response:
    """GET /board/events: the figures at once, and whenever they have changed, at most once a second."""
    return Line(request, partial(watch.stream, language(), _draw))


def _draw(board: BoardPage) -> str:
    """Return the HTML of the figures, which is the same for all listeners of one language."""
    return piece(TEMPLATE, "figures", board=board, **TOOLS)
