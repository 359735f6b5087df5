"""One POST to a third party's address.

The name is resolved and its IP address judged here, and the connection goes to exactly that IP address; the name is
used for TLS and the Host header only. So a name that points elsewhere a moment later (DNS rebinding) has no effect. No
proxy, no redirect, no cookie, no compressed answer.
"""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from time import monotonic
from typing import Final

import httpx

from domain.subscriptions import addresses
from domain.subscriptions.addresses import AddressParts, Unreachable

SECONDS: Final = 15.0
READ_MOST: Final = 64 * 1024
SHOWN_MOST: Final = 1024
USUAL: Final = {"content-type": "application/json; charset=utf-8", "user-agent": "haochaping-webhooks/1",
                "accept": "*/*", "accept-encoding": "identity"}  # fmt: skip
SLOW_DOWN: Final = frozenset({429, 503})
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Said:
    """The result of one request. `reason` is a stable word; None means it was accepted (2xx).

    `took`: milliseconds. `code` and `answer`: the receiver's status and the beginning of its body. `wish`: the wait it
    asks for.
    """

    reason: str | None
    took: int
    code: int | None = None
    answer: str | None = None
    wish: timedelta | None = None

    @property
    def is_gone(self) -> bool:
        """Whether the receiver answered 410, so that no attempt follows."""
        return self.code == GONE


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


class Gateway:
    """The connection to one receiver, kept open between deliveries and used for no other."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, seconds: float = SECONDS) -> None:
        limits = httpx.Limits(max_connections=1, keepalive_expiry=30.0)
        self.transport = httpx.AsyncHTTPTransport(verify=tls or _tls(), trust_env=False, limits=limits)
        self.seconds = seconds

    async def close(self) -> None:
        """Close the connection."""
        await self.transport.aclose()

    async def post(self, url: str, body: bytes, headers: dict[str, str], *, at: datetime) -> Said:
        """Send one request; every failure becomes a Said, never an exception. `at` is the present time."""
        begun = monotonic()
        try:
            async with asyncio.timeout(self.seconds):
                place = addresses.take_apart(url)
                request = _request(place, str(await addresses.resolve(place)), body, headers)
                return await self._exchange(request, begun, at)
        except Unreachable as error:
            return Said(error.reason, _since(begun))
        except (TimeoutError, httpx.TimeoutException):
            return Said("TIMEOUT", _since(begun))
        except httpx.ConnectError as error:
            return Said("TLS" if _is_tls(error) else "REFUSED", _since(begun))
        except (httpx.TransportError, OSError):
            return Said("BROKEN", _since(begun))

    async def _exchange(self, request: httpx.Request, begun: float, at: datetime) -> Said:
        response = await self.transport.handle_async_request(request)
        read = bytearray()
        try:
            async for part in response.aiter_raw():
                read += part
                if len(read) > READ_MOST:
                    break
        finally:
            await response.aclose()
        answer = bytes(read[:SHOWN_MOST]).decode("utf-8", "replace").replace("\0", "�")
        code = response.status_code
        return Said(_reason(code), _since(begun), code, answer, _wish(response, at) if code in SLOW_DOWN else None)


def _request(place: AddressParts, address: str, body: bytes, headers: dict[str, str]) -> httpx.Request:
    """The request to the IP address, with the place's name in the Host header and in TLS."""
    host = f"[{address}]" if ":" in address else address
    return httpx.Request(
        "POST",
        f"{place.scheme}://{host}:{place.port}{place.target}",
        headers={**USUAL, **headers, "host": place.authority},
        content=body,
        extensions={
            "sni_hostname": place.host,
            "timeout": {"connect": SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS},
        },
    )


def _reason(code: int) -> str | None:
    """None for 2xx; otherwise REDIRECT or HTTP_ with the status."""
    if 200 <= code < 300:
        return None
    return "REDIRECT" if 300 <= code < 400 else f"HTTP_{code}"


def _wish(response: httpx.Response, at: datetime) -> timedelta | None:
    """The wait the receiver asks for in Retry-After (seconds or a date); None if it is unreadable."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 9:
        return timedelta(seconds=int(said))
    try:
        return max(parsedate_to_datetime(said) - at, timedelta(0))
    except (ValueError, TypeError):
        return None


def _is_tls(error: BaseException | None) -> bool:
    """Whether an SSL error is among the causes."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _since(begun: float) -> int:
    """Milliseconds since `begun`."""
    return round((monotonic() - begun) * 1000)
