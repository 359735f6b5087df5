"""Read model: which rows and members of each noun an actor may see.

Every read goes through this package. It applies reach, masks and orders, and sends one statement per list.

    await views.page("WorkOrder", ["id", "number", "agency.name", ("terms", ["kind", "dueOn", "explanation"])],
                     where={"state": ["SIGNED"], "overdue": True}, order="DUE", first=50, after=cursor, actor=actor)
    await views.one("WorkOrder", ["id", "moves", ("timeline", ["on", "actor", "move"])], id=sealed, actor=actor)
    await views.every("District", ["code", "name"])                       # small views only, for choices in forms
    await views.board(["ratings", "bad", "badPer10000", ("byLevel", ["level", "count"])], scope={"agencyCode": code})
    views.open_id("WorkOrder", sealed)  # sealed id → row number, for a use case; views.seal_id is the inverse

A field is the name of a member of the contract or of a member marked `inside` (version, urgent, replyDraft …, which
the API does not have). "agency.name" names one field of a row below, a pair (name, fields) names several, and an Ask
carries arguments. Rows are dicts whose keys stand in the order asked.

A member hidden from the role is None or []. Filtering by a hidden member raises Forbidden, bad arguments raise
Refused, and a database that does not answer in time raises Unavailable.

The composition root calls `await storage.reading.connect(url)`, `views.use(seal=views.Seal(keys.seal, keys.cursor),
public_url=…)` and `asyncio.create_task(views.watch())`. `watch` reloads the small tables when the ledger shows a
change. `views.news` is where everybody waits who wants to hear that something happened.
"""

from storage.reading import Unavailable
from views.compiling.question import Ask, BadCursor, Refused, Sight, Stale
from views.compiling.references import ready, refresh
from views.compiling.sealing import Seal, use
from views.compiling.statement import Asking
from views.compiling.view import VIEWS
from views.hearing import forget, news, watch
from views.nouns import (
    accounts,
    appraisal,
    clients,
    collecting,
    directory,
    directory_revisions,
    evaluation,
    events,
    forms,
    moderation,
    work_order,
)
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
    "accounts",
    "appraisal",
    "asked",
    "asks",
    "board",
    "clients",
    "collecting",
    "directory",
    "directory_revisions",
    "evaluation",
    "events",
    "every",
    "forget",
    "forms",
    "many",
    "moderation",
    "news",
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
