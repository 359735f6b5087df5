"""Who watches figures live, who is told them in batches, and who of nothing below the city (docs/rules.md §8.1)."""

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
    """Whether this scope's figures are live for the asker. Wholes that contain the own person never are."""
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
    """Those who keep the machines and the accounts are told no figures below the city."""
    if kind not in (None, CITY) and actor.role in (policy.ADMINISTRATOR, policy.SECURITY):
        raise Forbidden(
            "您现在的身份只看全市的数据。请换一个有权限的角色。",
            "Your present role sees the city's figures only. Use a role that may see more.",
        )


async def until(period: Period, asking: Asking) -> Period:
    """The days that are told in batches: those that are over, and for a rated person those of the own last batch."""
    last = min(period.last, period.today - timedelta(days=1))
    if asking.actor.staff is not None:
        last = min(last, await last_shown(asking))
    return replace(period, last=last)


async def last_shown(asking: Asking) -> date:
    """Until which day the asker knows the own figures."""
    shown: date | None = (await SHOWN.rows(asking))[0][0]
    return shown or date.min


def apart(actor: Actor, kind: str, ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Those that the asker watches live, and those that are told in batches."""
    live = [scope_id for scope_id in ids if watches(actor, kind, scope_id)]
    known = set(live)
    return live, [scope_id for scope_id in ids if scope_id not in known]


def _agency(kind: str, scope_id: int) -> int | None:
    if kind == "SERVICE":
        agency: int = row("Service", scope_id)["agency_id"]
        return agency
    return scope_id if kind == "AGENCY" else None


def _district(kind: str, scope_id: int) -> int | None:
    """Where it lies by the register."""
    if kind == "SERVICE":
        return _district("AGENCY", row("Service", scope_id)["agency_id"])
    view, column = LIES_IN[kind]
    district: int | None = row(view, scope_id)[column]
    return district


__all__ = ["apart", "judge", "last_shown", "until", "watches"]
