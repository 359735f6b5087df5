"""Where we may deliver to: an https address on the open internet, and none in our own network.

The address is judged when a webhook is saved and again at every delivery, with the IP address its name then has.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from domain.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LONGEST: Final = 500
RESOLVE_SECONDS: Final = 4.0
DEFAULT_PORT: Final = {"https": 443, "http": 80}
FIRST_FREE_PORT: Final = 1024  # below it only the scheme's own port: no mail servers, directories and the like

# Networks that Python's `is_global` lets through, or did in some version, and that deliveries must not reach.
NEVER: Final = tuple(
    ip_network(text)
    for text in ("0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
                 "224.0.0.0/3", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20",
                 "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")
)  # fmt: skip
NAT64: Final = ip_network("64:ff9b::/96")


class Unreachable(Invalid):
    """We do not deliver to this address. `reason` is a stable word for the log."""

    def __init__(self, reason: str, zh: str, en: str) -> None:
        super().__init__(zh, en, path=("url",))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address in parts: where to connect, and the target of the request."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The value of the Host header: the name, with the port where it is not the scheme's default."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == DEFAULT_PORT[self.scheme] else f"{name}:{self.port}"


_allowed: tuple[Network, ...] = ()
_plain = False


def use(*, allowed: Sequence[Network], plain: bool) -> None:
    """Set what is allowed beyond the open internet; called once by the composition root.

    `allowed`: our own networks that may receive (WEBHOOK_ALLOW_CIDRS). `plain`: whether http is accepted there, as in
    development.
    """
    global _allowed, _plain
    _allowed, _plain = tuple(allowed), plain


def take_apart(url: str) -> AddressParts:
    """The parts of an address; Unreachable if we could never deliver to it. The name is not resolved here."""
    if len(url) > LONGEST:
        raise Unreachable(
            "BAD_URL", f"接收地址最多{LONGEST}个字符。", f"The address may have at most {LONGEST} characters."
        )
    try:
        parts = urlsplit(url)
        port, fits = parts.port, url.isascii() and url.isprintable() and " " not in url
    except ValueError:
        fits = False
    if not fits or not parts.hostname or "\\" in url:
        raise Unreachable(
            "BAD_URL", "接收地址应形如 https://名称/路径。", "The address should look like https://name/path."
        )
    if parts.scheme not in DEFAULT_PORT or (parts.scheme == "http" and not _plain):
        raise Unreachable("NOT_HTTPS", "接收地址必须是 https。", "The address must be https.")
    if parts.username is not None or parts.password is not None:
        raise Unreachable(
            "USERINFO",
            "接收地址里不能带用户名或口令；请用签名核对来源。",
            "The address may carry no user or password; verify the signature instead.",
        )
    number = port or DEFAULT_PORT[parts.scheme]
    if number != DEFAULT_PORT[parts.scheme] and number < FIRST_FREE_PORT:
        raise Unreachable(
            "PORT", f"端口应为 443 或 {FIRST_FREE_PORT} 以上。", f"The port must be 443 or from {FIRST_FREE_PORT} up."
        )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    place = AddressParts(parts.scheme, parts.hostname.rstrip("."), number, target)
    if (literal := _literal(place.host)) is not None:
        judge(literal, place)
    return place


async def resolve(place: AddressParts) -> Address:
    """The IP address that the place's name has now.

    Raises Unreachable if the name cannot be resolved or if any of its addresses is forbidden: a name that points both
    to allowed and to forbidden addresses is treated as an attack.
    """
    literal = _literal(place.host)
    found = [literal] if literal is not None else await _ask(place)
    for one in found:
        judge(one, place)
    return found[0]


async def _ask(place: AddressParts) -> list[Address]:
    """The addresses the resolver returns, IPv4 first; Unreachable (NO_NAME) if it fails or takes too long."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            rows = await loop.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError) as error:
        raise Unreachable("NO_NAME", "域名解析不了。", "The name cannot be resolved.") from error
    found = {ip_address(str(row[4][0]).partition("%")[0]) for row in rows}
    return sorted(found, key=lambda one: (one.version, int(one)))


def judge(address: Address, place: AddressParts) -> None:
    """Raise Unreachable unless we may connect to the IP address.

    Networks allowed by `use` may be asked by any scheme; everything else must be https and on the open internet.
    """
    itself = _forms(address)[0]
    if any(itself in network for network in _allowed if itself.version == network.version):
        return
    if place.scheme != "https":
        raise Unreachable("NOT_HTTPS", "接收地址必须是 https。", "The address must be https.")
    if not all(_is_open(one) for one in _forms(address)):
        raise Unreachable(
            "PRIVATE_ADDRESS",
            "接收地址指向内网、本机或保留地址，不能使用。如确需送达，请系统管理员在 WEBHOOK_ALLOW_CIDRS 里开通。",
            "The address points into a private, local or reserved network. If that is meant, the administrator may "
            "name it in WEBHOOK_ALLOW_CIDRS.",
        )


def _is_open(one: Address) -> bool:
    named = any(one in network for network in NEVER if network.version == one.version)
    return one.is_global and not one.is_multicast and not one.is_reserved and not named


def _forms(address: Address) -> list[Address]:
    """The address and every IPv4 address embedded in it; all of them must be open."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]  # the same host, whatever it is written as
    if address.sixtofour is not None:
        return [address, address.sixtofour]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]


def _literal(host: str) -> Address | None:
    """The IP address that the host spells out, or None; also in old spellings like 127.1 or 0x7f000001."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None
