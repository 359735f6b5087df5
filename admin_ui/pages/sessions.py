"""Signing in and out, and switching one's role. Whoever was signed out while writing finds the text where it was."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui import access
from domain.directory import sessions
from domain.errors import DomainError
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language
from web.templating import page

TEMPLATE = "admin/sessions/sign_in.html"
KEEP = "keep."
DESK = "/admin"


async def ask(request: Request) -> Response:
    """GET /admin/session"""
    if await access.visitor(request):
        return RedirectResponse(DESK, 303)
    return await _form(request, then=_inside(request.query_params.get("then", DESK)))


async def ask_again(request: Request) -> Response:
    """The session is over, or never was: sign in, then go on where one was."""
    if request.method == "POST":
        typed = await forms.read(request)
        kept = {name: forms.text(typed, name) for name in typed if name != "csrf"}
        return await _form(request, then=_inside(_page_of(request)), kept=kept, over=True, status=401)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if htmx.asks(request):
        return await _form(request, then=_inside(target), over=True, status=401)
    return RedirectResponse(f"/admin/session?then={quote(target, safe='/')}", 303)


async def create(request: Request) -> Response:
    """POST /admin/session"""
    form = await forms.read(request)
    kept = {name.removeprefix(KEEP): forms.text(form, name) for name in form if name.startswith(KEEP)}
    login, then = forms.text(form, "login"), _inside(forms.text(form, "then"))
    address = request.client.host if request.client else ""
    try:
        token = await sessions.sign_in(login, forms.text(form, "password"), address=address)
    except DomainError as refusal:
        sentence = refusal.sentence(language())
        return await _form(request, then=then, kept=kept, login=login, problem=sentence, status=status_of(refusal))
    answer = await _go_on(request, token, then, kept) if kept else htmx.go(request, then)
    access.remember(answer, token)
    return answer


async def _go_on(request: Request, token: str, then: str, kept: Mapping[str, str]) -> Response:
    """The page one was on, with the form open and filled: texts never ride in addresses."""
    from admin_ui.pages import work_order

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


async def _form(
    request: Request,
    *,
    then: str,
    kept: Mapping[str, str] | None = None,
    login: str = "",
    problem: str = "",
    over: bool = False,
    status: int = 200,
) -> Response:
    title = say("sign_in.over") if over or kept else say("sign_in.title")
    return await page(
        request,
        TEMPLATE,
        block="sign_in",
        status=status,
        then=then,
        kept=dict(kept or {}),
        login=login,
        problem=problem,
        over=over,
        title=title,
    )


def _page_of(request: Request) -> str:
    """The page a form stands on: the order above its moves."""
    parts = request.url.path.split("/")
    return "/".join(parts[:4]) if request.url.path.startswith("/admin/work-orders/") else DESK


def _inside(target: str) -> str:
    """Only an address of this door; anything else leads to the desk."""
    inside = target == DESK or target.startswith((f"{DESK}/", f"{DESK}?"))
    return target if inside and "\\" not in target and "//" not in target and target.isprintable() else DESK
