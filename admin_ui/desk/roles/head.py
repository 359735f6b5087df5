"""The agency head's block: what is overdue, and the agency's figures."""

from typing import Any, Final

import views
from admin_ui.desk.roles.block import Block, Stat
from admin_ui.workload import Workload
from views.counting import counts
from web.catalogue import say
from web.formats import number
from web.language import language

SCORES: Final = 2
SCORE: Final[Any] = ("id", "period", "score", "total", "n")


async def look(waiting: Workload) -> Block:
    me, open_orders = waiting.me, sum((await waiting.open_orders()).values())
    late = sum((await counts("WorkOrder", "state", actor=me, only={"overdue": True})).values())
    scores = await views.page("Appraisal", SCORE, actor=me, first=SCORES, language=language())
    stats = [
        Stat(
            say("desk.head.late"), number(late), say("desk.head.late.aside"), "/admin/work-orders?tab=overdue", late > 0
        ),
        Stat(say("desk.states"), number(open_orders), say("desk.head.open.aside"), "/admin/work-orders"),
        *(
            Stat(
                say("desk.head.score", period=row["period"]),
                "—" if row["score"] is None else number(row["score"], 1),
                say("desk.head.score.aside", n=number(row["n"])),
                f"/admin/appraisals/{row['id']}",
            )
            for row in scores.rows
        ),
    ]
    heading = say("desk.head" if late else "desk.head.calm", name=me.name, n=number(late))
    return Block(heading, stats, "" if scores.rows else "_head.html")
