"""HR's block: the period to be settled, plans that wait for a second person, later changes."""

from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from domain.actor import Actor
from domain.words import PeriodState, PlanState
from views.figures.desks import weighing
from web.catalogue import say
from web.formats import number


async def look(me: Actor, today: Today) -> Block:
    periods, plans = await weighing.periods(me), await weighing.plans(me)
    over = [one for one in periods if one["state"] != PeriodState.SETTLED and one["last_day"] < today.day]
    ripe = [one for one in over if one["opens_on"] is not None and one["opens_on"] <= today.day]
    waiting = [plan for plan in plans if plan["state"] == PlanState.SUBMITTED]
    drafts = [plan for plan in plans if plan["state"] == PlanState.DRAFT]
    moved = sum(one["adjusted"] for one in periods)
    return Block(
        say("desk.hr" if ripe else "desk.hr.calm", name=me.name, n=len(ripe)),
        (
            Stat(say("desk.hr.ripe"), number(len(ripe)), say("desk.hr.ripe.aside"), "/admin/periods"),
            Stat(
                say("desk.hr.plans"),
                number(len(waiting)),
                say("desk.hr.drafts", n=number(len(drafts))),
                "/admin/weights",
            ),
            Stat(say("desk.hr.moved"), number(moved), say("desk.hr.moved.aside"), "/admin/periods"),
        )
        if me.district is None
        else (),
        "_hr.html",
        {"ripe": ripe, "not_yet": [one for one in over if one not in ripe], "waiting": waiting},
    )
