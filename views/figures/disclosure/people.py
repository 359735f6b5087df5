"""Figures of one person: whose desk sees them, from how many ratings on, and until when (docs/rules.md §8, §8.1)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from domain import policy
from domain.actor import Actor
from domain.errors import Forbidden
from domain.policy import HALL_MANAGER, HEAD, HR, SUPERVISOR
from views.compiling.references import row
from views.compiling.statement import Asking, Statement
from views.figures import scopes
from views.figures.disclosure import knowing
from views.figures.formulas import AMONG, TALLY, Sums
from views.figures.period import Period
from views.nouns.roles import RATED

ENOUGH: Final = 30
FEWEST: Final = 5  # as many as a batch shown to the rated person
RATINGS: Final = Sums(TALLY, ("ratings",))

# Who sees the figures of one person: whoever leads, appraises or supervises, and the person.
MAY_SEE: Final[dict[str, Callable[[Actor, Any], bool]]] = {
    **dict.fromkeys(RATED, lambda actor, staff: actor.staff == staff["id"]),
    HALL_MANAGER: lambda actor, staff: actor.hall is not None and actor.hall == staff["hall_id"],
    HEAD: lambda actor, staff: actor.agency is not None and actor.agency == staff["agency_id"],
    **dict.fromkeys(
        (HR, SUPERVISOR),
        lambda actor, staff: actor.district in (None, row("Agency", staff["agency_id"])["district_id"]),
    ),
}


def may_see(actor: Actor, staff_id: int) -> bool:
    """The own figures only as the rated person, which stop at the last batch: not from another desk one also has."""
    rule, is_own = MAY_SEE.get(actor.role), actor.staff == staff_id
    return rule is not None and (actor.role in RATED or not is_own) and rule(actor, row("StaffMember", staff_id))


async def judge(staff_id: int, period: Period, asking: Asking) -> None:
    """One refusal for all: it tells neither whose person it is nor how few ratings there were."""
    if not may_see(asking.actor, staff_id) or not await seen([staff_id], period, asking):
        raise refused()


def refused() -> Forbidden:
    return Forbidden("您现在的身份看不到这个人的数据。", "Your role does not see this person's figures.")


async def seen(ids: Sequence[int], period: Period, asking: Asking) -> set[int]:
    """Of these, whose figures of the period may be told: the own, and others' with an order of theirs that is reached,
    or from thirty ratings on.
    """
    mine = [staff_id for staff_id in ids if may_see(asking.actor, staff_id)]
    if asking.actor.role in RATED or not mine:
        return set(mine)
    counted = await RATINGS.read("STAFF", mine, await until("STAFF", period, asking), asking)
    found = {staff_id for staff_id, of in counted.items() if of[1] >= ENOUGH}
    if (reached := _reached(asking.actor.role)) and len(found) < len(mine):
        found.update(of[0] for of in await reached.rows(asking, period.values("STAFF", mine)))
    return found


@cache
def _reached(role: str) -> Statement | None:
    """Whose orders, of ratings of the period, this role reaches."""
    reach = policy.reach(role, "WorkOrder")
    if reach is None:
        return None
    return Statement(f"""select distinct o.rated_staff_id
from work_order o join evaluation e on e.id = o.evaluation_id
where o.rated_staff_id = {AMONG} and e.rated_on >= :since and e.rated_on < :until and {reach.replace("{t}", "o")}""")


async def children(kind: str, parent: int, period: Period, asking: Asking) -> Sequence[int]:
    """The scopes below, by id; of persons those whose figures may be told."""
    below = scopes.children(kind, parent)
    if kind != "HALL" or not below:
        return below
    known = await seen(below, period, asking)
    return [staff_id for staff_id in below if staff_id in known]


async def until(kind: str, period: Period, asking: Asking) -> Period:
    """Figures of persons reach as far as the asker knows the own ones."""
    if kind != "STAFF" or asking.actor.staff is None:
        return period
    seen = await knowing.last_shown(asking)
    return replace(period, last=min(period.last, seen), seen=seen)


def fewest(kind: str, role: str) -> int | None:
    """Ratings there must be before one person's reasons are told; None: never to this role (docs/rules.md §8)."""
    if kind != "STAFF":
        return 0
    return None if role == HR else FEWEST if role in RATED else 0


__all__ = ["children", "fewest", "judge", "may_see", "refused", "seen", "until"]
