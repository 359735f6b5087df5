"""An administrator's actions on a webhook: the use cases of the API's mutations, for its owner."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.webhooks import page as webhooks
from admin_ui.webhooks import reading as hooks
from admin_ui.webhooks.page import PATH
from domain import subscriptions
from domain.errors import DomainError, NotFound
from domain.policy import SUBSCRIBER
from domain.subscriptions import NewWebhook
from domain.subscriptions.kinds import KINDS, heard_by
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language

FORM = "admin/webhooks/form.html"
PLACES = {"agencyCode": "agency"}  # field of the domain → field of the form
NOTHING: Mapping[str, Any] = {
    "client": "",
    "url": "",
    "kinds": [],
    "agency": "",
    "document": "",
    "enabled": True,
    "seen": "",
}


@access.signed_in
async def ask(request: Request) -> Response:
    """GET /admin/webhooks/new and /admin/webhooks/{webhook}/edit"""
    me, sealed = access.actor(request), request.path_params.get("webhook", "")
    webhooks.require(me)
    if not sealed:
        return await _form(request, sealed, NOTHING)
    filled = await _present(request, sealed)
    return await (_form(request, sealed, filled) if filled else webhooks.render(request, sealed))


async def _present(request: Request, sealed: str) -> Mapping[str, Any] | None:
    """Return the present webhook as the values of its form."""
    me = access.actor(request)
    row = await views.one("Webhook", hooks.FIELDS, id=sealed, actor=me, language=language())
    if row is None:
        return None
    return {
        "client": row["client"],
        "url": row["url"],
        "kinds": row["kinds"] or [],
        "agency": row["agency"]["code"] if row["agency"] else "",
        "document": row["document"] or "",
        "enabled": row["enabled"],
        "seen": await subscriptions.looked_at(_row(sealed), by=me),
    }


async def _form(
    request: Request,
    sealed: str,
    filled: Mapping[str, Any],
    *,
    problems: Mapping[str, str] | None = None,
    present: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """Return the page with the form.

    `present`: the stored values, if somebody else has changed them meanwhile.
    """
    title = say("hooks.form.edit" if sealed else "hooks.form.new")
    return await frame.show(
        request,
        FORM,
        here="webhooks",
        crumbs=((say("nav.webhooks"), PATH), (title, "")),
        status=status,
        title=title,
        sealed=sealed,
        filled=filled,
        clients=[
            ("", say("hooks.form.client.none")),
            *((str(row), name) for row, name in await subscriptions.subscribers()),
        ],
        kinds=[(name, f"{KINDS[name].name} {name}") for name in heard_by(SUBSCRIBER)],
        problems=problems or {},
        present=present,
    )


@access.signed_in
async def create(request: Request) -> Response:
    """POST /admin/webhooks: the secret is shown once, on the page that answers."""
    form = access.typed(request)
    try:
        made = await subscriptions.create(
            _facts(request), by=access.actor(request), client_id=forms.whole(forms.text(form, "client"))
        )
    except DomainError as refusal:
        return await _again(request, "", refusal)
    return await webhooks.render(request, views.seal_id("Webhook", made.id), secret=made.secret, status=201)


@access.signed_in
async def update(request: Request) -> Response:
    """POST /admin/webhooks/{webhook}"""
    sealed = request.path_params["webhook"]
    try:
        seen = forms.text(access.typed(request), "seen") or None
        await subscriptions.update(_row(sealed), _facts(request), by=access.actor(request), seen=seen)
    except NotFound:  # there is no page to show the form on, so the error page shows what was typed
        raise
    except DomainError as refusal:
        return await _again(request, sealed, refusal)
    return htmx.go(request, f"{PATH}/{sealed}?done=webhook-saved")


def _facts(request: Request) -> NewWebhook:
    form = access.typed(request)
    return NewWebhook(
        forms.text(form, "url"),
        forms.texts(form, "kinds") or None,
        forms.text(form, "agency") or None,
        forms.text(form, "document") or None,
        forms.text(form, "enabled") == "1",
    )


async def _again(request: Request, sealed: str, refusal: DomainError) -> Response:
    """Return the form with what was typed, and its problems."""
    form = access.typed(request)
    filled = {name: forms.text(form, name) for name in ("client", "url", "agency", "document")}
    kinds, enabled = forms.texts(form, "kinds"), forms.text(form, "enabled") == "1"
    path = refusal.path[0] if refusal.path else "url"
    problems = _missing(filled, sealed) | {PLACES.get(path, path): refusal.sentence(language())}
    present = await _present(request, sealed) if path == "meanwhile" else None
    seen = present["seen"] if present else forms.text(form, "seen")
    mine = {**filled, "kinds": kinds, "enabled": enabled, "seen": seen}
    return await _form(request, sealed, mine, problems=problems, present=present, status=status_of(refusal))


def _missing(filled: Mapping[str, str], sealed: str) -> dict[str, str]:
    """Return all missing fields, as the domain reports only the first."""
    needed = ("url",) if sealed else ("client", "url")
    return {name: say("hooks.missing", name=say(f"hooks.form.{name}")) for name in needed if not filled[name]}


@access.signed_in
async def create_secret(request: Request) -> Response:
    """POST …/secret"""
    sealed = request.path_params["webhook"]
    try:
        secret = await subscriptions.rotate(_row(sealed), by=access.actor(request))
    except DomainError as refusal:
        return await _refused(request, sealed, refusal)
    return await webhooks.render(request, sealed, secret=secret)


@access.signed_in
async def create_test(request: Request) -> Response:
    """POST …/test"""
    return await _do(request, "webhook-test", lambda row: subscriptions.send_test(row, by=access.actor(request)))


@access.signed_in
async def create_repeat(request: Request) -> Response:
    """POST …/repeat"""
    delivery = views.open_id("Delivery", forms.text(access.typed(request), "delivery")) or 0
    return await _do(request, "webhook-repeat", lambda row: subscriptions.resend(delivery, by=access.actor(request)))


@access.signed_in
async def create_resumption(request: Request) -> Response:
    """POST …/resumption: from a given position, or from the present one."""
    form = access.typed(request)
    asked = "position" in form
    after = forms.whole(forms.text(form, "position"))
    if asked and after is None:
        words = say("hooks.missing", name=say("hooks.resume.position"))
        return await webhooks.render(
            request, request.path_params["webhook"], problems=[("position", words)], status=422
        )
    return await _do(
        request, "webhook-resume", lambda row: subscriptions.resume(row, after=after, by=access.actor(request))
    )


@access.signed_in
async def create_deletion(request: Request) -> Response:
    """POST …/deletion"""
    sealed = request.path_params["webhook"]
    try:
        await subscriptions.delete(_row(sealed), by=access.actor(request))
    except DomainError as refusal:
        return await _refused(request, sealed, refusal)
    return htmx.go(request, f"{PATH}?done=webhook-deleted")


async def _do(request: Request, done: str, call: Callable[[int], Awaitable[Any]]) -> Response:
    sealed = request.path_params["webhook"]
    try:
        await call(_row(sealed))
    except DomainError as refusal:
        return await _refused(request, sealed, refusal)
    if not htmx.asks(request):
        return htmx.go(request, f"{PATH}/{sealed}?done={done}")
    return await webhooks.render(request, sealed, toasts=[("done", say(f"done.{done}"))])


async def _refused(request: Request, sealed: str, refusal: DomainError) -> Response:
    problems = [(refusal.path[0], refusal.sentence(language()))] if refusal.path else []
    toasts = [] if problems else [("error", refusal.sentence(language()))]
    return await webhooks.render(request, sealed, problems=problems, toasts=toasts, status=status_of(refusal))


def _row(sealed: str) -> int:
    return views.open_id("Webhook", sealed) or 0
