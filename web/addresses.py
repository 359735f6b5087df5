"""Corrects addresses that were copied with too much: a full stop, a bracket, a blank, a final slash.

Characters that no address of this server has are dropped, and the browser is redirected once.
"""

import re
from typing import Final
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

AROUND: Final = re.compile(r"^[^\w~-]+|[^\w~-]+$")
# Proofs and receipts consist of letters, digits, - and _. Whatever follows them was copied along with them.
SEALED: Final = ("rate", "progress")
IN_A_SEAL: Final = re.compile(r"[A-Za-z0-9_-]+")


class PlainAddresses:
    """Redirects GET and HEAD to the corrected address.

    It has exactly one leading slash, so it never leads to another server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            meant = plain(scope["path"])
            if meant != scope["path"]:
                return await _to(meant, scope["query_string"])(scope, receive, send)
        await self.app(scope, receive, send)


def plain(path: str) -> str:
    """Return the corrected path."""
    parts = [part for part in (AROUND.sub("", piece) for piece in path.split("/")) if part]
    if len(parts) > 1 and parts[0] in SEALED and (seal := IN_A_SEAL.search(parts[1])):
        parts[1] = seal[0]
    return "/" + "/".join(parts)


def _to(path: str, query: bytes) -> RedirectResponse:
    address = quote(path, safe="/~", errors="replace") + (f"?{query.decode('latin-1')}" if query else "")
    return RedirectResponse(address, 307, {"Cache-Control": "no-store"})
