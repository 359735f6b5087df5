"""Finds the signed-in official by the session cookie; others must sign in and lose nothing they typed."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain import keys, policy
from domain.accounts import guessing, sessions
from domain.accounts.sessions import Opened, SignedIn
from domain.actor import Actor
from domain.errors import Forbidden
from views.compiling.sealing import address
from web import forms

COOKIE, DEVICE = "haochaping_session", "haochaping_device"
PATH = "/admin"
ANY_ROLE = "/admin/session"  # signing out and switching roles are open to every role of the same person
HALF = 12  # hex digits of each half of a mark: the first names the person, the second the person's role

Page = Callable[[Request], Awaitable[Response]]

_answers: dict[str, Page] = {}


def otherwise(*, unknown: Page, not_theirs: Page) -> None:
    """Set the pages for those not signed in, and for a form of another session, person or role."""
    _answers.update(unknown=unknown, not_theirs=not_theirs)


def signed_in(page: Page) -> Page:
    """Decorate a page that only signed-in officials may use.

    A form must have the CSRF token of this session, made for the present role.
    """

    @wraps(page)
    async def guarded(request: Request) -> Response:
        if request.method == "POST":  # first of all: whatever fails from here on gives the words back
            request.state.form = await forms.read(request)
        who = await visitor(request)
        if who is None:
            return await _answers["unknown"](request)
        request.state.visitor = who
        if request.method == "POST" and not _is_theirs(request, who):
            return await _answers["not_theirs"](request)
        return await page(request)

    return guarded


def _is_theirs(request: Request, who: SignedIn) -> bool:
    token = forms.text(typed(request), "csrf")
    of_role = forms.mark_of(token) == mark(who.actor) or request.url.path.startswith(ANY_ROLE)
    return of_role and forms.is_of_session(token, who.csrf.encode())


async def visitor(request: Request) -> SignedIn | None:
    """Return the person of the session cookie, or None; this extends the session."""
    token = request.cookies.get(COOKIE, "")
    return await sessions.seen(token) if token else None


def actor(request: Request) -> Actor:
    """Return the signed-in person as an actor."""
    who: SignedIn = request.state.visitor
    return who.actor


def session(request: Request) -> bytes:
    """Return the mark that identifies this session in records."""
    who: SignedIn = request.state.visitor
    return who.mark


def reader(request: Request, view: str) -> Actor:
    """Return the person as an actor who may see this view.

    Raises Forbidden if the role sees none of it, instead of showing an empty page.
    """
    me = actor(request)
    if policy.reach(me.role, view) is None:
        raise Forbidden(
            "这一页不归您现在的角色看。可以回到工作台，或换一个角色。", "This page is not your role's to see."
        )
    return me


def csrf(request: Request) -> str:
    """Return the CSRF token for the forms of this request."""
    return token_of(request.state.visitor)


def token_of(who: SignedIn) -> str:
    """Return the CSRF token of a signed-in person."""
    return forms.csrf_token(who.csrf.encode(), mark(who.actor))


def mark(me: Actor, role: str = "") -> str:
    """Return the mark of the person and role a form is made for.

    It is a keyed hash of the person, followed by one of the person in this role, so it reveals neither.
    """
    secret = keys.keys().session
    parts = (f"form of {me.id}", f"form of {me.id} as {role or me.role}")
    return "".join(keys.keyed_hash(secret, part.encode()).hex()[:HALF] for part in parts)


def is_same_person(mark_of_form: str, me: Actor) -> bool:
    """Return whether a form was made for this person, in whatever role."""
    return mark_of_form[:HALF] == mark(me)[:HALF]


def typed(request: Request) -> Any:
    """Return the form that was posted; `signed_in` has read and checked it."""
    return request.state.form


def remember(response: Response, opened: Opened) -> None:
    """Set the cookies of a new session.

    The session cookie ends with the browser session; the server decides when the session ends. The device cookie stays:
    it shows that this browser is known, so that wrong passwords of others with the same login do not slow it down.
    """
    secure = address().startswith("https:")
    response.set_cookie(COOKIE, opened.token, path=PATH, httponly=True, samesite="lax", secure=secure)
    age = guessing.DEVICE_DAYS * 24 * 3600
    response.set_cookie(DEVICE, opened.device, age, path=PATH, httponly=True, samesite="lax", secure=secure)


def forget(response: Response) -> None:
    """Delete the session cookie."""
    response.delete_cookie(COOKIE, path=PATH)
