"""Saves the draft of the public reply while it is written; this is no move and meets no term."""

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import views
from admin_ui import access
from admin_ui.work_orders import order as work_order
from admin_ui.work_orders import reading as orders
from admin_ui.work_orders.order import Written
from domain import work_orders
from domain.errors import Conflict, DomainError
from domain.personal import Detected
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language
from web.templating import answered, drawn

STATE = "admin/work_orders/_draft_state.html"


@access.signed_in
async def keep(request: Request) -> Response:
    """POST …/reply-draft: a script gets only the words under the field."""
    sealed, form = request.path_params["order"], access.typed(request)
    number, text = views.open_id("WorkOrder", sealed), forms.text(form, "reply_draft")
    seen, page = forms.whole(forms.text(form, "draft_seen")), forms.text(form, "draft_page")
    try:
        await work_orders.draft_reply(number or 0, text=text, by=access.actor(request), seen=seen, page=page)
    except Conflict as refusal:
        return await _meanwhile(request, sealed, Written(text, refusal.sentence(language())))
    except DomainError as refusal:
        if not htmx.asks(request):
            raise
        return answered(refusal.sentence(language()), status_of(refusal))
    if htmx.asks(request):
        found = await work_orders.marks(number or 0, text)
        return HTMLResponse(_kept(text, found) if found else say("draft.saved"))
    return htmx.go(request, f"/admin/work-orders/{sealed}?done=draft")


def _kept(text: str, found: Sequence[Detected]) -> str:
    """Return the note that the draft is saved, and what in it may be personal data; the draft is escaped."""
    named = say("joint").join(f"{say(f'personal.{one.kind}')} {text[one.start : one.end]}" for one in found)
    return f'<span class="texts-found">{escape(say("answer.marks.found", n=len(found), found=named))}</span>'


async def _meanwhile(request: Request, sealed: str, written: Written) -> Response:
    """Return the answer for a conflict: the colleague's draft is shown, the own one stays in the field."""
    order = await orders.read(sealed, access.actor(request)) if htmx.asks(request) else None
    if order is None:
        return await work_order.render(request, sealed, written=written, status=409)
    return answered(drawn(STATE, order=order, written=written), 409)
