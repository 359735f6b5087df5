"""A moderator's own small acts: undo the last one, postpone a text, look at half hidden characters."""

from domain import outbox, policy, texts
from domain.actor import Actor
from domain.beats import moderation
from domain.errors import IllegalMove
from domain.moderation.moderating import moderate
from domain.moves.ratings import REVEAL
from domain.personal import masking
from domain.personal.masking import Span
from domain.words import ModerationAction as A
from storage.transactions import execute, fetch, transaction

CHECKING = "审核时核对"
UNDONE = "撤销刚才的操作"
OWN_LAST = """
select a.evaluation_id, a.action, a.version from moderation_act a
where a.actor_id = $1 and a.action <> 'REVEAL' order by a.id desc limit 1
"""
PUT_OFF = """
insert into text_postponement (evaluation_id, account_id) values ($1, $2) on conflict do nothing
"""


async def undo(*, by: Actor) -> int:
    """Put back the text of the actor's last act; returns the rating's id.

    Raises IllegalMove if that act was not about a text, Conflict if the rating has changed since.
    """
    policy.require(by, "evaluation.moderate")
    async with transaction():
        last = await fetch(OWN_LAST, by.id)
        if not last or last[0]["action"] not in (A.PUBLISH, A.REDACT, A.HIDE):
            raise IllegalMove(
                "没有可以撤销的操作。标为可疑以后由复核员决定。",
                "There is nothing to undo. A suspicion is a reviewer's to decide.",
            )
        id, version = last[0]["evaluation_id"], last[0]["version"]
        await moderate([id], A.RESTORE, reason=UNDONE, by=by, versions={id: version})
    return int(id)


async def postpone(evaluation_id: int, *, by: Actor) -> None:
    """先放一放: put the text at the end of this person's queue. Nothing is decided, and there is no event."""
    policy.require(by, "evaluation.moderate")
    async with transaction():
        await moderation.lock([evaluation_id], by=by)
        await execute(PUT_OFF, evaluation_id, by.id)


async def reveal(evaluation_id: int, *, span: Span, reason: str = CHECKING, by: Actor) -> str:
    """The characters under a half hidden span; each look goes on record with its reason."""
    policy.require(by, "evaluation.moderate")
    said = texts.needed(reason, "reason", "查看理由", "why you need it")
    async with transaction():
        (rating,) = await moderation.lock([evaluation_id], by=by)
        text = rating.text_raw or ""
        masking.check([span], text)
        await moderation.write(rating, moderation.REVEALED, by=by, reason=said, spans=[span])
        await outbox.record(str(REVEAL.event), "evaluation", rating.id, by, agency_id=rating.agency_id)
    return text[span.start : span.end]
