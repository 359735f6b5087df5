"""The page of one score: its figures, the days they were counted on, the cases behind them."""

from collections.abc import Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.appraisals import behind
from admin_ui.navigation import RATED
from domain import policy
from domain.errors import NotFound
from domain.words import Role
from web.catalogue import say
from web.language import language

PATH = "/admin/appraisals"
WHOLE = ("appraisal", "messages")
ROW: Any = (
    "id", "row", "whose", "subjectKind", "subjectName", "period", "state", "score", "total", "margin", "n", "bad",
    "waiting", "planVersion", "agency.name", "district.name", ("changes", ["on", "reason", "score"]),
    ("figures", ["key", "name", "value", "low", "high", "n", "weight", "points", "note", "definition", "numerator",
                 "denominator", "groupMean", "byDay"]),
)  # fmt: skip
LISTED: Any = ("id", "subjectKind", "subjectName", "period", "score", "total", "n", "bad", "planVersion")


@access.signed_in
async def index(request: Request) -> Response:
    """GET /admin/appraisals: the settled scores that the person may see; for staff their own."""
    me = access.actor(request)
    if policy.reach(me.role, "Appraisal") is None:
        raise NotFound("这里没有您可以看的。", "Nothing here is yours to see.")
    page = await views.page(
        "Appraisal", LISTED, actor=me, first=50, after=request.query_params.get("after"), language=language()
    )
    return await frame.show(
        request,
        "admin/appraisals/list.html",
        here="appraisals",
        crumbs=((say("nav.appraisals.own" if me.role in RATED else "nav.appraisals"), ""),),
        block=("list", "messages"),
        page=page,
        is_own=me.role in RATED,
    )


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/appraisals/{appraisal}"""
    me = access.actor(request)
    row = await views.one("Appraisal", ROW, id=request.path_params["appraisal"], actor=me, language=language())
    if row is None:
        raise NotFound("找不到这个得分，或者不归您看。", "No such score here.")
    is_hr = me.role == Role.HR
    crumbs = (
        (
            (say("nav.periods"), "/admin/periods"),
            (row["period"], f"/admin/periods/{row['period']}?kind={row['subjectKind']}"),
        )
        if is_hr
        else ((say("nav.appraisals"), PATH),)
    )
    return await frame.show(
        request,
        "admin/appraisals/appraisal.html",
        here="periods" if is_hr else "appraisals",
        crumbs=(*crumbs, (row["subjectName"], "")),
        block=_block(request) if is_hr else WHOLE,
        row=row,
        figures=[{**figure, "days": days(figure["byDay"])} for figure in row["figures"]],
        ratings=await behind.ratings(row, me, request.query_params) if is_hr else None,
        orders=await behind.orders(row, me, request.query_params) if is_hr else None,
        url=f"{PATH}/{row['id']}",
        is_hr=is_hr,
        is_own=me.role in RATED,
        is_person=row["subjectKind"] in RATED,
    )


def _block(request: Request) -> str | Sequence[str]:
    """Return the block to be swapped: when a list is paged, only that list."""
    return next((name for name in ("ratings", "orders") if name in request.query_params), WHOLE)


def days(text: str) -> list[tuple[str, float, float]]:
    """Return (day, part, whole) of a figure for each day, also in a quarter, as months would hide the day."""
    return [(day, part, whole) for day, part, whole in orjson.loads(text)]
