"""What is remembered to save work, least recently used first out: bounded in number, and in weight where one entry may
cost a thousand times another.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `most` entries that together weigh at most `weight`; what alone weighs more is not kept."""

    def __init__(self, most: int, weight: int, weigh: Callable[[K, V], int]) -> None:
        self.most, self.weight, self.weigh = most, weight, weigh
        self.carried = 0
        self._known: OrderedDict[K, V] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: K) -> V | None:
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, key: K, value: V) -> None:
        if key in self._known:
            del self[key]
        if (more := self.weigh(key, value)) > self.weight:
            return
        self._known[key] = value
        self.carried += more
        while len(self._known) > self.most or self.carried > self.weight:
            self.carried -= self.weigh(*self._known.popitem(last=False))

    def __delitem__(self, key: K) -> None:
        value = self._known.pop(key)
        self.carried -= self.weigh(key, value)

    def __iter__(self) -> Iterator[K]:
        return iter(self._known)
