"""A figure with its interval on the axis that all its neighbours share."""

from dataclasses import dataclass

from web.charts.scales import percent

LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Beside:
    """Places in per cent of the width. What lies beyond the axis has no dot but a mark at its end; `cut`: the interval
    goes on beyond it.
    """

    dot: float | None
    left: float
    width: float
    whole: float | None
    beyond: bool
    cut: bool


def beside(value: float, low: float, high: float, whole: float | None, *, top: float) -> Beside:
    left, right = percent(low, 0.0, top), percent(high, 0.0, top)
    at, city = percent(value, 0.0, top), None if whole is None else percent(whole, 0.0, top)
    left = min(left, 100 - LEAST)
    return Beside(
        at if at <= 100 else None,
        left,
        round(max(min(right, 100.0) - left, LEAST), 2),
        city if city is None or city <= 100 else None,
        at > 100,
        right > 100,
    )
