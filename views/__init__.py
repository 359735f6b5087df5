"""What an actor can see of a table. Every read goes through here: reach, masks, orders, one statement per list.

    await views.page("WorkOrder", ["id", "number", "agency.name", ("terms", ["kind", "dueOn", "explanation"])],
                     where={"state": ["SIGNED"], "overdue": True}, order="DUE", first=50, after=cursor, actor=actor)
    await views.one("WorkOrder", ["id", "moves", ("timeline", ["on", "actor", "move"])], id=sealed, actor=actor)
    await views.every("District", ["code", "name"])                       # small views: for choices in forms
    await views.board(["ratings", "bad", "badPer10000", ("byLevel", ["level", "count"])], scope={"agencyCode": code})
    views.open_id("WorkOrder", sealed) → the row's number for a use case; views.seal_id the other way round

A field is a name of the contract or of a member marked `inside` (ours only: version, urgent, replyDraft …),
"agency.name" for one below, a pair (name, fields) for several, an Ask where it takes arguments. Rows are dicts in the
order asked. What the role may not see is None or []; filtering by it is Forbidden; bad arguments are Refused; no
database in time is Unavailable.

The composition root: `await storage.reading.connect(url)`, `views.use(seal=views.Seal(keys.seal, keys.cursor),
public_url=…)`, `asyncio.create_task(views.watch())`, which reads small tables again when the ledger tells of a change.
"""

from storage.reading import Unavailable
from views.compiling.question import Ask, BadCursor, Refused, Sight, Stale
from views.compiling.references import forget, ready, refresh, watch
from views.compiling.sealing import Seal, use
from views.compiling.statement import Asking
from views.compiling.view import VIEWS
from views.nouns import appraisal, clients, collecting, directory, evaluation, events, forms, moderation, work_order
from views.plain import Page, asked, asks, board, every, many, one, open_id, page, seal_id
from views.roots import ROOTS, Seen

__all__ = [
    "ROOTS",
    "VIEWS",
    "Ask",
    "Asking",
    "BadCursor",
    "Page",
    "Refused",
    "Seal",
    "Seen",
    "Sight",
    "Stale",
    "Unavailable",
    "appraisal",
    "asked",
    "asks",
    "board",
    "clients",
    "collecting",
    "directory",
    "evaluation",
    "events",
    "every",
    "forget",
    "forms",
    "many",
    "moderation",
    "one",
    "open_id",
    "page",
    "ready",
    "refresh",
    "seal_id",
    "use",
    "watch",
    "work_order",
]
