"""The period of a board: whole days of the city, both inclusive, and the time of the request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from domain.clock import day_of
from domain.working_days import start_of
from views.compiling.question import Refused
from views.compiling.references import city
from views.compiling.statement import Asking, Statement

NOW: Final = Statement("select city_now()")
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both inclusive, and the time of the request.

    `seen`: the last day whose ratings the asker may know.
    """

    first: date
    last: date
    now: datetime
    seen: date = date.max

    @property
    def today(self) -> date:
        """The city's day at the time of the request."""
        return day_of(self.now)

    @property
    def is_one_day(self) -> bool:
        """Whether first and last day are the same."""
        return self.first == self.last

    @property
    def is_empty(self) -> bool:
        """Whether it has no day: cut to what an asker may know, a period can end before it begins."""
        return self.last < self.first

    @property
    def hides_late(self) -> bool:
        """Whether visits of these days may have ratings that the asker may not know yet."""
        return not self.is_empty and self.seen < self.today

    def values(self, scope: str, ids: Sequence[int]) -> dict[str, Any]:
        """Return the SQL parameters of the scopes and days; `until` is exclusive."""
        days = {"since": self.first, "until": self.last + timedelta(days=1), "seen": self.seen}
        return {"scope": scope, "ids": _among(tuple(ids)), **days}


@lru_cache(maxsize=REMEMBERED)
def _among(ids: tuple[int, ...]) -> str:
    """Return the ids as the text of an array; cached, because the same pages are asked for repeatedly."""
    return "{" + ",".join(map(str, ids)) + "}"


async def period_of(first: date | None, last: date | None, asking: Asking) -> Period:
    """Return the period of the arguments.

    Without days it is today; with `first` only, from then to today; with `last` only, that one day. Raises Refused if a
    day is out of range or `first` is after `last`.
    """
    for name, day in (("from", first), ("to", last)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise Refused(
                f"日期应在{FIRST_DAY}至{LAST_DAY}之间。",
                f"A day lies between {FIRST_DAY} and {LAST_DAY}.",
                path=(name,),
            )
    now = await _now(last, asking)
    until = last or day_of(now)
    since = first or until
    if since > until:
        raise Refused("开始日期不能晚于结束日期。", "`from` must not lie after `to`.", path=("from",))
    return Period(since, until, now)


async def _now(last: date | None, asking: Asking) -> datetime:
    """Return the city's time.

    If the period ends before the day in memory, it is over in any case, and the start of that day is returned without
    asking the database.
    """
    if last is not None and last < city.today:
        return start_of(city.today)
    now: datetime = (await NOW.rows(asking))[0][0]
    return now


__all__ = ["Period", "period_of"]
