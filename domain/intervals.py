"""95 % confidence intervals (docs/rules.md §6): of a rate and of a share.

A count has exact Poisson limits (Garwood), quantiles of the gamma distribution. A share has Wilson's interval.
"""

import math
from functools import lru_cache
from typing import Final

CLOSE: Final = 1e-13
TAIL: Final = 0.025
NORMAL_95: Final = 1.959963984540054
PER: Final = 10_000


def per_10000(bad: int, ratings: int) -> tuple[float | None, float | None, float | None]:
    """(bad ratings per 10 000 ratings, lower limit, upper limit); all None without ratings."""
    if not ratings:
        return None, None, None
    low, high = poisson(bad)
    return PER * bad / ratings, PER * low / ratings, PER * high / ratings


def wilson(part: float, whole: float) -> tuple[float | None, float | None]:
    """(lower, upper) limit of a share, within 0 to 1; both None without any."""
    if not whole:
        return None, None
    share, z = part / whole, NORMAL_95
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, middle - half), min(1.0, middle + half)


@lru_cache(maxsize=4096)
def poisson(count: int) -> tuple[float, float]:
    """(lower, upper) limit of the mean of a Poisson count."""
    low = gamma_quantile(TAIL, count) if count else 0.0
    return low, gamma_quantile(1 - TAIL, count + 1)


def gamma_quantile(p: float, shape: float) -> float:
    """The x with P(shape, x) = p.

    Newton's method from Wilson and Hilferty's estimate, with bisection where it leaves the interval.
    """
    low, high = 0.0, shape + 10 * math.sqrt(shape) + 20
    guess = shape * max(1 - 1 / (9 * shape) + math.copysign(1.96, p - 0.5) / (3 * math.sqrt(shape)), 1e-9) ** 3
    while high - low > CLOSE * high:
        x = guess if low < guess < high else (low + high) / 2
        lies_left = gamma_p(shape, x) < p
        low, high = (x, high) if lies_left else (low, x)
        guess = _newton(x, p, shape)
        if abs(guess - x) <= CLOSE * x:
            return guess
    return (low + high) / 2


def _newton(x: float, p: float, shape: float) -> float:
    density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
    return x - (gamma_p(shape, x) - p) / density if density else -1.0


def gamma_p(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function P(shape, x).

    A series below the mean, a continued fraction above.
    """
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape)) if x > 0 else 0.0
    return scale * _series(shape, x) if x < shape + 1 else 1 - scale * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    step = shape
    while term > total * 1e-17:
        step += 1
        term *= x / step
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """The continued fraction, by Lentz's method."""
    b = x + 1 - shape
    c, d = 1e300, 1 / b
    result, n = d, 0
    while True:
        n += 1
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        result *= c * d
        if abs(c * d - 1) < 1e-16:
            return result
