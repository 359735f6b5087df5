"""The desk page: orders due first with the next move, two weeks ahead, what waits, and the month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame, navigation, workload
from admin_ui.badges import TERMS, Today, likely, task
from admin_ui.desk import roles as desks
from admin_ui.desk.month import Month
from admin_ui.desk.roles.block import Block
from admin_ui.navigation import RATED
from domain import policy, year_ahead
from domain.actor import Actor
from domain.moves.work_orders import OPEN
from domain.words import Role, WorkOrderState
from domain.working_days import SATURDAY, day_in
from views.counting import counts
from web.catalogue import say
from web.language import language

S = WorkOrderState
AGENCYS = (S.DISPATCHED, S.SIGNED, S.VERIFYING, S.RECTIFYING, S.EXPLAINED)
WAITING: dict[str, tuple[WorkOrderState, ...]] = {
    Role.CASE_OFFICER: AGENCYS,
    Role.AGENCY_HEAD: AGENCYS,
    Role.HALL_MANAGER: AGENCYS,
    Role.DISPATCHER: (S.SIGNED, S.PENDING_CALLBACK),
    Role.SUPERVISOR: (S.PENDING_REVIEW, S.REOPENED),
}
# These roles see orders but make no moves; other things wait for them.
OTHERS = (Role.MODERATOR, Role.REVIEWER, Role.HR, Role.AUDITOR)
SHOWN, LOOKED_AT, FORTNIGHT = 8, 40, 14
FIELDS: Any = (
    "id", "number", "state", "version", "urgent", "reopened", "isOpen", "dueOn", "moves", "raterHidden", "agency.name",
    TERMS,
    ("evaluation", ["level", "stage", "tags.text", "service.name", "window.name", "hall.name"]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the two weeks, with the number of orders due on it."""

    on: date
    name: str
    rest: bool
    made_up: bool
    late: int = 0
    soon: int = 0
    ok: int = 0


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin"""
    return await render(request)


async def render(
    request: Request, toasts: Sequence[tuple[str, str]] = (), status: int = 200, first: Block | None = None
) -> Response:
    me, today, waiting = access.actor(request), await Today.ask(), workload.of(request)
    known = await waiting.open_orders() if policy.reach(me.role, "WorkOrder") else None
    handles = known is not None and me.role not in OTHERS
    states = _states(me, known) if known is not None else []
    rows = await _rows(me, today) if handles else None
    return await frame.show(
        request,
        "admin/desk/desk.html",
        here="desk",
        crumbs=((say("nav.desk.rated"), ""),) if me.role in RATED else (),
        block=("desk", "messages"),
        status=status,
        toasts=toasts,
        today=today,
        first=first or await desks.of(waiting, today),
        watched=await navigation.watched(waiting),
        is_working=day_in(today.calendar.days, today.day).is_working,
        likely=likely,
        rows=rows,
        fortnight=await _fortnight(me, today) if rows is not None else [],
        states=states,
        open_orders=sum((known or {}).values()),
        mine=sum(n for state, n in states if state in _mine(me)),
        month=await Month.of(me, today.day),
        holidays=_holidays(today),
        missing_year=await year_ahead.missing(today.day) if me.role == Role.SYSTEM_ADMINISTRATOR else None,
    )


async def _rows(me: Actor, today: Today) -> list[Mapping[str, Any]]:
    """Return the orders shown: those this role can move now, then those on which others must act."""
    states = _mine(me)
    page = await views.page(
        "WorkOrder", FIELDS, actor=me, where={"state": states}, order="DUE", first=LOOKED_AT, language=language()
    )
    mine = [row for row in page.rows if likely(row["moves"])]
    others = [row for row in page.rows if not likely(row["moves"])]
    return [{**row, "badge": today.badge(row), "task": task(row, me.role)} for row in [*mine, *others][:SHOWN]]


def _mine(me: Actor) -> list[str]:
    """Return the states in which this role has something to do."""
    return [state.value for state in WAITING.get(me.role, tuple(sorted(OPEN)))]


async def _fortnight(me: Actor, today: Today) -> list[Day]:
    """Two weeks from today; what is overdue already stands on today."""
    last = today.day + timedelta(days=FORTNIGHT - 1)
    due: dict[date, int] = await counts("WorkOrder", "dueOn", actor=me, only={"dueBefore": last, "state": _mine(me)})
    late = sum(n for on, n in due.items() if on < today.day)
    days = []
    for n in range(FORTNIGHT):
        on = today.day + timedelta(days=n)
        known = day_in(today.calendar.days, on)
        soon = today.left(on) <= 2
        days.append(
            Day(
                on,
                known.name or "",
                not known.is_working,
                known.is_working and on.weekday() >= SATURDAY,
                late if n == 0 else 0,
                due.get(on, 0) if soon else 0,
                0 if soon else due.get(on, 0),
            )
        )
    return days


def _states(me: Actor, known: Mapping[str, int]) -> list[tuple[str, int]]:
    shown = WAITING.get(me.role, tuple(state for state in S if state in OPEN))
    if me.role == Role.CASE_OFFICER:
        shown = (*shown, S.PENDING_REVIEW, S.PENDING_CALLBACK)
    return [(state.value, known.get(state.value, 0)) for state in shown]


def _holidays(today: Today) -> list[tuple[date, date, str]]:
    """Return the next holidays within 31 days as [(first day, last day, name)]; empty if there are none."""
    stretch: list[date] = []
    for n in range(31):
        day = today.day + timedelta(days=n)
        known = day_in(today.calendar.days, day)
        if known.name and not known.is_working:
            stretch.append(day)
        elif stretch:
            break
    if not stretch:
        return []
    return [(stretch[0], stretch[-1], day_in(today.calendar.days, stretch[0]).name or "")]
