"""Control limits of a funnel plot: exact Poisson limits of the bad rate, interpolated to be smooth."""

import math
from functools import lru_cache
from typing import Final

from domain.intervals import gamma_p

INNER: Final = 0.025  # 95 %
OUTER: Final = 0.001  # 99.8 %


@lru_cache(maxsize=4096)
def chance(mean: float, share: float) -> float:
    """Return the count x up to which a Poisson variable lies with probability `share`.

    P(X ≤ x) = 1 − P(x + 1, mean), with P the regularised incomplete gamma function; x is not rounded to whole counts.
    """
    if mean <= 0:
        return 0.0
    low, high = -1.0, mean + 10 * math.sqrt(mean) + 20
    for _ in range(36):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - gamma_p(middle + 1, mean) < share else (low, middle)
    return max(0.0, (low + high) / 2)


def limits(n: float, rate: float, tail: float) -> tuple[float, float]:
    """Return the lowest and highest rate of n ratings that chance alone explains.

    `rate` is the rate of the whole.
    `tail` is the probability outside the limits on each side, such as INNER or OUTER.
    """
    mean = n * rate
    return chance(round(mean, 6), tail) / n, chance(round(mean, 6), 1 - tail) / n
