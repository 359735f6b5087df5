"""The last day in twenty-four bars: quiet where all was well, higher where something failed, highest where all did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

PITCH, WIDTH, HEIGHT = 7.6, 6, 22
HEIGHTS = {"none": 2, "well": 11, "some": 16, "all": 21}  # told apart without their colours


class Hour(Protocol):
    """What became of one hour's attempts."""

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
    bars = []
    for index, hour in enumerate(day):
        kind = (
            "none" if not hour.taken + hour.failed else "well" if not hour.failed else "some" if hour.taken else "all"
        )
        height = HEIGHTS[kind]
        bars.append(HourBar(round(index * PITCH, 1), HEIGHT - height, height, kind))
    return bars
