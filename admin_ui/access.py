"""Who is at the door: the session's cookie → an Actor. Without one: sign in first; nothing typed is lost."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain import keys, policy
from domain.actor import Actor
from domain.directory import guessing, sessions
from domain.directory.sessions import Opened, SignedIn
from domain.errors import Forbidden
from views.compiling.sealing import address
from web import forms

COOKIE, DEVICE = "haochaping_session", "haochaping_device"
PATH = "/admin"
ANY_ROLE = "/admin/session"  # signing out and switching roles are open to every role of the same person
HALF = 12  # hex digits of a mark that name the person; as many name the role

Page = Callable[[Request], Awaitable[Response]]

_answers: dict[str, Page] = {}


def otherwise(*, unknown: Page, not_theirs: Page) -> None:
    """What is answered to whoever is not signed in, and to a form of another session, person or role."""
    _answers.update(unknown=unknown, not_theirs=not_theirs)


def signed_in(page: Page) -> Page:
    """Only for a signed-in official. A form must carry the token of the session, drawn for the present role."""

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
    """The person behind the cookie; each look keeps the session alive."""
    token = request.cookies.get(COOKIE, "")
    return await sessions.seen(token) if token else None


def actor(request: Request) -> Actor:
    who: SignedIn = request.state.visitor
    return who.actor


def session(request: Request) -> bytes:
    """What stands for this session on record."""
    who: SignedIn = request.state.visitor
    return who.mark


def reader(request: Request, view: str) -> Actor:
    """The person, on a page of what the role sees; whose role sees none of it is told so, not shown an empty page."""
    me = actor(request)
    if policy.reach(me.role, view) is None:
        raise Forbidden(
            "这一页不归您现在的角色看。可以回到工作台，或换一个角色。", "This page is not your role's to see."
        )
    return me


def csrf(request: Request) -> str:
    """What the forms of this session carry."""
    return token_of(request.state.visitor)


def token_of(who: SignedIn) -> str:
    return forms.csrf_token(who.csrf.encode(), mark(who.actor))


def mark(me: Actor, role: str = "") -> str:
    """Whose form it is: the person, then the person in this role; told to nobody who does not know the secret."""
    secret = keys.keys().session
    parts = (f"form of {me.id}", f"form of {me.id} as {role or me.role}")
    return "".join(keys.keyed_hash(secret, part.encode()).hex()[:HALF] for part in parts)


def is_same_person(mark_of_form: str, me: Actor) -> bool:
    return mark_of_form[:HALF] == mark(me)[:HALF]


def typed(request: Request) -> Any:
    """The form that was posted, read and checked by `signed_in`."""
    return request.state.form


def remember(response: Response, opened: Opened) -> None:
    """A cookie for this browser session only; the server decides when it is over. And one that stays: that this
    browser is no stranger, whatever others try with the same login.
    """
    secure = address().startswith("https:")
    response.set_cookie(COOKIE, opened.token, path=PATH, httponly=True, samesite="lax", secure=secure)
    age = guessing.DEVICE_DAYS * 24 * 3600
    response.set_cookie(DEVICE, opened.device, age, path=PATH, httponly=True, samesite="lax", secure=secure)


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH)
