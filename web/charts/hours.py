"""The last 24 hours as bars: low if all attempts succeeded, higher if some failed, highest if all did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

PITCH, WIDTH, HEIGHT = 7.6, 6, 22
HEIGHTS = {"none": 2, "well": 11, "some": 16, "all": 21}  # so that they differ without colours too


class Hour(Protocol):
    """The attempts of one hour: how many were taken, how many failed."""

    @property
    def taken(self) -> int: ...
    @property
    def failed(self) -> int: ...


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour; `kind` is its class: none, well, some, all."""

    x: float
    y: int
    height: int
    kind: str


def hours(day: Sequence[Hour]) -> list[HourBar]:
    """Return one bar for each hour, in order."""
    bars = []
    for index, hour in enumerate(day):
        kind = (
            "none" if not hour.taken + hour.failed else "well" if not hour.failed else "some" if hour.taken else "all"
        )
        height = HEIGHTS[kind]
        bars.append(HourBar(round(index * PITCH, 1), HEIGHT - height, height, kind))
    return bars
