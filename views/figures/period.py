"""The days a board is about: whole days of the city, both inclusive, and what time it is."""

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
    """Days, both inclusive, and what time it is. `seen`: the last day whose ratings this asker may know."""

    first: date
    last: date
    now: datetime
    seen: date = date.max

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last

    @property
    def is_empty(self) -> bool:
        """What an asker may know can end before it begins."""
        return self.last < self.first

    @property
    def hides_late(self) -> bool:
        """Whether there may be ratings of these days that the asker may not know yet."""
        return not self.is_empty and self.seen < self.today

    def values(self, scope: str, ids: Sequence[int]) -> dict[str, Any]:
        days = {"since": self.first, "until": self.last + timedelta(days=1), "seen": self.seen}
        return {"scope": scope, "ids": _among(tuple(ids)), **days}


@lru_cache(maxsize=REMEMBERED)
def _among(ids: tuple[int, ...]) -> str:
    """The same pages of agencies are asked again and again."""
    return "{" + ",".join(map(str, ids)) + "}"


async def period_of(first: date | None, last: date | None, asking: Asking) -> Period:
    """No dates: today. One date: from it to today, or up to it that one day."""
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
    """A day before the one that memory knows is over, whatever the clock says by now: nobody is asked."""
    if last is not None and last < city.today:
        return start_of(city.today)
    now: datetime = (await NOW.rows(asking))[0][0]
    return now


__all__ = ["Period", "period_of"]
