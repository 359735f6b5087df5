"""The open data of the board: the page that explains the fields, and the file as CSV or JSON."""

import hashlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from citizen_ui.board import rows as open_data
from citizen_ui.board.rows import Wanted
from domain.errors import Invalid
from views.compiling.sealing import address
from web.heavy import File
from web.language import language
from web.templating import page

KEPT: Final = {"Cache-Control": "public, max-age=300", "Vary": "Accept-Language, Cookie", "X-Robots-Tag": "noindex"}
ANYBODY: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


async def show(request: Request) -> Response:
    """GET /board/open-data: 字段说明"""
    return await _fields(request)


async def as_csv(request: Request) -> Response:
    """GET /board/open-data.csv"""
    return await _file(request, "csv", "text/csv; charset=utf-8", open_data.as_csv)


async def as_json(request: Request) -> Response:
    """GET /board/open-data.json"""
    return await _file(request, "json", "application/json", open_data.as_json)


async def _file(
    request: Request, kind: str, media_type: str, write: Callable[[Wanted], AsyncIterator[str]]
) -> Response:
    try:
        wanted = await open_data.judge(dict(request.query_params))
    except Invalid as refusal:
        return await _fields(request, refusal.sentence(language()), status=422)
    known = repr((await open_data.mark(wanted), kind, language())).encode()
    headers = {**KEPT, **ANYBODY, "ETag": f'W/"{hashlib.sha256(known).hexdigest()[:24]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{wanted.filename}.{kind}"'
    return File(request, known, partial(write, wanted), headers, media_type)


async def _fields(request: Request, refusal: str = "", status: int = 200) -> Response:
    return await page(
        request,
        "citizen/board/open_data.html",
        status=status,
        refusal=refusal,
        asked=request.query_params,
        fields=open_data.FIELDS,
        levels=list(open_data.LEVELS),
        steps=list(open_data.STEPS),
        address=address(),
    )
