"""Small multiples: for each part a line with its band, all on the same axis, and the whole dashed.

Values beyond the axis are not moved to its edge: lines and bands leave the frame, which cuts them off, and the values
beyond it are marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

HEIGHT = 64


class Point(Protocol):
    """A figure at one time with its interval; None where there was nothing to count."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Multiple:
    """SVG paths in a box of 100 × HEIGHT.

    `dot`: the last value, None if it is above the box. `beyond`: the x of values above the box. `cut`: whether some of
    the band or of the whole is above the box.
    """

    line: str
    band: str
    whole: str
    dot: tuple[float, float] | None
    beyond: Sequence[float]
    cut: bool


def multiple(points: Sequence[Point], whole: Sequence[float | None], *, top: float) -> Multiple:
    """Return the paths of the points and of the whole, on an axis from 0 to `top`."""
    places = [_x(index, len(points)) for index in range(len(points))]
    line = [(x, _y(p.value, top)) for x, p in zip(places, points, strict=True) if p.value is not None]
    known = [
        (x, p.low, p.high) for x, p in zip(places, points, strict=True) if p.low is not None and p.high is not None
    ]
    band = [(x, _y(high, top)) for x, _, high in known] + [(x, _y(low, top)) for x, low, _ in reversed(known)]
    city = [(_x(index, len(whole)), _y(value, top)) for index, value in enumerate(whole) if value is not None]
    return Multiple(
        _path(line),
        _path(band) + "Z" if band else "",
        _path(city),
        line[-1] if line and line[-1][1] >= 0 else None,
        [x for x, y in line if y < 0],
        any(y < 0 for _, y in (*band, *city)),
    )


def _x(index: int, count: int) -> float:
    return round(100 * index / max(count - 1, 1), 2)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - HEIGHT * value / top, 2)


def _path(places: list[tuple[float, float]]) -> str:
    return "".join(f"{'L' if index else 'M'}{x:g} {y:g}" for index, (x, y) in enumerate(places))
