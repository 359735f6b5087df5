"""Suspicion: a moderator marks a rating, a reviewer decides. Until then the rating counts."""

from domain.actor import Actor
from domain.beats import moderation
from domain.errors import NotAllowed
from domain.evaluations.voiding import void
from domain.moves.ratings import STANDING
from domain.tallies import Tally
from domain.words import ModerationAction as A
from domain.words import Standing
from storage.models import Evaluation
from storage.transactions import fetch_value

MARKED_BY = """
select actor_id from moderation_act where evaluation_id = $1 and action = 'SUSPECT' order by id desc limit 1
"""
RESPONSIBLE = "select agency_id from work_order where evaluation_id = $1"


async def suspect(rating: Evaluation, *, reason: str | None, by: Actor) -> None:
    """Mark the rating for a reviewer. It still counts, and its order keeps its terms."""
    before = Standing(rating.standing)
    after = await moderation.next_state(STANDING, A.SUSPECT, before, rating, by)
    rating.standing = after.value
    await moderation.enter(rating, A.SUSPECT, by=by, reason=reason, states=(before, after))


async def judge(rating: Evaluation, action: A, tally: Tally, *, reason: str, by: Actor) -> None:
    """Decide on a suspect rating.

    Valid: nothing else changes. Void: it is kept and counts nowhere, once the caller has written `tally`. Raises
    NotAllowed for a rating about the actor's agency, or that the actor has marked.
    """
    before = Standing(rating.standing)
    after = await moderation.next_state(STANDING, action, before, rating, by)
    await _check_independent(rating, by)
    if after is Standing.VOID:
        await void(rating, tally, reason=reason)
    rating.standing = after.value
    await moderation.enter(rating, action, by=by, reason=reason, states=(before, after), level=rating.level)


async def _check_independent(rating: Evaluation, by: Actor) -> None:
    """Raise NotAllowed if the rating is about the actor's agency or was marked by the actor.

    Source: docs/rules.md §2.
    """
    if by.agency in (rating.agency_id, await fetch_value(RESPONSIBLE, rating.id)):
        raise NotAllowed(
            "这条评价说的是您所在的单位，应由别的复核员决定。",
            "This rating is about your own agency; another reviewer must decide.",
        )
    if await fetch_value(MARKED_BY, rating.id) == by.id:
        raise NotAllowed(
            "这条评价是您标为可疑的，应由别人来复核。", "You marked this rating yourself; somebody else must decide."
        )
