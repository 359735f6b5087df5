"""The draft of the public answer, kept while it is written. It moves nothing and meets no term."""

from collections.abc import Sequence
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import views
from admin_ui import access
from domain import work_orders
from domain.errors import DomainError
from domain.personal import Found
from web import forms, htmx
from web.catalogue import say
from web.errors import status_of
from web.language import language


@access.signed_in
async def keep(request: Request) -> Response:
    """POST …/reply-draft: with script only the words under the field come back."""
    sealed = request.path_params["order"]
    number = views.open_id("WorkOrder", sealed)
    try:
        text = forms.text(access.typed(request), "reply_draft")
        await work_orders.draft_reply(number or 0, text=text, by=access.actor(request))
    except DomainError as refusal:
        if not htmx.asks(request):
            raise
        return HTMLResponse(refusal.sentence(language()), status_of(refusal))
    if htmx.asks(request):
        found = await work_orders.marks(number or 0, text)
        return HTMLResponse(_kept(text, found) if found else say("draft.saved"))
    return htmx.go(request, f"/admin/work-orders/{sealed}?done=draft")


def _kept(text: str, found: Sequence[Found]) -> str:
    """That it is kept, and what in it may be personal data; the page's own words, with those of the draft escaped."""
    named = say("joint").join(f"{say(f'personal.{one.kind}')} {text[one.start : one.end]}" for one in found)
    return f'<span class="texts-found">{escape(say("answer.marks.found", n=len(found), found=named))}</span>'
