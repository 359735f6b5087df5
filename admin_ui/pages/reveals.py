"""Looking at the rater's contact: with a reason, on record, for half an hour. It is shown once and stored nowhere."""

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access
from admin_ui.pages import work_order
from domain import work_orders
from domain.errors import DomainError
from web import forms
from web.errors import status_of
from web.language import language


@access.signed_in
async def create(request: Request) -> Response:
    """POST …/reveal"""
    sealed, form = request.path_params["order"], access.typed(request)
    number = views.open_id("WorkOrder", sealed)
    try:
        seen = await work_orders.reveal(number or 0, reason=forms.text(form, "reveal_reason"), by=access.actor(request))
    except DomainError as refusal:
        sentence = refusal.sentence(language())
        return await work_order.render(
            request, sealed, block=("order", "messages"), toasts=[("error", sentence)], status=status_of(refusal)
        )
    return await work_order.render(request, sealed, revealed=seen)
