"""The page of one order: head, moves, rating, terms, timeline, rater, people, reply, similar ratings."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame
from admin_ui.badges import Today, likely
from admin_ui.moderation import reading as texts
from admin_ui.work_orders import reading as orders
from admin_ui.work_orders.asking import FORMS, asked
from domain import clock, policy, work_orders
from domain.errors import NotFound
from domain.moves.work_orders import DRAFTING
from domain.words import Role
from domain.work_orders.hiding import Disclosed
from views.nouns.roles import AGENCY_SIDE
from web.catalogue import say

TEMPLATE = "admin/work_orders/order.html"
NO_DRAFT: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Written:
    """A draft of the reply that was not saved, because a colleague saved another one meanwhile."""

    text: str
    conflict: str


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/work-orders/{order}; ?move=… opens the form of that move."""
    move = request.query_params.get("move", "")
    part = request.query_params.get("part", "")
    block = "rater" if part == "rater" else "moves" if "move" in request.query_params else ("order", "messages")
    return await render(request, request.path_params["order"], move=move, block=block)


async def render(
    request: Request,
    sealed: str,
    *,
    move: str = "",
    draft: Mapping[str, str] = NO_DRAFT,
    problems: Sequence[tuple[str, str]] = (),
    conflict: str = "",
    revealed: Any = None,
    written: Written | None = None,
    block: str | Sequence[str] = ("order", "messages"),
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
) -> Response:
    """Return the present page, with a form and what was typed into it."""
    me, today = access.actor(request), await Today.ask()
    order = await orders.read(sealed, me)
    if order is None:
        return await _not_here(request)
    found = await work_orders.marks(order["row"], order["replyDraft"])
    order = {**order, "answerMarks": len(found)}
    shown = move if move in order["moves"] and move in FORMS else ""
    return await frame.show(
        request,
        TEMPLATE,
        here="work-orders",
        crumbs=((say("nav.work-orders"), "/admin/work-orders"), (order["number"], "")),
        block=block,
        status=status,
        toasts=toasts,
        order=order,
        rating=order["evaluation"],
        today=today,
        badge=today.badge(order),
        likely=likely(order["moves"]),
        move=shown,
        fields=asked(shown, draft, problems, order) if shown else [],
        problems=list(problems),
        conflict=conflict,
        typed=[text for name, text in draft.items() if text and name in _texts(move)],
        entries=orders.timeline(order, today.day),
        terms=orders.term_rows(order, today),
        why=await orders.why(order, today),
        same=await orders.same(order, me, today.day),
        signer=orders.signer(order),
        coarse=me.role in AGENCY_SIDE and order["raterHidden"] and order["told"] > Disclosed.ALL,
        answer_marks=len(found),
        answer_pieces=texts.answer_pieces(order["replyDraft"] or "", found),
        may_reveal=_may_reveal(me.role, order),
        may_draft=policy.may(me, "work_order.draft_reply") and order["state"] in DRAFTING,
        **await _looked_at(request, order, revealed),
        reveal_reason=draft.get("reveal_reason", "") if revealed is None else "",
        draft_page=secrets.token_urlsafe(12),
        written=written,
    )


def _texts(move: str) -> set[str]:
    return {one.name for one in FORMS.get(move, ()) if one.kind in ("textarea", "text")}


def _may_reveal(role: str, order: Mapping[str, Any]) -> bool:
    if not order["isOpen"] or role not in policy.MAY["rater.reveal"]:
        return False
    return role != Role.CASE_OFFICER or not order["raterHidden"]


async def _looked_at(request: Request, order: Mapping[str, Any], revealed: Any) -> dict[str, Any]:
    """Return the contact, if revealed in this session and still shown, and for how many seconds."""
    me = access.actor(request)
    seen = revealed or await work_orders.still_revealed(order["row"], by=me, session=access.session(request))
    left = (seen.expires_at - await clock.now()).total_seconds() if seen else 0
    return {"revealed": seen, "seconds_left": max(int(left) + 1, 1)}


async def _not_here(request: Request) -> Response:
    if request.method == "POST":  # there is no page to show the form on, so the error page shows what was typed
        raise NotFound(say("order.not_here"), say("order.not_here"))
    return await frame.show(request, "admin/work_orders/not_here.html", here="work-orders", block="order", status=404)
