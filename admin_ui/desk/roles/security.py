"""The security administrator's block: failed sign-ins, accounts by role, and keys."""

from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from domain.actor import Actor
from views.figures.desks.guarding import guard
from web.catalogue import say
from web.formats import number


async def look(me: Actor, today: Today) -> Block:
    found = await guard(me)
    if found is None:
        return Block(say("desk.calm", name=me.name))
    has = found.state
    return Block(
        say("desk.guard" if has["failures"] else "desk.guard.calm", name=me.name, n=number(has["failures"])),
        (
            Stat(
                say("desk.guard.failures"),
                number(has["failures"]),
                say("desk.guard.logins", n=number(has["logins"])),
                loud=has["failures"] > 0,
            ),
            Stat(say("desk.guard.accounts"), number(has["accounts"]), say("desk.guard.shut", n=number(has["shut"]))),
            Stat(say("desk.guard.tokens"), number(has["tokens"]), say("desk.guard.endless", n=number(has["endless"]))),
            Stat(say("desk.guard.keys"), number(has["keys"]), say("desk.guard.ending", n=number(has["ending"]))),
        ),
        "_security.html",
        {"roles": found.roles, "sessions": has["sessions"]},
    )
