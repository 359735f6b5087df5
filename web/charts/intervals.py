"""A figure with its interval on a line: band, dot, and the two ends of the axis."""

import math
from dataclasses import dataclass

from web.charts.scales import around, percent


@dataclass(frozen=True, slots=True)
class Interval:
    """Ends of the axis (`bottom`, `top`), positions in per cent of the width, decimals for labels."""

    bottom: float
    top: float
    left: float
    width: float
    dot: float
    decimals: int


def interval(value: float, low: float, high: float, *, most: float = math.inf) -> Interval:
    """Return the positions on an axis with room around the interval; it ends at `most` at the latest."""
    bottom, top = around(low, high, most=most)
    left, right = percent(low, bottom, top), percent(high, bottom, top)
    decimals = 0 if top - bottom >= 4 else 1 if top - bottom >= 0.4 else 2
    return Interval(bottom, top, left, round(max(right - left, 0.6), 2), percent(value, bottom, top), decimals)
