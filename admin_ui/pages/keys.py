"""The keyboard, in one table. Every key is also a link, a button or a checkbox."""

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import access, frame

KEYS = (
    ("j", "next"),
    ("k", "previous"),
    ("Enter", "open"),
    ("x", "tick"),
    ("e", "main"),
    ("/", "search"),
    ("?", "help"),
    ("g h", "home"),
    ("Esc", "close"),
    ("a", "text.publish"),
    ("h", "text.hide"),
    ("f", "text.suspect"),
    ("s", "text.later"),
    ("m", "text.mask"),
    ("u", "text.undo"),
)


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/keys"""
    return await frame.show(request, "admin/help/keys.html", here="keys", keys=KEYS)
