"""The pages of API clients, for the administrator: register, renew keys, set origins, disable."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from domain import policy
from domain.access import KINDS
from domain.clients import clients
from domain.errors import DomainError, Invalid, NotFound
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language

PATH: Final = "/admin/clients"
PER_PAGE: Final = 50
FIELDS: Any = (
    "id", "name", "code", "kind", "scopes", "origins", "isEnabled", "since", "agency.name", "channel.name",
    ("keys", ["kid", "algorithm", "mark", "since", "until", "state"]),
)  # fmt: skip
NOTHING: Mapping[str, str] = {}
OFFERED: Final = tuple(kind for kind in KINDS if kind != "PUBLIC")  # a key of a PUBLIC client gives no more than no key


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/clients; ?new opens the form."""
    return await _list(request, is_new="new" in request.query_params)


@access.signed_in
async def create(request: Request) -> Response:
    """POST /admin/clients: the new key is shown once, on the page that answers."""
    form = access.typed(request)
    draft = {name: forms.text(form, name) for name in ("name", "kind", "agency", "channel")}
    try:
        new = await clients.register(
            draft["name"],
            draft["kind"],
            agency=draft["agency"] or None,
            channel=draft["channel"] or None,
            by=access.actor(request),
        )
    except DomainError as refusal:
        problem = (refusal.path[0] if refusal.path else "kind", refusal.sentence(language()))
        return await _list(request, is_new=True, draft=draft, problem=problem, status=status_of(refusal))
    return await _one(request, views.seal_id("Client", new.id), key=new.key)


@access.signed_in
async def show_one(request: Request) -> Response:
    """GET /admin/clients/{client}"""
    return await _one(request, request.path_params["client"])


@access.signed_in
async def create_api_key(request: Request) -> Response:
    """POST …/api-key: the new key is shown once, on the page that answers."""
    by, sealed = access.actor(request), request.path_params["client"]
    try:
        key = await clients.renew_key(views.open_id("Client", sealed) or 0, by=by)
    except NotFound:
        return await _not_here(request)
    return await _one(request, sealed, key=key)


@access.signed_in
async def create_origins(request: Request) -> Response:
    """POST …/origins: the whole list, one origin per line."""
    form, by = access.typed(request), access.actor(request)
    lines = forms.text(form, "origins").split("\n")
    seen = forms.text(form, "seen").split() if "seen" in form else None
    return await _change(request, "origins", lambda found: clients.set_origins(found, lines, by=by, seen=seen))


@access.signed_in
async def create_key(request: Request) -> Response:
    """POST …/keys"""
    form, by = access.typed(request), access.actor(request)

    async def register(found: int) -> None:
        until = _day(forms.text(form, "until"))
        over = clients.end_of(until) if until else None
        kid, key = forms.text(form, "kid"), forms.text(form, "key")
        await clients.register_key(found, kid, key, valid_until=over, by=by)

    return await _change(request, "keys", register)


@access.signed_in
async def create_revocation(request: Request) -> Response:
    """POST …/keys/revocation"""
    kid = forms.text(access.typed(request), "kid")
    return await _change(request, "revocation", lambda found: clients.revoke_key(found, kid, by=access.actor(request)))


@access.signed_in
async def create_closure(request: Request) -> Response:
    """POST …/closure"""
    by = access.actor(request)
    return await _change(request, "closure", lambda found: clients.set_enabled(found, False, by=by))


@access.signed_in
async def create_opening(request: Request) -> Response:
    """POST …/opening"""
    by = access.actor(request)
    return await _change(request, "opening", lambda found: clients.set_enabled(found, True, by=by))


async def _change(request: Request, what: str, move: Callable[[int], Awaitable[Any]]) -> Response:
    """Make one change; a refusal shows the form with what was typed and the problem."""
    sealed = request.path_params["client"]
    try:
        await move(views.open_id("Client", sealed) or 0)
    except DomainError as refusal:
        if isinstance(refusal, NotFound) and not refusal.path:
            raise
        form = access.typed(request)
        problem = (refusal.path[0] if refusal.path else "", refusal.sentence(language()))
        kept = [name for name in ("origins", "kid", "key", "until") if name in form]
        draft = {
            name: forms.text(form, name) for name in kept if (name, problem[0]) != ("key", "key")
        }  # it may be secret
        return await _one(request, sealed, what=what, draft=draft, problem=problem, status=status_of(refusal))
    return htmx.go(request, f"{PATH}/{sealed}?done=client.{what}")


async def _list(
    request: Request,
    *,
    is_new: bool = False,
    draft: Mapping[str, str] = NOTHING,
    problem: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Response:
    me = access.actor(request)
    policy.require(me, "client.change")
    page = await views.page(
        "Client", FIELDS, actor=me, first=PER_PAGE, after=request.query_params.get("after"), language=language()
    )
    return await frame.show(
        request,
        "admin/clients/list.html",
        here="clients",
        status=status,
        page=page,
        is_new=is_new,
        draft=draft,
        problem=problem,
        kinds=[(kind, say(f"client.kind.{kind}")) for kind in OFFERED],
        agencies=await _choices("Agency", request),
        channels=await _choices("Channel", request),
    )


async def _one(
    request: Request,
    sealed: str,
    *,
    key: str = "",
    what: str = "",
    draft: Mapping[str, str] = NOTHING,
    problem: tuple[str, str] = ("", ""),
    status: int = 200,
) -> Response:
    me = access.actor(request)
    policy.require(me, "client.change")
    client = await views.one("Client", FIELDS, id=sealed, actor=me, language=language())
    if client is None:
        return await _not_here(request)
    answer = await frame.show(
        request,
        "admin/clients/client.html",
        here="clients",
        crumbs=((say("nav.clients"), PATH), (client["name"], "")),
        status=status,
        client=client,
        key=key,
        what=what,
        draft=draft,
        problem=problem,
        signs=client["kind"] == clients.SIGNS,
    )
    if key:
        answer.headers["Cache-Control"] = "no-store"
    return answer


async def _not_here(request: Request) -> Response:
    return await frame.show(request, "admin/clients/not_here.html", here="clients", status=404)


async def _choices(view: str, request: Request) -> list[tuple[str, str]]:
    rows = await views.every(view, ["code", "name"], actor=access.actor(request), language=language())
    return [("", say("clients.any")), *((row["code"], row["name"]) for row in rows)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong = say("client.date.wrong")
        raise Invalid(wrong, wrong, path=("until",)) from None
