"""The page of webhooks: which are behind, how far and why; and the attempts of one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.webhooks import reading as hooks
from admin_ui.webhooks.reading import Hook
from domain import policy
from domain.actor import Actor
from domain.errors import Forbidden
from views.figures.desks import delivering
from web import forms
from web.catalogue import say
from web.language import language

TEMPLATE = "admin/webhooks/page.html"
PATH = "/admin/webhooks"
PER_PAGE = 12
PANELS = ("sent", "answer", "document")
LOG: Any = (
    "id", "kind", "position", "attempt", "status", "reason", "responseCode", "took", "at", "nextAt", "headers", "sent",
    "answer",
)  # fmt: skip


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/webhooks and /admin/webhooks/{webhook}"""
    return await render(request, request.path_params.get("webhook", ""))


def require(me: Actor) -> None:
    """Raise Forbidden unless the role manages webhooks, instead of showing an empty page."""
    if not policy.may(me, "webhook.manage"):
        raise Forbidden(
            "您现在的身份不管理事件推送。请换一个角色。", "Event delivery is not your role's. Use another role."
        )


async def render(
    request: Request,
    sealed: str = "",
    *,
    secret: str = "",
    problems: Sequence[tuple[str, str]] = (),
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return the page with one webhook open: the one named, else the first that has trouble."""
    me, query = access.actor(request), request.query_params
    require(me)
    everybody = await hooks.everybody(me)
    chosen = _chosen(everybody, sealed)
    page, shown = (await _log(me, chosen, query)) if chosen else (None, None)
    missing = bool(sealed) and chosen is None
    return await frame.show(
        request,
        TEMPLATE,
        here="webhooks",
        block=("hooks", "messages"),
        status=404 if missing else status,
        toasts=[*toasts, ("error", say("hooks.not_here"))] if missing else toasts,
        hooks=everybody,
        chosen=chosen,
        named=bool(sealed),
        head=await delivering.head(),
        log=page,
        shown=shown,
        pretty=_pretty(shown["sent"]) if shown else "",
        panel=query.get("panel") if query.get("panel") in PANELS else "sent",
        panels=PANELS,
        only_failed=query.get("failed") == "1",
        after=query.get("after"),
        secret=secret,
        reason=hooks.reason,
        problems=dict(problems),
        position=forms.text(access.typed(request), "position") if problems else "",
    )


def _chosen(everybody: Sequence[Hook], sealed: str) -> Hook | None:
    if sealed:
        return next((one for one in everybody if one.facts["id"] == sealed), None)
    return next((one for one in everybody if one.state.kind != "quiet"), everybody[0] if everybody else None)


async def _log(me: Actor, chosen: Hook, query: Mapping[str, str]) -> tuple[views.Page, Mapping[str, Any] | None]:
    """Return a page of attempts, and the one whose payload is shown."""
    where: dict[str, Any] = {"webhook": chosen.facts["row"]}
    if query.get("failed") == "1":
        where["failed"] = True
    page = await views.page(
        "Delivery", LOG, actor=me, where=where, first=PER_PAGE, after=query.get("after"), language=language()
    )
    asked = query.get("delivery", "")
    shown = next((row for row in page.rows if row["id"] == asked), page.rows[0] if page.rows else None)
    return page, shown


def _pretty(sent: str | None) -> str:
    """Return the payload, formatted for reading."""
    try:
        return orjson.dumps(orjson.loads(sent or ""), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return sent or ""
