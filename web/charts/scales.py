"""Round numbers for the ends of an axis."""

import math

STEPS = (1, 2, 2.5, 5, 10)


def step_for(span: float, pieces: int = 4) -> float:
    """The round step that cuts `span` into about `pieces`."""
    if span <= 0:
        return 1.0
    raw = span / pieces
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step for step in STEPS if step * power >= raw * 0.999) * power


def around(
    low: float, high: float, *, least: float = 0.0, most: float = math.inf, room: float = 2.0
) -> tuple[float, float]:
    """Round ends with some room on both sides of an interval, so that its width says how sure the figure is."""
    width = max(high - low, abs(high) * 0.02, 1e-9)
    step = step_for(width * (1 + 2 * room))
    bottom = math.floor((low - room * width) / step) * step
    top = math.ceil((high + room * width) / step) * step
    return max(least, bottom), min(most, top)


def percent(value: float, bottom: float, top: float) -> float:
    """Where `value` stands between the ends, in per cent of the width."""
    place = 100 * (value - bottom) / (top - bottom) if top > bottom else 50.0
    return round(min(max(place, 0.0), 100.0), 2)


def place(value: float, top: float) -> float:
    """Where `value` stands on an axis from nothing to `top`, in per cent of the width."""
    return percent(value, 0.0, top)
