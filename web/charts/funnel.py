"""The funnel plot: number of ratings (log scale) against bad rate, with the limits of chance."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from web.charts.scales import step_for

WIDTH, HEIGHT, TOP, BASE, LEFT = 760, 320, 16, 284, 36
POINTS = 28
Limits = Callable[[float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Dot:
    """One subject; `kind` is in, high or low. Those outside the limits are drawn with their name."""

    name: str
    x: float
    y: float
    rate: float
    kind: str
    turned: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """The plot: SVG paths of the limits, y of the whole's rate, dots, and ticks (label or rate, position)."""

    inner: str
    outer: str
    whole: float
    dots: list[Dot]
    across: list[tuple[str, float]]
    up: list[tuple[float, float]]


def funnel(subjects: Sequence[tuple[str, int, float, str]], rate: float, inner: Limits, outer: Limits) -> Funnel:
    """Return the plot of subjects (name, n, rate, kind); rates are per 10,000.

    The axis is long enough for every subject. The limits for small n go beyond it and are cut off by the frame.
    """
    least, most = min(n for _, n, _, _ in subjects), max(n for _, n, _, _ in subjects)
    left, right = math.log10(least / 1.6), math.log10(most * 1.4)
    top = _top([value for _, _, value, _ in subjects], rate)

    def x(n: float) -> float:
        return round(LEFT + (math.log10(n) - left) / (right - left) * (WIDTH - LEFT), 1)

    def y(value: float) -> float:
        return round(BASE - value / top * (BASE - TOP), 1)

    places = [10 ** (left + (right - left) * n / (POINTS - 1)) for n in range(POINTS)]
    dots = [Dot(name, x(n), y(v), v, kind, x(n) > WIDTH - 140) for name, n, v, kind in subjects]
    step = step_for(top)
    ticks = [(f"{10**power:,}", x(10**power)) for power in range(math.ceil(left), math.floor(right) + 1)]
    heights = [(step * n, y(step * n)) for n in range(math.floor(top / step) + 1)]
    return Funnel(_area(places, inner, x, y), _area(places, outer, x, y), y(rate), dots, ticks, heights)


def _top(rates: Sequence[float], rate: float) -> float:
    step = step_for(max(*rates, rate * 2, 1.0) * 1.1)
    return step * math.ceil(max(*rates, rate * 2, 1.0) * 1.05 / step)


def _area(places: Sequence[float], limits: Limits, x: Callable[[float], float], y: Callable[[float], float]) -> str:
    known = [(x(n), *limits(n)) for n in places]
    line = [(at, y(high)) for at, _, high in known] + [(at, y(low)) for at, low, _ in reversed(known)]
    return "".join(f"{'L' if index else 'M'}{a:g} {b:g}" for index, (a, b) in enumerate(line)) + "Z"
