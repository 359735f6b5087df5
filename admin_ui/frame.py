"""Draws pages for officials in their frame: navigation, person, form token, messages."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, navigation, workload
from web import templating
from web.catalogue import has, say
from web.language import language
from web.shell import Person, Shell

Crumbs = Sequence[tuple[str, str]]
DONE = "done."

log = logging.getLogger(__name__)


async def show(
    request: Request,
    template: str,
    *,
    here: str,
    crumbs: Crumbs = (),
    block: str | Sequence[str] = "",
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> Response:
    """Draw the page in its frame, or only `block` if htmx asks; a block causes no queries for the frame."""
    if not templating.in_pieces(request, block):
        context["shell"] = await _shell(request, here, crumbs)
    return await templating.page(
        request,
        template,
        block=block,
        status=status,
        csrf=access.csrf(request),
        me=access.actor(request),
        toasts=[*toasts, *_done(request)],
        **context,
    )


async def failed(request: Request, status: int, facts: Mapping[str, Any]) -> Response | None:
    """The error page in the frame; None if nobody is signed in or the frame cannot be drawn either."""
    try:
        request.state.visitor = getattr(request.state, "visitor", None) or await access.visitor(request)
        if request.state.visitor is None:
            return None
        title = say(f"error.{facts['words']}.title")
        crumbs = ((say("nav.desk"), "/admin"), (title, ""))
        return await show(request, "admin/errors/error.html", here="", crumbs=crumbs, status=status, **facts)
    except Exception:
        log.warning("an error page of ours could not have its frame", exc_info=True)
        return None


def _done(request: Request) -> list[tuple[str, str]]:
    """The message about the move that led to this page, from its address (`?done=sign`)."""
    key = f"{DONE}{request.query_params.get('done', '')}"
    return [("done", say(key))] if request.method == "GET" and has(key) else []


async def _shell(request: Request, here: str, crumbs: Crumbs) -> Shell:
    me = access.actor(request)
    place = await views.every("Agency", ["id", "name"], language=language())
    agency = views.seal_id("Agency", me.agency) if me.agency else ""
    name = next((one["name"] for one in place if one["id"] == agency), "")
    return Shell(
        groups=await navigation.groups(workload.of(request)),
        here=here,
        person=Person(me.name, f"{name} · {say(f'role.{me.role}')}"),
        crumbs=tuple(crumbs) or ((say(f"nav.{here}"), ""),),
    )
