"""The distribution of service events over a day, and the office hours."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from domain.clock import CITY_ZONE
from domain.words import Stage

# Hour → its weight among the service events of a working day, at windows and online.
WINDOW_HOURS: Final = {9: 18, 10: 22, 11: 15, 14: 17, 15: 16, 16: 10, 17: 2}
ONLINE_HOURS: Final = {
    7: 2,
    8: 5,
    9: 9,
    10: 10,
    11: 9,
    12: 7,
    13: 6,
    14: 8,
    15: 8,
    16: 8,
    17: 6,
    18: 4,
    19: 5,
    20: 6,
    21: 5,
    22: 2,
}
OFFICE: Final = ((time(9), time(12)), (time(14), time(18)))
REST_DAY: Final = 0.42  # of a working day's events; online and by telephone only, as the halls are closed
ONLINE_SHARE: Final = 0.38


def hours(*, working: bool) -> dict[int, float]:
    """Return the weight of each hour of a day; on a working day the weights add up to 1."""
    windows, online = sum(WINDOW_HOURS.values()), sum(ONLINE_HOURS.values())
    weights = {hour: ONLINE_SHARE * n / online for hour, n in ONLINE_HOURS.items()}
    if not working:
        return {hour: weight * REST_DAY for hour, weight in weights.items()}
    for hour, n in WINDOW_HOURS.items():
        weights[hour] += (1 - ONLINE_SHARE) * n / windows
    return weights


def hour_when(share: float) -> float:
    """Return the hour (with fraction) by which this share of a working day's events has happened."""
    weights = hours(working=True)
    left = share * sum(weights.values())
    for hour, weight in weights.items():
        if left < weight:
            return hour + left / weight
        left -= weight
    return max(weights) + 0.999


def share_of_day(share: float) -> float:
    """Return the share of the day's length that has passed when this share of its events has happened."""
    first, last = min(ONLINE_HOURS), max(ONLINE_HOURS) + 1
    return (hour_when(share) - first) / (last - first)


def is_window_hour(moment: datetime, *, working: bool) -> bool:
    """Return whether the windows are open at this moment."""
    return working and moment.hour in WINDOW_HOURS


def slots(day: date, dice: Random, *, working: bool) -> Iterator[tuple[datetime, float]]:
    """Yield the simulated moments of a day, each with its share of a working day's events.

    There are two an hour while the halls are open, else one.
    """
    for hour, weight in hours(working=working).items():
        parts = 2 if working and hour in WINDOW_HOURS else 1
        for part in range(parts):
            first = part * 60 // parts
            at = time(hour, first + dice.randrange(60 // parts), dice.randrange(60))
            yield datetime.combine(day, at, CITY_ZONE), weight / parts


def stage(dice: Random, *, windows_open: bool) -> Stage:
    """Return a random stage for a new service event."""
    if not windows_open:
        return Stage.ONLINE if dice.random() < 0.85 else Stage.HOTLINE_CALL
    kinds = {
        Stage.ACCEPTANCE: 52,
        Stage.ONLINE: 26,
        Stage.HOTLINE_CALL: 6,
        Stage.CORRECTION: 6,
        Stage.CONSULT: 5,
        Stage.PAYMENT: 3,
    }
    return dice.choices(list(kinds), list(kinds.values()))[0]


def office_time(day: date, dice: Random) -> datetime:
    """Return a random moment within the office hours of the day."""
    opens, closes = OFFICE[dice.random() < 0.5]
    span = int((datetime.combine(day, closes) - datetime.combine(day, opens)).total_seconds())
    return datetime.combine(day, opens, CITY_ZONE) + timedelta(seconds=dice.randrange(span))
