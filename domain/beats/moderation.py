"""The steps that all acts on a rating and its text share; moderation, judging and verification of orders use them."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain import clock
from domain.actor import Actor
from domain.beats import engine
from domain.beats.engine import Noun
from domain.errors import Conflict
from domain.moves.flow import Flow, S
from domain.moves.ratings import ACTS, TEXT
from domain.personal.masking import Span
from domain.words import ModerationAction, ModerationState
from storage.models import Evaluation, ModerationAct

REVEALED = "REVEAL"
RATING = Noun(
    "Evaluation",
    "evaluation",
    "moderation_act",
    "evaluation_id",
    "action",
    (
        "找不到这条评价：可能号码有误，也可能不在您的范围内。",
        "No such rating here: wrong id, or not within your reach.",
    ),
)
# Looking at half hidden characters raises no version.
FASTER = f"and action <> '{REVEALED}'"


async def lock(ids: Sequence[int], *, by: Actor, versions: Mapping[int, int] | None = None) -> list[Evaluation]:
    """The ratings in the order given, locked in the order of their ids.

    Raises NotFound if one is not within reach; Conflict if one is not at the version given in `versions`.
    """
    there = await engine.lock(RATING, ids, by=by)
    for place, id in enumerate(ids):
        if id not in there:
            raise engine.not_there(RATING, path=("ids", str(place)))
    rows = {row.id: row for row in await Evaluation.filter(id__in=list(ids))}
    ratings = [rows[id] for id in ids]
    for rating in ratings:
        if versions is not None and versions.get(rating.id, rating.moderation_version) != rating.moderation_version:
            raise await faster(rating, by)
    return ratings


def state_of(rating: Evaluation) -> ModerationState:
    """The moderation state of the rating's text; WAITING if nothing is stored."""
    return ModerationState(rating.moderation or ModerationState.WAITING)


async def next_state(flow: Flow[S], action: ModerationAction, state: S, rating: Evaluation, by: Actor) -> S:
    """The state the action leads to by the table.

    Raises Conflict, naming who was faster, if another person has just closed this action; otherwise IllegalMove.
    """
    closed = state not in flow.moves[action].sources
    if closed and await engine.was_open_to_another(RATING, flow, action, rating.id, by):
        raise await faster(rating, by)
    return flow.next(action, state)


async def enter(
    rating: Evaluation,
    action: ModerationAction,
    *,
    by: Actor,
    reason: str | None,
    states: tuple[str, str] | tuple[None, None] = (None, None),
    spans: Sequence[Span] | None = None,
    **facts: Any,
) -> None:
    """Save the rating with a new version, one entry of the log and the event.

    Neither reason nor text goes into the event.
    """
    rating.moderation_version += 1
    await write(rating, action.value, by=by, reason=reason, states=states, spans=spans)
    told = {
        "action": action.value,
        "moderation": state_of(rating).value,
        "standing": rating.standing,
        "version": rating.moderation_version,
    }
    await engine.tell(ACTS[action], RATING, rating.id, by, rating.agency_id, told | facts)
    await rating.save(
        update_fields=["moderation", "moderation_version", "standing", "text_masked", "text_public"],
    )


async def write(
    rating: Evaluation,
    action: str,
    *,
    by: Actor,
    reason: str | None,
    states: tuple[str, str] | tuple[None, None] = (None, None),
    spans: Sequence[Span] | None = None,
) -> None:
    """Write one entry of the log; the rating does not change."""
    now = await clock.now()
    await ModerationAct.create(
        evaluation_id=rating.id,
        action=action,
        from_state=states[0],
        to_state=states[1],
        actor_role=by.role,
        actor_id=by.id,
        actor_name=by.name,
        reason=reason,
        spans=None if spans is None else [[span.start, span.end] for span in spans],
        version=rating.moderation_version,
        at=now,
        on=now.date(),
    )


async def put_back(rating: Evaluation, *, by: Actor, reason: str | None) -> None:
    """Put the text back to wait for moderation; it is not public until then.

    Raises Conflict or IllegalMove, as `next_state`, if the text waits already.
    """
    before = state_of(rating)
    after = await next_state(TEXT, ModerationAction.RESTORE, before, rating, by)
    rating.update_from_dict({"text_public": None, "text_masked": None, "moderation": None})
    await enter(rating, ModerationAction.RESTORE, by=by, reason=reason, states=(before, after))


async def faster(rating: Evaluation, by: Actor) -> Conflict:
    """The Conflict to raise: who changed the rating last, and how."""
    who = await engine.faster(RATING, rating.id, by, condition=FASTER)
    if who is None:
        return Conflict(
            "您发来的版本号和这条评价对不上。您选的没有提交，也没有丢。请重新打开再决定。",
            "The version you sent does not fit this rating. Nothing of yours is lost; open it again.",
        )
    done = ACTS[ModerationAction(who.move)]
    return Conflict(
        f"{who.zh}刚刚先{done.did}。您选的没有提交，也没有丢。请看现在的样子再决定。",
        f"{who.en} was faster to {done.en}. Nothing of yours is lost; look again.",
    )
