"""A figure with its interval, on an axis that it shares with its neighbours."""

from dataclasses import dataclass

from web.charts.scales import percent

LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Beside:
    """Positions in per cent of the width.

    `dot`: None if the value is beyond the axis, where a mark at the end shows it (`beyond`). `cut`: the interval goes
    on beyond the axis. `whole`: the position of the whole's figure.
    """

    dot: float | None
    left: float
    width: float
    whole: float | None
    beyond: bool
    cut: bool


def beside(value: float, low: float, high: float, whole: float | None, *, top: float) -> Beside:
    """Return the positions on an axis from 0 to `top`; `whole` is the figure it is compared with."""
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
