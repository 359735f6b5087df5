"""Who is at the door: the session's cookie → an Actor. Without one: sign in first; nothing typed is lost."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_ui.signing_in import ask_again
from domain import policy
from domain.actor import Actor
from domain.directory import guessing, sessions
from domain.directory.sessions import Opened, SignedIn
from domain.errors import Forbidden
from views.sealing import address
from web import forms

COOKIE, DEVICE = "haochaping_session", "haochaping_device"
PATH = "/admin"

Page = Callable[[Request], Awaitable[Response]]


def signed_in(page: Page) -> Page:
    """Only for a signed-in official. A form must carry the token of the session."""

    @wraps(page)
    async def guarded(request: Request) -> Response:
        who = await visitor(request)
        if who is None:
            return await ask_again(request)
        request.state.visitor = who
        if request.method == "POST":
            request.state.form = await forms.read(request)
            forms.check_csrf(request.state.form, who.csrf.encode())
        return await page(request)

    return guarded


async def visitor(request: Request) -> SignedIn | None:
    """The person behind the cookie; each look keeps the session alive."""
    token = request.cookies.get(COOKIE, "")
    return await sessions.seen(token) if token else None


def actor(request: Request) -> Actor:
    who: SignedIn = request.state.visitor
    return who.actor


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
    who: SignedIn = request.state.visitor
    return forms.csrf_token(who.csrf.encode())


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
