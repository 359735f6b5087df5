"""The auditor's block: whether the ledger is intact, and who revealed raters' contacts."""

from datetime import timedelta
from typing import Final

from admin_ui.badges import Today
from admin_ui.desk.roles.block import Block, Stat
from domain.actor import Actor
from domain.ledger import Audited
from views.counting import counts
from views.figures.desks import delivering
from web.catalogue import say
from web.formats import number

LATELY: Final = timedelta(days=30)
REVEALS: Final = {"rater": ["rater.revealed"], "text": ["evaluation.revealed"]}


async def look(me: Actor, today: Today, audited: Audited | None = None) -> Block:
    since = today.day - LATELY
    revealed = {
        what: await counts("RatingEvent", "role", actor=me, only={"kinds": kinds, "from": since})
        for what, kinds in REVEALS.items()
    }
    acts = await counts("ModerationAct", "action", actor=me)
    position = audited.position if audited else await delivering.head()
    return Block(
        _heading(me, position, audited),
        (
            Stat(say("desk.auditor.entries"), number(position), say("desk.auditor.entries.aside")),
            Stat(say("desk.auditor.reveals"), number(sum(revealed["rater"].values())), say("desk.auditor.lately")),
            Stat(
                say("desk.auditor.acts"),
                number(sum(acts.values())),
                say("desk.auditor.acts.aside"),
                "/admin/moderation-log",
            ),
        ),
        "_auditor.html",
        {"audited": audited, "revealed": revealed},
    )


def _heading(me: Actor, position: int, audited: Audited | None) -> str:
    if audited is None:
        return say("desk.auditor", name=me.name, n=number(position))
    if audited.wrong is None:
        return say("desk.auditor.right", n=number(position))
    return say("desk.auditor.wrong", n=number(audited.wrong))
