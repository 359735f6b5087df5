"""The headers of every answer of the HTML doors. Proofs and receipts ride in addresses, so no address is told on."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.robots import NOT_TO_BE_FOUND

FRAMED = "frame-ancestors 'self' "  # and others: whoever says so allows itself to be shown in their pages
CONTENT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def framed_by(ancestors: str) -> dict[str, str]:
    """The headers of a page that others may show in theirs: `ancestors` as in CSP. Old browsers know no list: for
    them X-Frame-Options is left out."""
    content = CONTENT.replace("frame-ancestors 'none'", FRAMED + ancestors)
    return {"Content-Security-Policy": content, "Cross-Origin-Resource-Policy": "cross-origin"}


class SecurityMiddleware:
    """Adds what is not yet there, so that a room may say otherwise for itself (the API's own pages do)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                framed = FRAMED in headers.get("Content-Security-Policy", "")
                for name, value in HEADERS.items():
                    if not (framed and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
                if scope["path"].startswith(NOT_TO_BE_FOUND):
                    headers["X-Robots-Tag"] = "noindex"
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)
