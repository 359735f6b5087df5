"""The month's figures, to yesterday: of one's own agency, or of a managing desk's city or district."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain import clock, policy
from domain.actor import Actor
from views.figures import Period, count
from views.statement import Asking

MEMBERS = frozenset({"ratings", "onTimeRate", "postRectifySatisfaction", "badPer10000", "badReplyRate"})
LEAST = 30


@dataclass(frozen=True, slots=True)
class Month:
    """What the right column of the desk shows. An interval is None where there are no ratings."""

    first: date
    on_time: int
    due: int
    pleased: int
    reached: int
    bad: int
    ratings: int
    rate: float | None
    low: float | None
    high: float | None
    of_agency: bool

    @property
    def is_thin(self) -> bool:
        """Too few bad ratings to compare with anybody."""
        return self.bad < LEAST

    @property
    def decimals(self) -> int:
        return 2 if (self.rate or 0) < 100 else 0

    @classmethod
    async def of(cls, me: Actor, today: date) -> "Month | None":
        if not policy.reach(me.role, "WorkOrder"):
            return None
        scope, scope_id = _scope(me)
        last = today - timedelta(days=1)
        first = last.replace(day=1)
        period = Period(first, last, await clock.now())
        found = (await count(scope, [scope_id], period, MEMBERS, frozenset(), Asking(me)))[scope_id]
        return cls(
            first,
            found.due["on_time"] if found.due else 0,
            found.due["due"] if found.due else 0,
            found.orders["pleased"] if found.orders else 0,
            found.orders["reached"] if found.orders else 0,
            found.bad if found.tally else 0,
            found.ratings if found.tally else 0,
            found.bad_per_10000() if found.tally else None,
            found.limit(0) if found.tally else None,
            found.limit(1) if found.tally else None,
            scope == "AGENCY",
        )


def _scope(me: Actor) -> tuple[str, int]:
    """Managing desks see the city, or their district; everybody else the own agency."""
    if me.role in (policy.DISPATCHER, policy.SUPERVISOR, policy.REVIEWER, policy.MODERATOR, policy.AUDITOR, policy.HR):
        return ("DISTRICT", me.district) if me.district else ("CITY", 0)
    return "AGENCY", me.agency or 0
