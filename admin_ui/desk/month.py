"""The month's figures up to yesterday, for the desk of an agency, a hall, a district or the city.

Those who may not see them live get the batches of the month (docs/rules.md §8.1).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from domain import clock, policy
from domain.actor import Actor
from domain.figures import ENOUGH
from domain.intervals import per_10000
from views.compiling.statement import Asking
from views.figures.boards.reckoning import Reckoning
from views.figures.period import Period

FIGURES = Reckoning(("bad", "judged", "pleased", "reached", "on_time", "due"))


@dataclass(frozen=True, slots=True)
class Month:
    """The figures in the right column of the desk; an interval is None if there are no ratings."""

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
    whose: str  # AGENCY, HALL, DISTRICT or CITY

    @property
    def is_thin(self) -> bool:
        """Whether there are too few bad ratings for a comparison."""
        return self.bad < ENOUGH

    @property
    def decimals(self) -> int:
        """The decimals with which the rate is shown."""
        return 2 if (self.rate or 0) < 100 else 0

    @classmethod
    async def of(cls, me: Actor, today: date) -> "Month | None":
        """Read the figures for this person; None if the role sees no orders."""
        if not policy.reach(me.role, "WorkOrder"):
            return None
        scope, scope_id = _scope(me)
        last = today - timedelta(days=1)
        first = last.replace(day=1)
        told = await FIGURES.one(scope, scope_id, Period(first, last, await clock.now()), Asking(me))
        bad, ratings = told["bad"], told["judged"]
        rate, low, high = per_10000(bad, ratings)
        shares = (told["on_time"], told["due"], told["pleased"], told["reached"])
        return cls(first, *shares, bad, ratings, rate, low, high, scope)


def _scope(me: Actor) -> tuple[str, int]:
    """Return kind and id of the scope: for managing desks the city or district, else the hall or agency."""
    if me.role in (policy.DISPATCHER, policy.SUPERVISOR, policy.REVIEWER, policy.MODERATOR, policy.AUDITOR, policy.HR):
        return ("DISTRICT", me.district) if me.district else ("CITY", 0)
    return ("HALL", me.hall or 0) if me.role == policy.HALL_MANAGER else ("AGENCY", me.agency or 0)
