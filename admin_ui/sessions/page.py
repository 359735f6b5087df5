"""Signing in and out, and switching roles; a form being filled in is restored after sign-in."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_ui import access
from admin_ui.sessions import returning
from admin_ui.sessions.signing_in import DESK, ask_here, inside
from admin_ui.sessions.signing_in import ask as ask_who
from domain.accounts import sessions
from domain.accounts.sessions import Opened, SignedIn
from domain.errors import DomainError
from web import errors, forms, htmx
from web import kept as keeping
from web.catalogue import say
from web.errors import status_of
from web.kept import CARRIED, Kept
from web.language import language


async def ask(request: Request) -> Response:
    """GET /admin/session"""
    if await access.visitor(request):
        return RedirectResponse(DESK, 303)
    return await ask_who(request, then=inside(request.query_params.get("then", DESK)))


async def create(request: Request) -> Response:
    """POST /admin/session: from the sign-in page, or (`here`) from beside a form being filled in."""
    form = await forms.read(request, limit=forms.READ)
    kept, here = _carried(form), forms.text(form, "here") == "1"
    login, then, was = forms.text(form, "login"), inside(forms.text(form, "then")), forms.text(form, "was")
    address = request.client.host if request.client else ""
    try:
        device = request.cookies.get(access.DEVICE, "")
        opened = await sessions.sign_in(login, forms.exact(form, "password"), address=address, device=device)
    except DomainError as refusal:
        sentence, status = refusal.sentence(language()), status_of(refusal)
        if here:
            return await ask_here(request, was=was, login=login, problem=sentence, status=status)
        return await ask_who(
            request, then=then, kept=kept, was=was, login=login, problem=sentence, over=bool(kept), status=status
        )
    return await _let_in(request, opened, was, then, kept, here=here)


def _carried(form: FormData) -> Kept | None:
    """Return the form that the sign-in page carried on, as it was typed."""
    pairs = [(name.removeprefix(CARRIED), value) for name, value in form.multi_items() if name.startswith(CARRIED)]
    action = inside(forms.text(form, "kept"))
    texts = [(name, value.replace("\r\n", "\n")) for name, value in pairs if isinstance(value, str)]
    return keeping.made(action, texts, "") if texts else None


async def _let_in(request: Request, opened: Opened, was: str, then: str, kept: Kept | None, *, here: bool) -> Response:
    token = opened.token
    who = await sessions.seen(token)
    if who is None or not (kept or here):
        answer = htmx.go(request, then)
    else:
        who = await _as_before(token, who, was)
        request.state.visitor = who
        answer = await (_beside(request, who, was) if here or kept is None else _go_on(request, token, was, kept))
    access.remember(answer, opened)
    return answer


async def _as_before(token: str, who: SignedIn, was: str) -> SignedIn:
    """Let the same person continue in the role that the form was made for."""
    role = next((role for role in who.actor.roles if access.mark(who.actor, role) == was), who.actor.role)
    if role != who.actor.role:
        await sessions.switch_role(token, role, by=who.actor)
        who = await sessions.seen(token) or who
    return who


async def _go_on(request: Request, token: str, was: str, kept: Kept) -> Response:
    """Return the page with the form filled in again; another person's texts are only shown."""
    name = access.actor(request).name
    if was and not access.is_same_person(was, access.actor(request)):
        title, text = say("kept.other", name=name), say("kept.other.text", name=name)
        return await returning.to_copy(request, kept, title=title, text=text, status=200)
    title, text = say("sign_in.again"), say("kept.stale.text")
    cookies = {access.COOKIE: token}
    return await returning.back(request, kept, title=title, text=text, status=200, cookies=cookies)


async def _beside(request: Request, who: SignedIn, was: str) -> Response:
    """Answer a script: the page stays, and forms of this person and role get the new session's token."""
    if was and was != access.mark(who.actor):
        name = who.actor.name
        title, text = say("kept.other", name=name), say("kept.other.text", name=name)
        return errors.failure(status=200, title=title, sentence=text)
    answer = errors.failure(status=200, title=say("sign_in.again"), sentence=say("sign_in.again.text"))
    return htmx.tell(answer, "signed-in", csrf=access.token_of(who))


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
