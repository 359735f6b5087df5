"""The pages for those not signed in, or whose form belongs to another person; typed text is kept."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui import access
from admin_ui.sessions import returning
from web import errors, forms, htmx
from web import kept as keeping
from web.catalogue import say
from web.kept import Kept
from web.templating import page

TEMPLATE = "admin/sessions/sign_in.html"
DESK = "/admin"


async def ask_again(request: Request) -> Response:
    """Return the sign-in page; after signing in, the person continues where they were."""
    if htmx.scripted(request):
        return await ask_here(request)
    if request.method == "POST":
        kept = keeping.here(request)
        was = forms.mark_of(kept.token) if kept else ""
        return await ask(request, then=DESK, kept=kept, was=was, over=True, status=401)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/admin/session?then={quote(target, safe='/')}", 303)


async def ask_here(
    request: Request, *, was: str = "", login: str = "", problem: str = "", status: int = 401
) -> Response:
    """Return the sign-in form for a script, which shows it beside the form and changes nothing else."""
    return errors.failure(
        status=status, title=say("sign_in.over.short"), sentence=problem or say("sign_in.here"),
        sign_in=True, was=was, login=login,
    )  # fmt: skip


async def ask(
    request: Request,
    *,
    then: str,
    kept: Kept | None = None,
    was: str = "",
    login: str = "",
    problem: str = "",
    over: bool = False,
    status: int = 200,
) -> Response:
    """Return the sign-in page. `kept`: the form to return to; `was`: the mark of its person."""
    title = say("sign_in.over") if kept and kept.words else say("sign_in.over.short" if over else "sign_in.title")
    return await page(
        request,
        TEMPLATE,
        status=status,
        then=then,
        kept=kept,
        was=was,
        login=login,
        problem=problem,
        over=over,
        title=title,
    )


def inside(target: str) -> str:
    """Return the address if it is one of the officials' pages, else that of the desk."""
    is_ours = target == DESK or target.startswith((f"{DESK}/", f"{DESK}?"))
    return target if is_ours and "\\" not in target and "//" not in target and target.isprintable() else DESK


async def not_theirs(request: Request) -> Response:
    """Return the page for a form of another session, person or role.

    A form of an older session of the same person can be sent again. A form of another person or role is only shown, so
    that nothing is done in the name of somebody who did not write it.
    """
    kept, me = keeping.here(request), access.actor(request)
    was = forms.mark_of(kept.token) if kept else ""
    if kept is None or len(was) != 2 * access.HALF:
        return await errors.show(request, 403)
    if was == access.mark(me):
        return await _stale(request, kept)
    if access.is_same_person(was, me):
        role = say(f"role.{me.role}")
        return await _shown(request, kept, say("kept.role", role=role), say("kept.role.text"))
    return await _shown(request, kept, say("kept.other", name=me.name), say("kept.other.text", name=me.name))


async def _stale(request: Request, kept: Kept) -> Response:
    if not htmx.scripted(request):
        return await returning.back(request, kept, title=say("kept.stale"), text=say("kept.stale.text"), status=403)
    answer = errors.failure(status=403, title=say("kept.stale"), sentence=say("kept.stale.here"))
    return htmx.tell(answer, "signed-in", csrf=access.csrf(request))


async def _shown(request: Request, kept: Kept, title: str, text: str) -> Response:
    if htmx.scripted(request):
        return errors.failure(status=403, title=title, sentence=text)
    return await returning.to_copy(request, kept, title=title, text=text, status=403)
