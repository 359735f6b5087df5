"""Reveals the rater's contact: with a reason, recorded, for half an hour; open forms stay as they are."""

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access
from admin_ui.work_orders import order as work_order
from admin_ui.work_orders.moves import draft_of
from domain import work_orders
from domain.errors import DomainError
from web import forms, htmx
from web.errors import status_of
from web.language import language

RATER = ("rater", "messages")


@access.signed_in
async def create(request: Request) -> Response:
    """POST …/reveal: with script only the rater's part changes; without, an open form is sent along."""
    sealed, form = request.path_params["order"], access.typed(request)
    move, draft = forms.text(form, "move"), draft_of(request)
    number = views.open_id("WorkOrder", sealed)
    reason, by, session = forms.text(form, "reveal_reason"), access.actor(request), access.session(request)
    try:
        seen = await work_orders.reveal(number or 0, reason=reason, by=by, session=session)
    except DomainError as refusal:
        sentence = refusal.sentence(language())
        return await work_order.render(
            request, sealed, move=move, draft=draft, block=RATER, toasts=[("error", sentence)],
            status=status_of(refusal),
        )  # fmt: skip
    if not move and not htmx.scripted(request):  # the page now shows it, also after a reload
        return htmx.go(request, f"/admin/work-orders/{sealed}#rater")
    return await work_order.render(request, sealed, move=move, draft=draft, revealed=seen, block=RATER)
