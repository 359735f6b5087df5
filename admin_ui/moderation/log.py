"""The log of moderation (审核记录), and its standards (审核尺度)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.filters import Filters
from admin_ui.moderation import reading as texts
from domain import policy
from domain.actor import Actor
from domain.errors import Forbidden, NotFound
from domain.words import ModerationAction as A
from web.catalogue import say
from web.language import language

PATH = "/admin/moderation-log"
PER_PAGE = 50
FIELDS: Any = (
    "id", "action", "on", "at", "actor", "role", "reason", "spans",
    ("evaluation", ["id", "level", "ratedOn", "agency.name", "service.name"]),
)  # fmt: skip
TABS = {
    "all": (),
    "texts": (A.PUBLISH, A.REDACT, A.HIDE, A.RESTORE),
    "standing": (A.SUSPECT, A.MAKE_VALID, A.MAKE_VOID, A.OPEN_ORDER),
    "reveals": ("REVEAL",),
}
CHAPTERS = ("publish", "redact", "hide", "suspect", "order", "two")


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/moderation-log"""
    me, query = _reader(request), request.query_params
    tab = query.get("tab", "all") if query.get("tab") in TABS else "all"
    page = await views.page(
        "ModerationAct", FIELDS, actor=me, where={"action": list(TABS[tab])} if TABS[tab] else {}, first=PER_PAGE,
        after=query.get("after"), language=language(),
    )  # fmt: skip
    return await frame.show(
        request,
        "admin/moderation/log.html",
        here="moderation-log",
        block=("list", "messages"),
        filters=Filters(PATH, query, (), (("tab", tab),) if tab != "all" else ()),
        tab=tab,
        tabs=[(name, None) for name in TABS],
        page=page,
        is_first=not query.get("after"),
        opens=texts.PATH if me.role == policy.MODERATOR else PATH,
    )


@access.signed_in
async def show_text(request: Request) -> Response:
    """GET /admin/moderation-log/{text}: the original, the public text, and who did what; for reading only."""
    me = _reader(request)
    text = await texts.read(request.path_params["text"], me)
    if text is None:
        raise NotFound(say("text.not_here"), say("text.not_here"))
    crumbs = ((say("nav.moderation-log"), PATH), (say("text.words"), ""))
    return await frame.show(request, "admin/moderation/text.html", here="moderation-log", crumbs=crumbs, text=text)


@access.signed_in
async def standards(request: Request) -> Response:
    """GET /admin/moderation-standards"""
    _reader(request)
    return await frame.show(request, "admin/moderation/standards.html", here="moderation-standards", chapters=CHAPTERS)


def _reader(request: Request) -> Actor:
    me = access.actor(request)
    if policy.reach(me.role, "ModerationAct") is None:
        raise Forbidden("审核记录只给审核员、复核员和审计员看。", "The log is for moderators, reviewers and auditors.")
    return me
