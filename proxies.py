"""Whether requests come through a proxy that nobody told us of: then all its users have one address, and what is
counted by address is counted for all of them together.
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
    """Says so once, in the log. A proxy that is believed has put the asker's own address into the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.told = app, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.told and scope["type"] != "lifespan" and not _is_believed(scope):
            self.told = True
            log.warning("%s / %s (%s)", ZH, EN, scope["client"][0] if scope.get("client") else "?")
        await self.app(scope, receive, send)


def _is_believed(scope: Scope) -> bool:
    """No proxy, or one whose word was taken."""
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
    """What the settings themselves say: whoever is reached by https stands behind a proxy, for we speak none."""
    if here.trusted_proxies or not here.public_url.startswith("https:"):
        return ""
    return (
        "PUBLIC_URL 是 https，前面必有反向代理，但没有设置 TRUSTED_PROXIES：所有人会被当作同一个地址限速 / "
        "PUBLIC_URL is https, so a proxy stands before us, but TRUSTED_PROXIES is not set: everybody is slowed down as "
        "one address"
    )


def warn(here: Settings) -> None:
    """At the start, where the settings are enough to know it."""
    if sentence := missing(here):
        log.warning(sentence)


__all__ = ["Noticing", "missing", "warn"]
