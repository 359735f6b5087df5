"""The auditor's action to verify the ledger; the desk then shows the result."""

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access
from admin_ui.badges import Today
from admin_ui.desk import page as desk
from admin_ui.desk.roles import auditor
from domain import ledger


@access.signed_in
async def create(request: Request) -> Response:
    """POST /admin/ledger/verification"""
    me = access.actor(request)
    audited = await ledger.audit(by=me)
    return await desk.render(request, first=await auditor.look(me, await Today.ask(), audited))
