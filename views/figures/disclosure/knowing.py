"""Who sees figures live, who in batches, and who none below the city (docs/rules.md §8.1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain import policy
from domain.actor import Actor
from domain.errors import Forbidden
from views.compiling.references import row
from views.compiling.statement import Asking, Statement
from views.figures.period import Period
from views.figures.scopes import CITY

SHOWN: Final = Statement(
    "select max(rated_on) from evaluation where staff_id = :staff and shown_to_staff_on is not null"
)
LIES_IN: Final = {"AGENCY": ("Agency", "district_id"), "HALL": ("Hall", "district_id")}


def watches(actor: Actor, kind: str, scope_id: int) -> bool:
    """Return whether this scope's figures are live for the actor.

    For a rated person, no whole smaller than a district is live, as it may contain the person's own ratings.
    """
    if kind in (CITY, "STAFF"):
        return True
    if kind == "DISTRICT":
        return actor.role in policy.DESKS and actor.district in (None, scope_id)
    if actor.staff is not None:
        return False
    if actor.role in policy.DESKS:
        return actor.district is None or actor.district == _district(kind, scope_id)
    if actor.role == policy.HALL_MANAGER:
        return kind == "HALL" and actor.hall == scope_id
    return actor.role == policy.HEAD and actor.agency is not None and actor.agency == _agency(kind, scope_id)


def judge(actor: Actor, kind: str | None) -> None:
    """Raise Forbidden if the actor asks below the city as administrator or security administrator."""
    if kind not in (None, CITY) and actor.role in (policy.ADMINISTRATOR, policy.SECURITY):
        raise Forbidden(
            "您现在的身份只看全市的数据。请换一个有权限的角色。",
            "Your present role sees the city's figures only. Use a role that may see more.",
        )


async def until(period: Period, asking: Asking) -> Period:
    """Return the period cut to the days told in batches.

    They end yesterday, and for a rated person with the last rating shown to that person.
    """
    last = min(period.last, period.today - timedelta(days=1))
    if asking.actor.staff is not None:
        last = min(last, await last_shown(asking))
    return replace(period, last=last)


async def last_shown(asking: Asking) -> date:
    """Return the last day whose ratings were shown to the asker, a rated person; date.min if none was."""
    shown: date | None = (await SHOWN.rows(asking))[0][0]
    return shown or date.min


def apart(actor: Actor, kind: str, ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the ids that are live for the actor, and those that are told in batches."""
    live = [scope_id for scope_id in ids if watches(actor, kind, scope_id)]
    known = set(live)
    return live, [scope_id for scope_id in ids if scope_id not in known]


def _agency(kind: str, scope_id: int) -> int | None:
    if kind == "SERVICE":
        agency: int = row("Service", scope_id)["agency_id"]
        return agency
    return scope_id if kind == "AGENCY" else None


def _district(kind: str, scope_id: int) -> int | None:
    """Return the district of a scope as the directory has it, None if it has none."""
    if kind == "SERVICE":
        return _district("AGENCY", row("Service", scope_id)["agency_id"])
    view, column = LIES_IN[kind]
    district: int | None = row(view, scope_id)[column]
    return district


__all__ = ["apart", "judge", "last_shown", "until", "watches"]
