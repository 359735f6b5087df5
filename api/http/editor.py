"""The editor of the API (GraphiQL) for developers.

All its files are served from here, so that it works without the internet and tells no other server that it is used.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

FILES: Final = "/static/editor"
PAGE: Final = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>好差评 · GraphQL</title>
<link rel="stylesheet" href="{FILES}/vendor/graphiql.css">
<link rel="stylesheet" href="{FILES}/editor.css">
<script src="{FILES}/vendor/react.js" defer></script>
<script src="{FILES}/vendor/react-dom.js" defer></script>
<script src="{FILES}/vendor/graphiql.js" defer></script>
<script src="{FILES}/editor.js" defer></script>
</head>
<body><div id="editor"></div></body>
</html>
"""
# 'unsafe-eval', because GraphiQL is delivered as text that it evaluates. The page exists in development only.
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Vary": "Accept",
}


def is_wanted(request: Request) -> bool:
    """Return whether a browser asks for the page: a GET for HTML without a query."""
    return (
        request.method == "GET"
        and "query" not in request.query_params
        and "text/html" in request.headers.get("accept", "")
    )


def page() -> Response:
    """Return the page of the editor."""
    return HTMLResponse(PAGE, headers=HEADERS)
