"""The page that asks who one is, and keeps what somebody was writing when the session ended."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web import forms, htmx
from web.catalogue import say
from web.templating import page

TEMPLATE = "admin/sessions/sign_in.html"
DESK = "/admin"


async def ask_again(request: Request) -> Response:
    """The session is over, or never was: sign in, then go on where one was."""
    if request.method == "POST":
        typed = await forms.read(request)
        kept = {name: forms.text(typed, name) for name in typed if name != "csrf"}
        return await ask(request, then=inside(_page_of(request)), kept=kept, over=True, status=401)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if htmx.asks(request):
        return await ask(request, then=inside(target), over=True, status=401)
    return RedirectResponse(f"/admin/session?then={quote(target, safe='/')}", 303)


async def ask(
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


def inside(target: str) -> str:
    """Only an address of this door; anything else leads to the desk."""
    is_ours = target == DESK or target.startswith((f"{DESK}/", f"{DESK}?"))
    return target if is_ours and "\\" not in target and "//" not in target and target.isprintable() else DESK


def _page_of(request: Request) -> str:
    """The page a form stands on: the order above its moves."""
    parts = request.url.path.split("/")
    return "/".join(parts[:4]) if request.url.path.startswith("/admin/work-orders/") else DESK
