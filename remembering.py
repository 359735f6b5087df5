"""A cache that drops the least recently used entry first.

It is bounded in number and in weight, as one entry may cost a thousand times as much as another.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `most` entries that together weigh at most `weight`, as measured by `weigh`.

    An entry that alone weighs more is not kept.
    """

    def __init__(self, most: int, weight: int, weigh: Callable[[K, V], int]) -> None:
        self.most, self.weight, self.weigh = most, weight, weigh
        self.carried = 0
        self._known: OrderedDict[K, V] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: K) -> V | None:
        """Return the value, or None, and mark the entry as used."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def keep(self, key: K, value: V) -> None:
        """Keep a value, replacing the one with this key, and drop others as needed."""
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
