"""The language of a request: from ?lang, else the cookie, else Accept-Language, else zh-CN."""

from contextvars import ContextVar
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

import preferring

ZH, EN = "zh-CN", "en"
LANGUAGES = (ZH, EN)
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600

_current: ContextVar[str] = ContextVar("language", default=ZH)


def language() -> str:
    """Return the language of the present request."""
    return _current.get()


def speak(name: str) -> None:
    """Set the language for the rest of this task; an unknown one becomes zh-CN."""
    _current.set(name if name in LANGUAGES else ZH)


class LanguageMiddleware:
    """Sets the language of each request, and keeps a choice made by ?lang in a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        asked = _asked(scope)
        speak(asked or _remembered(scope) or _accepted(scope))

        async def remembering(message: Message) -> None:
            if asked and not _in_a_frame(scope) and message["type"] == "http.response.start":
                cookie = f"{COOKIE}={asked}; Path=/; Max-Age={A_YEAR}; SameSite=Lax; HttpOnly"
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        await self.app(scope, receive, remembering)


def _in_a_frame(scope: Scope) -> bool:
    """Return whether the page is shown in a frame of another site, where no cookie is set."""
    return str(scope["path"]).startswith("/board/embed/")


def _asked(scope: Scope) -> str:
    values = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])
    return values[-1] if values[-1] in LANGUAGES else ""


def _remembered(scope: Scope) -> str:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie and cookie.value in LANGUAGES else ""


def _accepted(scope: Scope) -> str:
    return EN if preferring.language(_header(scope, b"accept-language")) == preferring.ENGLISH else ZH


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
