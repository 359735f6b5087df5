"""The draft of the public reply, saved while it is written; no colleague's text is replaced unseen."""

from domain import policy, texts
from domain.actor import Actor
from domain.beats import engine
from domain.errors import Conflict
from domain.moves.work_orders import MOVES
from domain.work_orders import moving
from storage.models import WorkOrder
from storage.transactions import fetch_value, transaction

LONGEST_PAGE = 24


async def draft_reply(order_id: int, *, text: str, by: Actor, seen: int | None = None, page: str = "") -> WorkOrder:
    """Save the draft of the public reply; neither state nor version of the order changes. Returns it.

    Allowed only until the reply is handed in: what the supervisor reads and what is published is the submitted text.
    `seen` is the version of the draft that the page showed: Conflict if a different text was saved since. `page`
    identifies the opened page, which saves again and again and does not conflict with itself.
    """
    policy.require(by, "work_order.draft_reply")
    draft = texts.fitting(texts.plain(text), "text", "答复草稿", "the draft")
    async with transaction():
        order = await moving.lock(order_id, by=by)
        await moving.not_about_oneself(order, by)
        moving.require_open(order, "draft_reply")
        is_own = bool(page) and page[:LONGEST_PAGE] == order.reply_draft_page
        if seen is not None and seen != order.reply_draft_version and not is_own and draft != order.reply_draft:
            raise await _meanwhile(order)
        order.reply_draft, order.drafted_by_id, order.reply_draft_page = draft, by.id, page[:LONGEST_PAGE] or None
        order.reply_draft_version += 1
        await order.save(update_fields=["reply_draft", "reply_draft_version", "reply_draft_page", "drafted_by_id"])
        await engine.tell(MOVES["draft_reply"], moving.ORDER, order.id, by, order.agency_id, {})
    return order


async def not_over_a_colleague(order: WorkOrder, answer: str, seen: int | None, by: Actor) -> None:
    """Raise Conflict if a colleague saved a draft after the one seen and `answer` is another text."""
    is_seen = seen is None or seen == order.reply_draft_version
    if not is_seen and order.drafted_by_id != by.id and answer != order.reply_draft:
        raise await _meanwhile(order)


async def _meanwhile(order: WorkOrder) -> Conflict:
    name = await fetch_value("select name from account where id = $1", order.drafted_by_id) or ""
    return Conflict(
        f"{name}在您打开之后保存了另一稿答复。您这一稿没有保存，也没有丢；请看过两稿再决定。",
        f"{name} saved another draft after you opened this page. Yours was not saved and is not lost: look at both.",
        path=("reply_draft",),
    )
