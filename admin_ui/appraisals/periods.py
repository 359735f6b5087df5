"""The pages of appraisal periods: compute, review and settle one, list its scores, export it."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

import views
from admin_ui import access, frame
from admin_ui.appraisals import exports
from domain import appraisals, policy
from domain.errors import DomainError, Invalid, NotFound
from domain.words import PeriodState, SubjectKind
from views.figures.desks import weighing
from web import forms, htmx
from web.catalogue import say
from web.downloads import TYPES
from web.errors import status_of
from web.language import language

PATH = "/admin/periods"
FIELDS: Any = (
    "id", "subjectKind", "subjectName", "score", "total", "margin", "n", "bad", "waiting", "planVersion",
    "agency.name", ("changes", ["on", "score"]),
)  # fmt: skip


@access.signed_in
async def index(request: Request) -> Response:
    """GET /admin/periods"""
    me = access.actor(request)
    policy.require_city(me, "period.compute")
    return await frame.show(
        request, "admin/periods/list.html", here="periods", block=("list", "messages"), rows=await weighing.periods(me)
    )


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/periods/{period}"""
    return await _render(request)


@access.signed_in
async def compute(request: Request) -> Response:
    """POST …/computation"""
    return await _do(request, lambda key: appraisals.compute(key, by=access.actor(request)), "period.computed")


@access.signed_in
async def settle(request: Request) -> Response:
    """POST …/settlement: needs a typed confirmation, and settles only the figures that the page showed."""

    async def settled(key: str) -> None:
        form = access.typed(request)
        if forms.text(form, "confirm") != key:
            raise Invalid(
                say("period.confirm.wrong", period=key), say("period.confirm.wrong", period=key), path=("confirm",)
            )
        await appraisals.settle(key, seen=forms.moment(forms.text(form, "seen")), by=access.actor(request))

    return await _do(request, settled, "period.settled")


@access.signed_in
async def adjust(request: Request) -> Response:
    """POST …/adjustments: look for changes now, which otherwise happens at night."""
    return await _do(request, lambda key: appraisals.adjust(by=access.actor(request)), "period.adjusted")


@access.signed_in
async def export_csv(request: Request) -> Response:
    """GET …/export.csv"""
    return await _export(request, "csv")


@access.signed_in
async def export_xlsx(request: Request) -> Response:
    """GET …/export.xlsx"""
    return await _export(request, "xlsx")


async def _export(request: Request, kind: str) -> Response:
    """Return the export of a period. Raises Forbidden unless the actor is HR."""
    me, key = access.actor(request), request.path_params["period"]
    policy.require_city(me, "appraisal.export")
    await _period(request)
    rows = exports.rows(key, me, language())
    body = exports.csv(rows) if kind == "csv" else exports.xlsx(rows, key)
    headers = {"Content-Disposition": f'attachment; filename="appraisals-{key}.{kind}"', "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=TYPES[kind], headers=headers)


async def _do(request: Request, call: Callable[[str], Awaitable[Any]], done: str) -> Response:
    key = request.path_params["period"]
    try:
        await call(key)
    except DomainError as refusal:
        place = refusal.path[0] if refusal.path else "period"
        return await _render(request, problems=[(place, refusal.sentence(language()))], status=status_of(refusal))
    return htmx.go(request, f"{PATH}/{key}?done={done}")


async def _render(request: Request, *, problems: list[tuple[str, str]] | None = None, status: int = 200) -> Response:
    me, period = access.actor(request), await _period(request)
    kind = request.query_params.get("kind", "")
    kind = kind if kind in set(SubjectKind) else SubjectKind.AGENCY.value
    page = await views.page(
        "Appraisal",
        FIELDS,
        actor=me,
        where={"period": period["key"], "subjectKind": kind},
        first=100,
        after=request.query_params.get("after"),
        language=language(),
    )
    return await frame.show(
        request,
        "admin/periods/period.html",
        here="periods",
        crumbs=((say("nav.periods"), PATH), (period["key"], "")),
        block=("period", "messages"),
        status=status,
        period=period,
        kind=kind,
        kinds=list(SubjectKind),
        page=page,
        rows=sorted(page.rows, key=lambda row: (row["score"] is None, row["subjectName"])),
        is_settled=period["state"] == PeriodState.SETTLED,
        is_computed=period["state"] == PeriodState.PREVIEW,
        problems=problems or [],
        confirm=forms.text(access.typed(request), "confirm") if problems else "",
    )


async def _period(request: Request) -> Any:
    me = access.actor(request)
    policy.require_city(me, "period.compute")
    found = await weighing.periods(me, request.path_params["period"])
    if not found:
        raise NotFound("没有这个考核周期。", "There is no such period.")
    return found[0]
