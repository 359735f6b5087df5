"""Arithmetic of the oracle's figures: shares, steps of time, and an interval found the slow way."""

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.words import Level

ZONE = ZoneInfo("Asia/Shanghai")
POINTS = dict(zip(Level, (100, 80, 60, 40, 20), strict=True))
BAD = {"DISSATISFIED", "VERY_DISSATISFIED"}


def ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def counts(name: str, symbols: Any, found: Counter[str]) -> list[Any]:
    return [{name: s.value, "count": found[s.value]} for s in symbols]


def begin(step: str, moment: datetime) -> datetime:
    at = moment.astimezone(ZONE).replace(minute=0, second=0, microsecond=0)
    if step == "HOUR":
        return at
    at = at.replace(hour=0)
    return at if step == "DAY" else at.replace(day=1) if step == "MONTH" else at - timedelta(days=at.weekday())


def limits(n: int) -> tuple[float, float]:
    """Garwood's interval by bisection on the Poisson sum."""

    def below(k: int, mean: float) -> float:
        return (
            math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1)) if mean else 1.0
        )

    def solve(k: int, p: float) -> float:
        low, high = 0.0, 10.0 * n + 50
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if below(k, middle) > p else (low, middle)
        return low

    return (solve(n - 1, 0.975) if n else 0.0), solve(n, 0.025)
