"""How often an address may come, and how much it may hold open, counted in this process and in real time: a bucket of
tokens for each, and places.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

ADDRESSES: Final = 20_000
NETWORK_BITS: Final = 64  # an IPv6 household owns a whole /64


class Buckets:
    """`burst` at once, then `per_minute` of them. 0 a minute: no limit."""

    def __init__(self, per_minute: int, burst: int | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        self.rate, self.burst, self.clock = per_minute / 60, burst or max(per_minute // 4, 1), clock
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> int:
        """0: one of this address is let in. Else the seconds until the next one will be."""
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
        """It was in order after all."""
        if self.rate and (found := self.buckets.get(key := network(address))):
            self.buckets[key] = (min(self.burst, found[0] + 1), found[1])


class Places:
    """How many of something may be open at once: of one asker, and of all together."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self.taken: Counter[object] = Counter()

    def is_full(self, who: object) -> bool:
        return self.taken.total() >= self.most or bool(self.most_of_one and self.taken[who] >= self.most_of_one)

    @contextmanager
    def place(self, who: object) -> Iterator[None]:
        """Takes one as long as the block lasts; whether there is one is asked before."""
        self.taken[who] += 1
        try:
            yield
        finally:
            self.taken[who] -= 1
            if not self.taken[who]:
                del self.taken[who]


def network(address: str) -> str:
    """Whom an address belongs to: itself, or its network of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> NETWORK_BITS << NETWORK_BITS))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
