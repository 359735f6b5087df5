"""Keeps search engines away from addresses that contain proofs and receipts, and from private pages."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

PRIVATE: Final = ("/rate", "/progress", "/admin", "/graphql")
TEXT: Final = "User-agent: *\n" + "".join(f"Disallow: {place}\n" for place in PRIVATE)
NOT_TO_BE_FOUND: Final = ("/rate", "/progress")


async def show(request: Request) -> Response:
    """GET /robots.txt"""
    return PlainTextResponse(TEXT, headers={"Cache-Control": "public, max-age=86400"})
