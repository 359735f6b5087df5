"""Round numbers for the ends of an axis."""

import math
from collections.abc import Iterable

STEPS = (1, 2, 2.5, 5, 10)


def step_for(span: float, pieces: int = 4) -> float:
    """Return the round step that divides `span` into about so many pieces."""
    if span <= 0:
        return 1.0
    raw = span / pieces
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step for step in STEPS if step * power >= raw * 0.999) * power


def around(
    low: float, high: float, *, least: float = 0.0, most: float = math.inf, room: float = 2.0
) -> tuple[float, float]:
    """Return round ends of an axis with room around an interval, so that its width can be judged."""
    width = max(high - low, abs(high) * 0.02, 1e-9)
    step = step_for(width * (1 + 2 * room))
    bottom = math.floor((low - room * width) / step) * step
    top = math.ceil((high + room * width) / step) * step
    return max(least, bottom), min(most, top)


def percent(value: float, bottom: float, top: float) -> float:
    """Return the position of `value` between the ends in per cent; beyond them it is below 0 or above 100."""
    return round(100 * (value - bottom) / (top - bottom), 2) if top > bottom else 50.0


def end(values: Iterable[float | None], *, room: float = 1.1, least: float) -> float:
    """Return the round end of an axis from 0 that has room for all values; `least` if there are none."""
    highest = max((value for value in values if value is not None), default=0.0)
    return max(around(0.0, room * highest, room=0.0)[1], least) if highest else least
