"""Warns about a reverse proxy that TRUSTED_PROXIES does not name.

All users of such a proxy seem to have one address, so that limits by address apply to all of them together.
"""

import logging
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from settings import Settings

FORWARDED = b"x-forwarded-for"
ZH = (
    "请求经过了反向代理（有 X-Forwarded-For），但 TRUSTED_PROXIES 里没有它：所有人会被当作同一个地址限速。"
    "请在 TRUSTED_PROXIES 写上代理的地址。"
)
EN = (
    "requests come through a reverse proxy (X-Forwarded-For) that TRUSTED_PROXIES does not name: everybody is slowed "
    "down as one address. Put the proxy's address into TRUSTED_PROXIES."
)

log = logging.getLogger("haochaping.proxies")


class Noticing:
    """Logs the warning once, at the first request through an unnamed proxy.

    For a named proxy the server has put the asker's own address into the scope.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.told = app, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.told and scope["type"] != "lifespan" and not _is_believed(scope):
            self.told = True
            log.warning("%s / %s (%s)", ZH, EN, scope["client"][0] if scope.get("client") else "?")
        await self.app(scope, receive, send)


def _is_believed(scope: Scope) -> bool:
    """Return whether the request came without a proxy, or through one that is named."""
    told = next((value for name, value in scope["headers"] if name == FORWARDED), None)
    if told is None:
        return True
    peer = scope["client"][0] if scope.get("client") else ""
    return any(_same(part.strip(), peer) for part in told.decode("latin-1").split(","))


def _same(one: str, other: str) -> bool:
    try:
        return ip_address(one) == ip_address(other)
    except ValueError:
        return one == other


def missing(here: Settings) -> str:
    """Return a warning if the settings alone show that a proxy is not named, else "".

    The server itself speaks no https, so with an https address there must be a proxy.
    """
    if here.trusted_proxies or not here.public_url.startswith("https:"):
        return ""
    return (
        "PUBLIC_URL 是 https，前面必有反向代理，但没有设置 TRUSTED_PROXIES：所有人会被当作同一个地址限速 / "
        "PUBLIC_URL is https, so a proxy stands before us, but TRUSTED_PROXIES is not set: everybody is slowed down as "
        "one address"
    )


def warn(here: Settings) -> None:
    """Log that warning at the start."""
    if sentence := missing(here):
        log.warning(sentence)


__all__ = ["Noticing", "missing", "warn"]
