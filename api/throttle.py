"""How often strangers may ask: a bucket of tokens for each address, refilled in real time, kept in this process."""

import math
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

from api.errors import ApiError

ADDRESSES: Final = 20_000
NETWORK_BITS: Final = 64  # an IPv6 household owns a whole /64


class Throttle:
    """`burst` requests at once, then `per_minute` of them. 0 a minute: no limit."""

    def __init__(self, per_minute: int, burst: int | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        self.rate, self.burst, self.clock = per_minute / 60, burst or max(per_minute // 4, 1), clock
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> None:
        """Let one request of this address in, or refuse and say when to come again."""
        if not self.rate:
            return
        key, now = network(address), self.clock()
        tokens, seen = self.buckets.pop(key, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - seen) * self.rate)
        allowed = tokens >= 1
        self.buckets[key] = (tokens - allowed, now)
        if len(self.buckets) > ADDRESSES:
            self.buckets.popitem(last=False)
        if not allowed:
            raise too_often(math.ceil((1 - tokens) / self.rate))

    def give_back(self, address: str) -> None:
        """The request was in order after all."""
        if self.rate and (found := self.buckets.get(key := network(address))):
            self.buckets[key] = (min(self.burst, found[0] + 1), found[1])


def network(address: str) -> str:
    """Whom an address belongs to: itself, or its network of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> NETWORK_BITS)
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def too_often(seconds: int) -> ApiError:
    return ApiError(
        "RATE_LIMITED",
        f"您的地址请求太频繁，请 {seconds} 秒后再试；系统对接请使用密钥。",
        f"Too many requests from your address; try again in {seconds} seconds. Systems should use a key.",
        status=429,
        headers={"Retry-After": str(seconds)},
    )
