"""The list of ratings that the role reaches: what was said, how it came in, what became of it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

import views
from admin_ui import access, frame
from admin_ui.filters import Filters, Menu, menu
from admin_ui.navigation import RATED
from domain import clock
from domain.actor import Actor
from domain.words import RATER_MADE, Level, Stage, Standing
from views.counting import counts
from web.catalogue import say
from web.language import language

PATH = "/admin/evaluations"
PER_PAGE = 30
TABS = ("bad", "all")
TODAY, COUNTED = "today", (Standing.VALID, Standing.SUSPECT)
BAD_TODAY = f"{PATH}?{urlencode([('day', TODAY), *(('standing', standing.value) for standing in COUNTED)])}"
BAD = [level.value for level in Level if level.is_bad]
FIELDS: Any = (
    "id", "level", "kind", "entry", "stage", "text", "ratedOn", "standing", "tags.text", "service.name", "window.name",
    "hall.name", "agency.name", ("workOrder", ["id", "number", "state"]),
)  # fmt: skip


@access.signed_in
async def show(request: Request) -> Response:
    """GET /admin/evaluations"""
    me, query = access.reader(request, "Evaluation"), request.query_params
    tab = query.get("tab", "bad") if query.get("tab") in TABS else "bad"
    filters = await _filters(request, me, tab)
    page = await views.page(
        "Evaluation", FIELDS, actor=me, where=_where(filters, tab, await clock.today()), first=PER_PAGE,
        after=query.get("after"), language=language(), counted=bool(filters.chips),
    )  # fmt: skip
    return await frame.show(
        request,
        "admin/evaluations/list.html",
        here="evaluations",
        block=("list", "messages"),
        filters=filters,
        tab=tab,
        tabs=[(name, None) for name in TABS],
        page=page,
        is_rated=me.role in RATED,
        is_first=not query.get("after"),
    )


async def _filters(request: Request, me: Actor, tab: str) -> Filters:
    query = request.query_params
    levels = {level.value: say(f"level.{level}") for level in Level if tab == "all" or level.is_bad}
    menus = [
        menu(query, "level", say("filter.level"), levels),
        menu(query, "stage", say("filter.stage"), {stage.value: say(f"stage.{stage}") for stage in Stage}),
        menu(query, "day", say("filter.day"), {TODAY: say("today")}),
        menu(query, "standing", say("filter.standing"), {s.value: say(f"standing.{s}") for s in Standing}),
        menu(query, "kind", say("filter.kind"), {kind.value: say(f"kind.{kind}") for kind in RATER_MADE}),
        await _named(request, "service", "Service", "code", "name", say("filter.service"), me),
        await _named(request, "tag", "Tag", "code", "text", say("filter.tag"), me),
    ]
    return Filters(PATH, query, tuple(menus), (("tab", tab),) if tab != "bad" else ())


async def _named(request: Request, name: str, view: str, code: str, words: str, title: str, me: Actor) -> Menu:
    """Return the filter of a view with many rows (items, tags), with only the values in the address."""
    asked = set(request.query_params.getlist(name))
    rows = await views.every(view, [code, words], actor=me, language=language()) if asked else []
    return menu(request.query_params, name, title, {row[code]: row[words] for row in rows if row[code] in asked})


async def how_many(me: Actor, day: date) -> int:
    """Return the number of valid bad ratings of a day, those that the list at BAD_TODAY shows."""
    only = {"level": BAD, "from": day, "to": day, "standing": [standing.value for standing in COUNTED]}
    return sum((await counts("Evaluation", "level", actor=me, only=only)).values())


def _where(filters: Filters, tab: str, today: date) -> dict[str, Any]:
    names = {"service": "serviceCode"}
    where: dict[str, Any] = {names.get(name, name): values for name, values in filters.where.items()}
    if where.pop("day", None):
        where |= {"from": today, "to": today}
    if tab == "bad" and "level" not in where:
        where["level"] = BAD
    return where
