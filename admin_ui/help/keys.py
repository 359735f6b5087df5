"""The page of keyboard shortcuts for the role's pages; each is also a link, a button or a check box."""

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame
from admin_ui.badges import LIKELY
from domain import policy
from domain.actor import Actor

EVERYWHERE = (("?", "help"), ("g h", "home"), ("Esc", "close"))
LISTS = (("j", "next"), ("k", "previous"), ("Enter", "open"))
SEARCH = (("/", "search"),)
MAIN = (("e", "main"),)
TICKS = (("x", "tick"),)
TEXTS = (
    ("a", "text.publish"),
    ("h", "text.hide"),
    ("f", "text.suspect"),
    ("s", "text.later"),
    ("m", "text.mask"),
    ("u", "text.undo"),
)


def keys(me: Actor) -> tuple[tuple[str, str], ...]:
    """Return the shortcuts on the pages of this role, as (keys, what they do)."""
    sees_orders = policy.reach(me.role, "WorkOrder") is not None
    moderates = policy.may(me, "evaluation.moderate")
    return (
        *(LISTS if sees_orders or moderates else ()),
        *(TICKS if moderates else ()),
        *(MAIN if any(policy.may(me, f"work_order.{move}") for move in LIKELY) else ()),
        *(SEARCH if sees_orders else ()),
        *(TEXTS if moderates else ()),
        *EVERYWHERE,
    )


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/keys"""
    return await frame.show(request, "admin/help/keys.html", here="keys", keys=keys(access.actor(request)))
