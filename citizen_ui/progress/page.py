"""The page that shows the progress of a rating to the holder of its receipt, without names or times."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citizen_ui.progress.following import see
from domain.errors import NotFound
from domain.evaluations import follow
from web import forms
from web.catalogue import say
from web.templating import page

LOOKUP = "citizen/progress/lookup.html"


async def show(request: Request) -> Response:
    """GET /progress/{receipt}; ?thanks=1 comes after rating."""
    receipt = request.path_params["receipt"]
    try:
        followed = await follow(receipt)
    except NotFound:
        return await _unknown(request, receipt)
    seen = await see(followed)
    first = "thanks" in request.query_params
    return await page(
        request,
        "citizen/progress/progress.html",
        rating=seen.rating,
        order=seen.order,
        steps=seen.steps,
        fate=seen.fate,
        waits=seen.waits,
        first=first,
    )


async def look_up(request: Request) -> Response:
    """GET /progress"""
    return await page(request, LOOKUP, receipt="", error="")


async def find(request: Request) -> Response:
    """POST /progress"""
    receipt = forms.text(await forms.read(request), "receipt")
    if not receipt:
        return await page(request, LOOKUP, status=422, receipt="", error=say("receipt.missing"))
    try:
        followed = await follow(receipt)
    except NotFound:
        return await _unknown(request, receipt)
    return RedirectResponse(f"/progress/{followed.receipt}", status_code=303)


async def _unknown(request: Request, receipt: str) -> Response:
    return await page(request, LOOKUP, status=404, receipt=receipt[:40], error=say("receipt.unknown"))
