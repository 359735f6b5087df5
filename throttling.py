"""Limits by address: how often (token buckets), and how much at once (places).

They are counted in this process and in real time.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

ADDRESSES: Final = 20_000
NETWORK_BITS: Final = 64  # one IPv6 household has a whole /64


class Buckets:
    """A token bucket per address: `burst` requests at once, then `per_minute`; 0 means no limit."""

    def __init__(self, per_minute: int, burst: int | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        self.rate, self.burst, self.clock = per_minute / 60, burst or max(per_minute // 4, 1), clock
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> int:
        """Take one token of this address; return 0, or the seconds to wait if there is none."""
        if not self.rate:
            return 0
        key, now = network(address), self.clock()
        tokens, seen = self.buckets.pop(key, (float(self.burst), now))
        tokens = min(self.burst, tokens + (now - seen) * self.rate)
        allowed = tokens >= 1
        self.buckets[key] = (tokens - allowed, now)
        if len(self.buckets) > ADDRESSES:
            self.buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - tokens) / self.rate)

    def give_back(self, address: str) -> None:
        """Put one token of this address back."""
        if self.rate and (found := self.buckets.get(key := network(address))):
            self.buckets[key] = (min(self.burst, found[0] + 1), found[1])


class Places:
    """Limits how many of something are open at once: of one asker, and of all together."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self.taken: Counter[object] = Counter()

    def is_full(self, who: object) -> bool:
        """Return whether this asker can have no further place."""
        return self.taken.total() >= self.most or bool(self.most_of_one and self.taken[who] >= self.most_of_one)

    @contextmanager
    def place(self, who: object) -> Iterator[None]:
        """Hold one place while the context lasts; the caller asks `is_full` before."""
        self.taken[who] += 1
        try:
            yield
        finally:
            self.taken[who] -= 1
            if not self.taken[who]:
                del self.taken[who]


def network(address: str) -> str:
    """Return what an address is counted as: IPv4 by itself, IPv6 by its /64 network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> NETWORK_BITS << NETWORK_BITS))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
