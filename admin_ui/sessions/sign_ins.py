"""The page of sign-ins slowed by wrong passwords; the security administrator can end the waiting."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame
from domain import policy
from domain.accounts import guessing
from views.figures.desks.guarding import slowed
from web import forms, htmx

PATH = "/admin/sign-ins"


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/sign-ins"""
    me = access.actor(request)
    policy.require(me, "sign_in.lift")
    rows = [
        {**row, "waits_until": row["last"] + guessing.delay(row["failures"]) if row["login"] else None}
        for row in await slowed(me)
    ]
    hours = guessing.REMEMBERED // timedelta(hours=1)
    return await frame.show(request, "admin/sign_ins/list.html", here="sign-ins", rows=rows, hours=hours)


@access.signed_in
async def lift(request: Request) -> Response:
    """POST /admin/sign-ins/lifted"""
    form = access.typed(request)
    login, address = forms.text(form, "login"), forms.text(form, "address")
    await guessing.lift(login, address, by=access.actor(request))
    return htmx.go(request, f"{PATH}?done=lifted")
