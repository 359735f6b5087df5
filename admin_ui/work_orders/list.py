"""The list of orders by due time, with tabs, filters in the address, paging, and help if empty."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame, workload
from admin_ui.badges import TERMS, Today, likely
from admin_ui.filters import Filters, menu
from admin_ui.workload import Workload
from domain import policy
from domain.actor import Actor
from domain.moves.work_orders import OPEN
from domain.words import Cause, WorkOrderState
from domain.working_days import day_in
from views.counting import counts
from web.catalogue import say
from web.language import language

PATH = "/admin/work-orders"
PER_PAGE, SOON = 30, 2
TABS = ("open", "soon", "overdue", "callback", "closed", "all")
FIELDS: Any = (
    "id", "number", "state", "urgent", "urged", "reopened", "isOpen", "dueOn", "moves", "agency.name", TERMS,
    ("evaluation", ["level", "stage", "tags.text", "service.name", "window.name", "hall.name"]),
)  # fmt: skip
MANAGING = (policy.DISPATCHER, policy.SUPERVISOR, policy.REVIEWER, policy.MODERATOR, policy.AUDITOR, policy.HR)
Where = dict[str, Any]


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/work-orders"""
    me, today, query = access.reader(request, "WorkOrder"), await Today.ask(), request.query_params
    tab = query.get("tab", "open") if query.get("tab") in TABS else "open"
    filters = await _filters(me, query, tab)
    where = await _where(filters, tab, today, me)
    order = "LATEST" if tab in ("closed", "all") else "DUE"
    page = await views.page(
        "WorkOrder", FIELDS, actor=me, where=where, order=order, first=PER_PAGE, after=query.get("after"),
        language=language(), counted=True,
    )  # fmt: skip
    return await frame.show(
        request,
        "admin/work_orders/list.html",
        here="work-orders",
        block=("list", "messages"),
        filters=filters,
        tab=tab,
        tabs=await _tabs(workload.of(request), today),
        rows=[{**row, "badge": today.badge(row), "likely": likely(row["moves"])} for row in page.rows],
        page=page,
        order=order,
        is_first=not query.get("after"),
        managing=me.role in MANAGING,
        dropped=[] if page.rows or query.get("after") else await _dropped(me, filters, tab, today),
    )


async def _filters(me: Actor, query: QueryParams, tab: str) -> Filters:
    states = WorkOrderState if tab in ("open", "all") else ()
    menus = [
        menu(query, "state", say("filter.state"), {s: say(f"state.{s}") for s in states if tab == "all" or s in OPEN})
    ]
    menus.append(menu(query, "cause", say("filter.cause"), {c: say(f"cause.{c}") for c in Cause}))
    if me.role in MANAGING:
        agencies = await views.every("Agency", ["code", "name"], actor=me, language=language())
        menus.append(menu(query, "agencyCode", say("filter.agency"), {a["code"]: a["name"] for a in agencies}))
    return Filters(PATH, query, tuple(menus), (("tab", tab),) if tab != "open" else ())


async def _where(filters: Filters, tab: str, today: Today, me: Actor) -> Where:
    where: Where = {**_of_tab(tab, today), **filters.where}
    return where | await _found(filters.search, me) if filters.search else where


def _of_tab(tab: str, today: Today) -> Where:
    match tab:
        case "soon":
            return {"dueBefore": soon(today), "overdue": False}
        case "overdue":
            return {"overdue": True}
        case "callback":
            return {"state": [WorkOrderState.PENDING_CALLBACK.value]}
        case "closed":
            return {"state": [state.value for state in WorkOrderState if state not in OPEN]}
        case "open":
            return {"state": [state.value for state in sorted(OPEN)]}
    return {}


def soon(today: Today) -> date:
    """Return the second working day after today."""
    day, left = today.day, SOON
    while left:
        day += timedelta(days=1)
        left -= day_in(today.calendar.days, day).is_working
    return day


async def _found(words: str, me: Actor) -> Where:
    """Return the filter for a search: number of an order or case, or part of an item's or agency's name.

    A person who may not know the case finds nothing by its number (views/nouns/work_order.py).
    """
    keys = [f"n{words}", f"c{words}"]
    for kind, view in (("s", "Service"), ("a", "Agency")):
        rows = await views.every(view, ["id", "name"], actor=me, language=language())
        keys += [f"{kind}{views.open_id(view, row['id'])}" for row in rows if words.lower() in row["name"].lower()]
    return {"keys": keys}


async def _tabs(waiting: Workload, today: Today) -> list[tuple[str, int | None]]:
    """Counts where they are cheap: open orders are few, closed ones are not counted."""
    states = await waiting.open_orders()
    due: Mapping[date, int] = await counts("WorkOrder", "dueOn", actor=waiting.me, only={"dueBefore": soon(today)})
    late = sum(n for on, n in due.items() if on < today.day)
    known = {
        "open": sum(states.values()),
        "soon": sum(due.values()) - late,
        "overdue": late,
        "callback": states.get(WorkOrderState.PENDING_CALLBACK, 0),
    }
    return [(tab, known.get(tab)) for tab in TABS]


async def _dropped(me: Actor, filters: Filters, tab: str, today: Today) -> list[tuple[str, str, int]]:
    """Return, for an empty list, how many orders would show if one condition alone were dropped."""
    found = []
    where = await _where(filters, tab, today, me)
    for chip in filters.chips:
        names = {"q": ("keys",)}.get(chip.name, (chip.name,))
        kept = {name: value for name, value in where.items() if name not in names}
        kept = {**_of_tab(tab, today), **kept}
        page = await views.page("WorkOrder", ["id"], actor=me, where=kept, first=1, counted=True)
        found.append((chip.words, chip.without, page.total or 0))
    return found
