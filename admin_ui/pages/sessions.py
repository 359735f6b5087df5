"""Signing in and out, and switching one's role. Whoever was signed out while writing finds the text where it was."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui import access
from admin_ui.pages import work_order
from admin_ui.signing_in import DESK, inside
from admin_ui.signing_in import ask as ask_who
from domain.directory import sessions
from domain.errors import DomainError
from web import forms, htmx
from web.errors import status_of
from web.language import language

KEEP = "keep."


async def ask(request: Request) -> Response:
    """GET /admin/session"""
    if await access.visitor(request):
        return RedirectResponse(DESK, 303)
    return await ask_who(request, then=inside(request.query_params.get("then", DESK)))


async def create(request: Request) -> Response:
    """POST /admin/session"""
    form = await forms.read(request)
    kept = {name.removeprefix(KEEP): forms.text(form, name) for name in form if name.startswith(KEEP)}
    login, then = forms.text(form, "login"), inside(forms.text(form, "then"))
    address = request.client.host if request.client else ""
    try:
        device = request.cookies.get(access.DEVICE, "")
        opened = await sessions.sign_in(login, forms.exact(form, "password"), address=address, device=device)
    except DomainError as refusal:
        sentence = refusal.sentence(language())
        return await ask_who(request, then=then, kept=kept, login=login, problem=sentence, status=status_of(refusal))
    answer = await _go_on(request, opened.token, then, kept) if kept else htmx.go(request, then)
    access.remember(answer, opened)
    return answer


async def _go_on(request: Request, token: str, then: str, kept: Mapping[str, str]) -> Response:
    """The page one was on, with the form open and filled: texts never ride in addresses."""
    who = await sessions.seen(token)
    parts = then.split("?")[0].removeprefix("/admin/work-orders/").split("/")
    if who is None or len(parts) != 1 or not then.startswith("/admin/work-orders/"):
        return htmx.go(request, DESK)
    request.state.visitor = who
    return await work_order.render(request, parts[0], draft=kept, move=kept.get("move", ""))


@access.signed_in
async def switch(request: Request) -> Response:
    """POST /admin/session/role"""
    role = forms.text(access.typed(request), "role")
    await sessions.switch_role(request.cookies[access.COOKIE], role, by=access.actor(request))
    return htmx.go(request, DESK)


@access.signed_in
async def end(request: Request) -> Response:
    """POST /admin/session/end"""
    await sessions.sign_out(request.cookies[access.COOKIE], by=access.actor(request))
    answer = htmx.go(request, "/admin/session")
    access.forget(answer)
    return answer
