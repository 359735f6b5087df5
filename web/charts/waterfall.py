"""The waterfall chart from one score to another: two totals, and a step for each figure between."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.charts.scales import step_for

WIDTH, HEIGHT, TOP, BASE, LEFT = 740, 250, 24, 186, 36


@dataclass(frozen=True, slots=True)
class WaterfallBar:
    """One bar. `kind` is total, plus or minus; `end` is the y of the line to the next bar."""

    name: str
    note: str
    value: float
    kind: str
    x: float
    width: float
    y: float
    height: float
    end: float

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The bars, the ticks of the axis (value, y), and the distance between bars (`pitch`)."""

    steps: list[WaterfallBar]
    ticks: list[tuple[float, float]]
    pitch: float


def waterfall(
    first: tuple[str, str, float], changes: Sequence[tuple[str, str, float]], last: tuple[str, str, float]
) -> Waterfall:
    """Return the chart of two totals and the changes between them, each (name, note, value)."""
    levels = [first[2]]
    for _, _, change in changes:
        levels.append(levels[-1] + change)
    low, high = min(*levels, last[2]), max(*levels, last[2])
    step = step_for(max(high - low, 1.0) * 1.6, 3)
    bottom = (low - step * 0.6) // step * step
    bottom = bottom if low < 0 else max(0.0, bottom)
    top = bottom + step * -(-(high + step * 0.2 - bottom) // step)

    def y(value: float) -> float:
        return round(BASE - (value - bottom) / (top - bottom) * (BASE - TOP), 1)

    pitch = (WIDTH - LEFT) / (len(changes) + 2)
    width = round(min(pitch * 0.6, 64), 1)
    bars = [_bar(first, "total", bottom, first[2])]
    bars += [
        _bar(c, "plus" if c[2] >= 0 else "minus", a, b) for c, a, b in zip(changes, levels, levels[1:], strict=False)
    ]
    bars.append(_bar(last, "total", bottom, last[2]))
    steps = [
        WaterfallBar(
            *head,
            kind,
            round(LEFT + pitch * index + (pitch - width) / 2, 1),
            width,
            min(y(a), y(b)),
            max(abs(y(a) - y(b)), 2.0),
            y(b),
        )
        for index, (head, kind, a, b) in enumerate(bars)
    ]
    count = round((top - bottom) / step)
    return Waterfall(steps, [(bottom + step * n, y(bottom + step * n)) for n in range(count + 1)], round(pitch, 1))


def _bar(
    head: tuple[str, str, float], kind: str, start: float, end: float
) -> tuple[tuple[str, str, float], str, float, float]:
    return head, kind, start, end
