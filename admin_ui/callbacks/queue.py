"""The callback queue: raters to be asked about the rectification, or contacted for an agency."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.badges import TERMS, Today
from domain import policy
from domain.actor import Actor
from domain.words import WorkOrderState
from web.language import language

PER_PAGE = 50
FIELDS: Any = (
    "id", "number", "state", "isOpen", "dueOn", "moves", "reopened", "agency.name", TERMS,
    ("timeline", ["on", "move", "reason"]),
    ("evaluation", ["level", "stage", "tags.text", "text", "service.name", "reply.text"]),
)  # fmt: skip
TRY = "call"


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/callbacks"""
    me, today = access.actor(request), await Today.ask()
    policy.require(me, "work_order.call_back")
    after = request.query_params.get("after")
    asked = await _orders(me, WorkOrderState.PENDING_CALLBACK, after)
    hidden = await _orders(me, WorkOrderState.SIGNED, None)
    return await frame.show(
        request,
        "admin/callbacks/queue.html",
        here="callbacks",
        today=today,
        callbacks=[_row(row, today) for row in asked.rows],
        contacts=[_row(row, today) for row in hidden.rows if "contact" in row["moves"]],
        page=asked,
    )


async def _orders(me: Actor, state: WorkOrderState, after: str | None) -> views.Page:
    return await views.page(
        "WorkOrder", FIELDS, actor=me, where={"state": [state.value]}, order="DUE", first=PER_PAGE, after=after,
        language=language(),
    )  # fmt: skip


def _row(row: Mapping[str, Any], today: Today) -> dict[str, Any]:
    """Return the row with the attempted calls since the last approval."""
    moves = row["timeline"]
    last = max((n for n, entry in enumerate(moves) if entry["move"] == "approve"), default=0)
    tries = [entry["on"] for entry in moves[last:] if entry["move"] == TRY]
    return {**row, "badge": today.badge(row), "tries": tries}
