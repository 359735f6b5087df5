"""The order (11): head, moves, rating, why it is due then, timeline; beside it rater, people, reply, the same again."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame, orders, texts
from admin_ui.asking import FORMS, asked
from admin_ui.badges import Today, likely
from domain import policy, work_orders
from domain.words import Role
from domain.work_orders.flow import DRAFTING
from domain.work_orders.hiding import Told
from views.roles import AGENCY_SIDE
from web.catalogue import say

TEMPLATE = "admin/work_orders/order.html"
NO_DRAFT: Mapping[str, str] = {}


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/work-orders/{order}; with ?move=… the form of that move is open."""
    move = request.query_params.get("move", "")
    block = "moves" if "move" in request.query_params else ("order", "messages")
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
    block: str | Sequence[str] = ("order", "messages"),
    status: int = 200,
    toasts: Sequence[tuple[str, str]] = (),
) -> Response:
    """The page as it stands now, with a form and what was typed into it."""
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
        coarse=me.role in AGENCY_SIDE and order["raterHidden"] and order["told"] > Told.ALL,
        answer_marks=len(found),
        answer_pieces=texts.answer_pieces(order["replyDraft"] or "", found),
        may_reveal=_may_reveal(me.role, order),
        may_draft=policy.may(me, "work_order.draft_reply") and order["state"] in DRAFTING,
        revealed=revealed,
    )


def _texts(move: str) -> set[str]:
    return {one.name for one in FORMS.get(move, ()) if one.kind == "textarea"}


def _may_reveal(role: str, order: Mapping[str, Any]) -> bool:
    if not order["isOpen"] or role not in policy.MAY["rater.reveal"]:
        return False
    return role != Role.CASE_OFFICER or not order["raterHidden"]


async def _not_here(request: Request) -> Response:
    return await frame.show(request, "admin/work_orders/not_here.html", here="work-orders", block="order", status=404)
