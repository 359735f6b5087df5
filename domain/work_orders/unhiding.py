"""A verified complaint is not silenced: a text that was hidden before the finding waits for a moderator again."""

from domain import clock, outbox
from domain.actor import Actor
from domain.words import ModerationAction, ModerationState
from storage.models import Evaluation, ModerationAct, WorkOrder
from storage.transactions import Connection

REASON = "差评经核实属实，文字放回待审"
LOCK = """
select e.id from evaluation e join work_order o on o.evaluation_id = e.id where o.id = $1 for no key update of e
"""


async def lock_rating(connection: Connection, order_id: int) -> None:
    """The rating before its order, as moderation locks them: whoever hides it meanwhile waits, and sees the finding."""
    await connection.execute(LOCK, order_id)


async def unhide(order: WorkOrder, by: Actor) -> None:
    """Put a hidden text back, in the name of whoever found the complaint to be true. The rating is locked."""
    rating = await Evaluation.get(id=order.evaluation_id)
    if rating.moderation != ModerationState.HIDDEN:
        return
    rating.moderation = None
    rating.moderation_version += 1
    await rating.save(update_fields=["moderation", "moderation_version"])
    now = await clock.now()
    await ModerationAct.create(
        evaluation_id=rating.id,
        action=ModerationAction.RESTORE.value,
        from_state=ModerationState.HIDDEN.value,
        to_state=ModerationState.WAITING.value,
        actor_role=by.role,
        actor_id=by.id,
        actor_name=by.name,
        reason=REASON,
        version=rating.moderation_version,
        at=now,
        on=now.date(),
    )
    await outbox.record(
        "evaluation.restored",
        "evaluation",
        rating.id,
        by,
        agency_id=rating.agency_id,
        action=ModerationAction.RESTORE.value,
        moderation=ModerationState.WAITING.value,
        standing=rating.standing,
        version=rating.moderation_version,
    )
