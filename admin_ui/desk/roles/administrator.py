"""The system administrator's block: webhooks that are behind, state of clients, and the calendar."""

from typing import Any, Final

import views
from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from admin_ui.webhooks import reading as hooks
from domain import year_ahead
from domain.actor import Actor
from web.catalogue import say
from web.formats import number
from web.language import language

MOST: Final = 100
CLIENT: Final[Any] = ("id", "name", "isEnabled", ("keys", ["state", "until"]))


async def look(me: Actor, today: Today) -> Block:
    everybody = await hooks.everybody(me)
    troubled = [one for one in everybody if one.state.kind != "quiet"]
    page = await views.page("Client", CLIENT, actor=me, first=MOST, language=language())
    enabled = [row for row in page.rows if row["isEnabled"]]
    keys = sum(1 for row in enabled for key in row["keys"] if key["state"] == "VALID")
    missing = await year_ahead.missing(today.day)
    return Block(
        say("desk.admin" if troubled else "desk.admin.calm", name=me.name, n=len(troubled)),
        (
            Stat(
                say("desk.admin.behind"),
                number(len(troubled)),
                say("desk.admin.hooks", n=number(len(everybody))),
                "/admin/webhooks",
                bool(troubled),
            ),
            Stat(
                say("desk.admin.clients"),
                number(len(enabled)),
                say("desk.admin.keys", n=number(keys)),
                "/admin/clients",
            ),
            Stat(
                say("desk.admin.calendar"),
                say("desk.admin.calendar.missing") if missing else say("desk.admin.calendar.there"),
                say("desk.admin.calendar.year", year=missing) if missing else "",
            ),
        ),
        "_administrator.html",
        {"troubled": troubled},
    )
