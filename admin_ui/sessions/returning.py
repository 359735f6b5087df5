"""Returns a person to a form after sign-in: its present page, with the typed texts in the fields.

If the form is no longer there, or somebody else has signed in, the texts are shown for copying.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from admin_ui import frame
from web import once_more, templating
from web.catalogue import say
from web.kept import Kept
from web.refill import refill

DESK = "/admin"

# Pages of forms that are not on the page whose address is a prefix of theirs.
PLACES: Sequence[tuple[str, Callable[[re.Match[str], Kept], str]]] = (
    (r"(/admin/work-orders/[^/]+)/[^/]+", lambda at, kept: at[1] + (f"?move={m}" if (m := kept.get("move")) else "")),
    (r"/admin/accounts/[^/]+/[^/]+", lambda at, kept: f"/admin/accounts?{_asked(kept, 'tab', 'q')}"),
    (r"/admin/clients", lambda at, kept: "/admin/clients?new=1"),
    (r"/admin/webhooks", lambda at, kept: "/admin/webhooks/new"),
    (r"(/admin/webhooks/[^/]+)", lambda at, kept: f"{at[1]}/edit"),
    (r"/admin/weights/new", lambda at, kept: f"/admin/weights/new?kind={kept.get('kind')}"),
    (r"(/admin/weights/[^/]+)(/[^/]+)?", lambda at, kept: f"{at[1]}?edit=1"),
    (r"/admin/ledger/verification", lambda at, kept: DESK),
)


def page_of(request: Request, kept: Kept) -> str:
    """Return the address of the form's page, with the same filters: from the table above, or the prefix."""
    for pattern, place in PLACES:
        if at := re.fullmatch(pattern, kept.path):
            return place(at, kept)
    parts = kept.path.split("/")
    above = ("/".join(parts[:n]) for n in range(len(parts) - 1, 1, -1))
    found = next((path for path in above if once_more.has_page(request, path)), DESK)
    return found + kept.action[len(kept.path) :]


async def back(
    request: Request, kept: Kept, *, title: str, text: str, status: int, cookies: Mapping[str, str] | None = None
) -> Response:
    """Return the page with the form filled in, and a note above it on what to do."""
    page = page_of(request, kept)
    html = await once_more.look(request, page, cookies=cookies or {})
    note = templating.drawn("admin/kept/note.html", title=title, text=text)
    filled = refill(html, kept, note) if html else None
    if filled is None or filled[1]:  # no form, or words it has no field for
        return await to_copy(request, kept, title=title, text=say("kept.gone"), status=status)
    return templating.answered(filled[0], status)


async def to_copy(request: Request, kept: Kept, *, title: str, text: str, status: int) -> Response:
    """Return a page with the texts alone, for whoever is signed in."""
    return await frame.show(
        request, "admin/kept/words.html", here="", crumbs=((say("nav.desk"), DESK), (title, "")), status=status,
        title=title, text=text, kept=kept, page=page_of(request, kept),
    )  # fmt: skip


def _asked(kept: Kept, *names: str) -> str:
    """The query of the list from which the form was sent."""
    return urlencode({name: value for name in names if (value := kept.get(name))})
