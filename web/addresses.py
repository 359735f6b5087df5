"""Addresses as people copy them: with the full stop of the sentence, a bracket, a blank, a slash at the end.

What no address of ours can contain is dropped, and the browser is sent to the one that is meant, once.
"""

import re
from typing import Final
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

AROUND: Final = re.compile(r"^[^\w~-]+|[^\w~-]+$")
# Proofs and receipts are letters, digits, - and _: whatever follows them belongs to the sentence they stood in.
SEALED: Final = ("rate", "progress")
IN_A_SEAL: Final = re.compile(r"[A-Za-z0-9_-]+")


class PlainAddresses:
    """Sends GET and HEAD on to the address without what was copied along. Never elsewhere: it has one leading slash."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            meant = plain(scope["path"])
            if meant != scope["path"]:
                return await _to(meant, scope["query_string"])(scope, receive, send)
        await self.app(scope, receive, send)


def plain(path: str) -> str:
    """The address that is meant."""
    parts = [part for part in (AROUND.sub("", piece) for piece in path.split("/")) if part]
    if len(parts) > 1 and parts[0] in SEALED and (seal := IN_A_SEAL.search(parts[1])):
        parts[1] = seal[0]
    return "/" + "/".join(parts)


def _to(path: str, query: bytes) -> RedirectResponse:
    address = quote(path, safe="/~", errors="replace") + (f"?{query.decode('latin-1')}" if query else "")
    return RedirectResponse(address, 307, {"Cache-Control": "no-store"})
