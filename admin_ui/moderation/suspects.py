"""The page of suspect ratings: moderators see their own marks, reviewers decide.

A reviewer decides neither on a rating of the own agency nor on one the reviewer marked.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from domain import moderation, policy
from domain.actor import Actor
from domain.errors import DomainError, Invalid, NotFound
from domain.words import ModerationAction as A
from domain.words import Role, Standing
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language

PATH = "/admin/suspects"
PER_PAGE = 30
FIELDS: Any = (
    "id", "level", "kind", "entry", "stage", "text", "ratedOn", "marked", "moderationVersion", "agency.id",
    "agency.name", "service.name", "hall.name", "window.name", "tags.text",
    ("workOrder", ["id", "number", "state", "agency.id"]), ("acts", ["on", "action", "actor", "reason"]),
)  # fmt: skip
NOBODY: tuple[str, str, str] = ("", "", "")


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/suspects"""
    return await render(request)


async def render(
    request: Request,
    *,
    wrong: tuple[str, str, str] = NOBODY,
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return the page. `wrong`: the rating whose form was refused, the reason, and what was typed."""
    me = access.actor(request)
    policy.require(me, "evaluation.suspect")
    page = await views.page(
        "Evaluation", FIELDS, actor=me, where=_where(me), order="OLDEST", first=PER_PAGE,
        after=request.query_params.get("after"), language=language(),
    )  # fmt: skip
    return await frame.show(
        request,
        "admin/suspects/list.html",
        here="suspects",
        block=("list", "messages"),
        status=status,
        toasts=toasts,
        rows=[{**row, "mark": _mark(row), "barred": _barred(row, me)} for row in page.rows],
        page=page,
        decides=me.role == Role.REVIEWER,
        wrong=wrong,
    )


def _where(me: Actor) -> dict[str, Any]:
    own = {"marked": True} if me.role == Role.MODERATOR else {}
    return {"standing": [Standing.SUSPECT.value], **own}


def _mark(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((act for act in reversed(row["acts"]) if act["action"] == A.SUSPECT), None)


def _barred(row: Mapping[str, Any], me: Actor) -> str:
    """Return why this person may not decide, which the page says before anything is typed; "" if allowed."""
    own = views.seal_id("Agency", me.agency) if me.agency else ""
    concerned = {row["agency"]["id"], (row["workOrder"] or {"agency": {"id": ""}})["agency"]["id"]}
    if own and own in concerned:
        return say("suspects.own_agency")
    return say("suspects.own_mark") if row["marked"] else ""


@access.signed_in
async def create_decision(request: Request) -> Response:
    """POST /admin/suspects/{rating}/decision"""
    form, sealed = access.typed(request), request.path_params["rating"]
    number = views.open_id("Evaluation", sealed)
    version, reason = forms.whole(forms.text(form, "version")), forms.text(form, "reason")
    try:
        if number is None:
            raise NotFound(say("text.not_here"), say("text.not_here"))
        action = _decision(form)
        await moderation.moderate(
            [number], action, reason=reason, by=access.actor(request),
            versions=None if version is None else {number: version},
        )  # fmt: skip
    except DomainError as refusal:
        sentence = refusal.sentence(language())
        wrong = (sealed, sentence, reason)
        return await render(request, wrong=wrong, toasts=[("error", sentence)], status=status_of(refusal))
    if not htmx.asks(request):
        return htmx.go(request, f"{PATH}?done={action}")
    return await render(request, toasts=[("done", say(f"done.{action}"))])


def _decision(form: Any) -> A:
    """Return the chosen act, valid or void. Raises Invalid if neither was chosen."""
    said = forms.text(form, "action")
    if said not in (A.MAKE_VALID, A.MAKE_VOID):
        raise Invalid(say("form.choose.one"), say("form.choose.one"), path=("action",))
    return A(said)
