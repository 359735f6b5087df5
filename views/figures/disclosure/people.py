"""Who sees the figures of one person, from how many ratings on, and up to which day.

The rules are in docs/rules.md §8 and §8.1.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from domain import policy
from domain.actor import Actor
from domain.errors import Forbidden
from domain.figures import ENOUGH, FEWEST
from domain.policy import HALL_MANAGER, HEAD, HR, SUPERVISOR
from views.compiling.references import row
from views.compiling.statement import Asking, Statement
from views.figures import scopes
from views.figures.disclosure import knowing
from views.figures.formulas import AMONG, TALLY, Sums
from views.figures.period import Period
from views.nouns.roles import RATED

RATINGS: Final = Sums(TALLY, ("ratings",))

# Who sees the figures of one person: that person, and those who lead, appraise or supervise. role → condition
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
    """Return whether the actor may see this person's figures.

    Own figures are seen in the rated person's role only, where they end with the last batch, and not in another role
    that the same person has.
    """
    rule, is_own = MAY_SEE.get(actor.role), actor.staff == staff_id
    return rule is not None and (actor.role in RATED or not is_own) and rule(actor, row("StaffMember", staff_id))


async def judge(staff_id: int, period: Period, asking: Asking) -> None:
    """Raise Forbidden if this person's figures of the period may not be told to the asker.

    The refusal is the same for every cause, so that it tells neither the person's agency nor that ratings are few.
    """
    if not may_see(asking.actor, staff_id) or not await seen([staff_id], period, asking):
        raise refused()


def refused() -> Forbidden:
    """Return the error that refuses figures of a person."""
    return Forbidden("您现在的身份看不到这个人的数据。", "Your role does not see this person's figures.")


async def seen(ids: Sequence[int], period: Period, asking: Asking) -> set[int]:
    """Return those of these persons whose figures of the period may be told to the asker.

    They are the asker's own, and those of others with at least thirty ratings, or with an order of the period that the
    asker reaches anyway.
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
    """Return the statement for persons with an order that this role reaches; None if it reaches none."""
    reach = policy.reach(role, "WorkOrder")
    if reach is None:
        return None
    return Statement(f"""select distinct o.rated_staff_id
from work_order o join evaluation e on e.id = o.evaluation_id
where o.rated_staff_id = {AMONG} and e.rated_on >= :since and e.rated_on < :until and {reach.replace("{t}", "o")}""")


async def children(kind: str, parent: int, period: Period, asking: Asking) -> Sequence[int]:
    """Return the ids of the scopes below, sorted; of persons only those whose figures may be told."""
    below = scopes.children(kind, parent)
    if kind != "HALL" or not below:
        return below
    known = await seen(below, period, asking)
    return [staff_id for staff_id in below if staff_id in known]


async def until(kind: str, period: Period, asking: Asking) -> Period:
    """Return the period, for figures of persons cut to the last day that a rated person was shown."""
    if kind != "STAFF" or asking.actor.staff is None:
        return period
    seen = await knowing.last_shown(asking)
    return replace(period, last=min(period.last, seen), seen=seen)


def fewest(kind: str, role: str) -> int | None:
    """Return how many ratings a scope must have before its tags and dimensions are told to this role.

    For other scopes than persons it is 0; None means never (docs/rules.md §8).
    """
    if kind != "STAFF":
        return 0
    return None if role == HR else FEWEST if role in RATED else 0


__all__ = ["children", "fewest", "judge", "may_see", "refused", "seen", "until"]
