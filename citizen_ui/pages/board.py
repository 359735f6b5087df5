"""The public board (07): what happened to the year's bad ratings. Within a second of anything happening it shows it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from citizen_ui import board_reading, boards
from citizen_ui.boards import BoardPage
from citizen_ui.watching import Watch
from views import outcomes
from web.language import language
from web.templating import page, piece

TEMPLATE = "citizen/board.html"
STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
TOOLS: dict[str, Any] = {
    "bad_of": boards.bad_of,
    "days_table": boards.days_table,
    "days_headings": boards.days_headings,
    "legend": boards.LEGEND,
}

watch: Watch[BoardPage] = Watch(board_reading.read, outcomes.mark)


async def show(request: Request) -> Response:
    """GET /board"""
    return await page(request, TEMPLATE, block="figures", board=await watch.figures(language()), **TOOLS)


async def events(request: Request) -> Response:
    """GET /board/events: the figures again whenever they changed, at most once a second."""

    def draw(board: BoardPage) -> str:
        return piece(TEMPLATE, "figures", board=board, request=request, **TOOLS)

    return StreamingResponse(watch.stream(language(), draw), media_type="text/event-stream", headers=STREAM)
