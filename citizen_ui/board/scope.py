"""The board of one place: a district live, agencies and items by whole days, with published comments."""

from collections import OrderedDict
from functools import partial
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from citizen_ui.board import comments as board_comments
from citizen_ui.board import scope_reading, scopes
from citizen_ui.board.lines import Line
from citizen_ui.board.scopes import KIND, ScopePage
from citizen_ui.board.watching import Watch
from domain.figures import SHARES
from views.compiling.sealing import address
from views.figures import measures
from views.figures.public import places, publishing
from views.figures.public.places import Place
from web.language import language
from web.templating import page, piece

TEMPLATE: Final = "citizen/board/scope.html"
MOST_WATCHED: Final = 64
TOOLS: Final[dict[str, Any]] = {
    "path": scopes.path,
    "embedded": scopes.embedded,
    "cards": scopes.CARDS,
    "rate_of": scopes.rate_of,
    "told_share": scopes.told,
    "months_headings": scopes.months_headings,
    "months_table": scopes.months_table,
    "questions_headings": scopes.questions_headings,
    "questions_table": scopes.questions_table,
}

_watched: OrderedDict[tuple[str, int], Watch[ScopePage]] = OrderedDict()


def watch(place: Place) -> Watch[ScopePage]:
    """Return the watch of a place, made if there is none.

    Of more than MOST_WATCHED, those without listeners are dropped, the least recently used first.
    """
    if place.scope not in _watched:
        _watched[place.scope] = Watch(partial(scope_reading.read, place))
    _watched.move_to_end(place.scope)
    idle = [scope for scope, one in _watched.items() if one.is_idle]
    for scope in idle[: max(0, len(_watched) - MOST_WATCHED)]:
        del _watched[scope]
    return _watched[place.scope]


def forget() -> None:
    """Drop everything that is kept, before another database is used."""
    _watched.clear()
    publishing.forget()


async def sought(request: Request) -> Place:
    """Return the place in the address, the city if there is none. Raises HTTPException 404."""
    folder, code = request.path_params.get("folder"), request.path_params.get("code", "")
    kind = "CITY" if folder is None else KIND.get(folder, "")
    place = await places.find(kind, code) if kind else None
    if place is None:
        raise HTTPException(404)
    return place


async def show(request: Request) -> Response:
    """GET /board/{districts|agencies|services}/{code}"""
    place = await sought(request)
    board = await watch(place).figures(language())
    comments = await board_comments.read(place, language(), request.query_params)
    return await page(request, TEMPLATE, block="figures", board=board, comments=comments, address=address(), **TOOLS)


async def events(request: Request) -> Response:
    """GET /board/districts/{code}/events: the figures at once, and on each change, once a second at most."""
    place = await sought(request)
    return told(request, place, TEMPLATE)


def told(request: Request, place: Place, template: str) -> Response:
    """Return the stream of a place's figures.

    Raises HTTPException 404 for a place below a district, whose figures change only once a day.
    """
    if not place.is_large:
        raise HTTPException(404)
    return Line(request, partial(watch(place).stream, language(), partial(_draw, template), template))


def _draw(template: str, board: ScopePage) -> str:
    return piece(template, "figures", board=board, **TOOLS)


async def agencies(request: Request) -> Response:
    """GET /board/agencies: every agency with its figure beside the city's, by district."""
    groups, city, top, through = await scope_reading.agencies()
    return await page(
        request, "citizen/board/agencies.html", groups=groups, whole=city, top=top, through=through, **TOOLS
    )


async def how(request: Request) -> Response:
    """GET /board/how: what each figure is, with an example"""
    return await page(request, "citizen/board/how.html", figures=(measures.RATE, *SHARES, "score"))
