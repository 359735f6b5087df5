"""Limits how often one address may ask for pages. What costs almost nothing to serve is not counted."""

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from throttling import Buckets
from web import htmx

UNCOUNTED = ("/static/", "/healthz", "/readyz", "/metrics", "/favicon.ico", "/robots.txt")
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>请稍候 / Please wait</title></head><body><h1>请稍候 / Please wait</h1>
<p>您所在的网络访问太频繁，请{seconds}秒后再试。写好的内容还在上一页，没有提交。</p>
<p lang="en">Too many requests come from your network. Try again in {seconds} seconds. What you wrote is still on the
page before this one; it was not sent.</p></body></html>"""
PIECE = """<section class="failure" role="alert" tabindex="-1"><h2>请稍候 / Please wait</h2>
<p>您所在的网络访问太频繁，请{seconds}秒后再按一次。您写的都还在这一页，没有提交。</p>
<p lang="en">Too many requests come from your network. Press again in {seconds} seconds. What you wrote is still here;
it was not sent.</p></section>"""

_buckets = Buckets(0)


def allow(per_minute: int) -> None:
    """Set the limit per address and minute; 0 means no limit."""
    global _buckets
    _buckets = Buckets(per_minute)


class ThrottleMiddleware:
    """Refuses requests beyond the limit, before anything is read or drawn, so that refusing is cheap."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(UNCOUNTED):
            address = scope["client"][0] if scope.get("client") else ""
            if seconds := _buckets.take(address):
                return await _later(seconds, Headers(scope=scope))(scope, receive, send)
        await self.app(scope, receive, send)


def _later(seconds: int, asked: Headers) -> Response:
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    scripted = "hx-request" in asked
    page = PIECE if scripted else PAGE
    told = {**headers, **htmx.FAILED} if scripted else headers
    return Response(page.format(seconds=seconds), 429, told, "text/html; charset=utf-8")
