"""The hall manager's block: the hall today, and what waits."""

from typing import Final

from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from admin_ui.evaluations import list as evaluations
from domain import clock
from domain.actor import Actor
from views.compiling.statement import Asking
from views.figures.boards.reckoning import Reckoning
from views.figures.period import Period
from web.catalogue import say
from web.formats import number, percent

TODAY: Final = Reckoning(("events", "rated", "served", "ratings"))


async def look(me: Actor, today: Today) -> Block:
    hall, period = me.hall or 0, Period(today.day, today.day, await clock.now())
    bad = await evaluations.how_many(me, today.day)
    told = await TODAY.one("HALL", hall, period, Asking(me))
    events, rated, served, ratings = told["events"], told["rated"], told["served"], told["ratings"]
    heading = say("desk.hall" if bad else "desk.hall.calm", name=me.name, n=number(ratings), bad=number(bad))
    return Block(
        heading,
        (
            Stat(say("desk.hall.events"), number(events), say("desk.hall.events.aside")),
            Stat(
                say("desk.hall.ratings"),
                number(ratings),
                say("desk.hall.rate", rate=percent(rated / served)) if served else "",
            ),
            Stat(say("desk.hall.bad"), number(bad), say("desk.hall.bad.aside"), evaluations.BAD_TODAY, bool(bad)),
        ),
    )
