"""The security headers of all pages; no referrer is sent, as addresses contain proofs and receipts."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.robots import NOT_TO_BE_FOUND

FRAMED = "frame-ancestors 'self' "  # begins the list of a page that allows other sites to frame it
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
    """Return the headers of a page that sites in `ancestors` (a CSP source list) may frame.

    SecurityMiddleware then leaves X-Frame-Options out, because it cannot hold a list.
    """
    content = CONTENT.replace("frame-ancestors 'none'", FRAMED + ancestors)
    return {"Content-Security-Policy": content, "Cross-Origin-Resource-Policy": "cross-origin"}


class SecurityMiddleware:
    """Adds the headers that an answer does not have yet; a page may set its own (those of the API do)."""

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
