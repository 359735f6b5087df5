"""The arithmetic of a measurement: medians, percentiles, and ratios taken round by round."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """What one contender did with one question in one round. Times in milliseconds, CPU in µs for each answer;
    `single_cpu` is the server's for a delivery when events come one after the other.
    """

    rate: float
    p50: float
    p99: float
    server_cpu: float | None = None
    database_cpu: float | None = None
    single_cpu: float | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    if not values:
        raise ValueError("there is no percentile of nothing")
    return sorted(values)[max(ceil(share * len(values)), 1) - 1]


def middle(runs: Sequence[Run]) -> Run:
    """Each figure's own median: the middle rate and the middle latency need not be of one round."""
    return Run(
        median(run.rate for run in runs),
        median(run.p50 for run in runs),
        median(run.p99 for run in runs),
        _median_known([run.server_cpu for run in runs]),
        _median_known([run.database_cpu for run in runs]),
        _median_known([run.single_cpu for run in runs]),
    )


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """The median of the rounds' ratios: what slows the whole machine for a while slows both sides of one round."""
    return median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))


def _median_known(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
