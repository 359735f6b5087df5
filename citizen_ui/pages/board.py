"""The public board (07): what happened to the year's bad ratings. Within a second of anything happening it shows it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from citizen_ui import board_comments, board_reading, boards
from citizen_ui.boards import BoardPage
from citizen_ui.watching import Watch
from views import outcomes, places
from web.language import language
from web.templating import page, piece

TEMPLATE = "citizen/board.html"
STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
LATER = {"Retry-After": "30", "Cache-Control": "no-store"}
TOOLS: dict[str, Any] = {
    "bad_of": boards.bad_of,
    "days_table": boards.days_table,
    "days_headings": boards.days_headings,
    "legend": boards.LEGEND,
}

watch: Watch[BoardPage] = Watch(board_reading.read, outcomes.mark)


async def show(request: Request) -> Response:
    """GET /board"""
    comments = await board_comments.read(places.whole(), language(), request.query_params)
    board = await watch.figures(language())
    return await page(request, TEMPLATE, block="figures", board=board, comments=comments, **TOOLS)


async def events(request: Request) -> Response:
    """GET /board/events: the figures at once and whenever they changed, at most once a second."""
    if watch.is_full:
        return Response(status_code=503, headers=LATER)
    return StreamingResponse(watch.stream(language(), _draw), media_type="text/event-stream", headers=STREAM)


def _draw(board: BoardPage) -> str:
    """The same for all who listen: nothing of the request is in it but its language."""
    return piece(TEMPLATE, "figures", board=board, **TOOLS)
