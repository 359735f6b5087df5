"""The beats every act of moderation shares: lock within reach · may this person · move by the table · enter · tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain import clock, outbox, policy
from domain.actor import Actor
from domain.errors import Conflict, NotFound
from domain.moves.flow import Flow, S
from domain.moves.ratings import ACTS, DID
from domain.personal.masking import Span
from domain.words import ModerationAction, ModerationState
from storage.models import Evaluation, ModerationAct
from storage.transactions import Connection, fetch

REVEALED = "REVEAL"
LAST = """
select action, from_state, actor_id, actor_name from moderation_act
where evaluation_id = $1 and action <> 'REVEAL' and actor_id is distinct from $2 order by id desc limit 1
"""


async def lock(
    connection: Connection, ids: Sequence[int], *, by: Actor, versions: Mapping[int, int] | None = None
) -> list[Evaluation]:
    """The ratings in the order given, locked in the order of their ids; with versions, as they were looked at."""
    sql, values = policy.within(by, "Evaluation", first=2)
    found = await connection.fetch(
        f"select t.id from evaluation t where t.id = any($1::bigint[]) and {sql} order by t.id for update",
        list(ids),
        *values,
    )
    there = {row["id"] for row in found}
    for place, id in enumerate(ids):
        if id not in there:
            raise NotFound(
                "找不到这条评价：可能号码有误，也可能不在您的范围内。",
                "No such rating here: wrong id, or not within your reach.",
                path=("ids", str(place)),
            )
    rows = {row.id: row for row in await Evaluation.filter(id__in=list(ids))}
    ratings = [rows[id] for id in ids]
    for rating in ratings:
        if versions is not None and versions.get(rating.id, rating.moderation_version) != rating.moderation_version:
            raise await faster(rating, by)
    return ratings


def state_of(rating: Evaluation) -> ModerationState:
    return ModerationState(rating.moderation or ModerationState.WAITING)


async def next_state(flow: Flow[S], action: ModerationAction, state: S, rating: Evaluation, by: Actor) -> S:
    """By the table; of two people the second is told who was faster."""
    if state not in flow.moves[action].sources and await _was_open_to_another(flow, action, rating, by):
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
    """One entry that stays, a new version of the rating, and the event. Neither reason nor text goes into the event."""
    rating.moderation_version += 1
    await write(rating, action.value, by=by, reason=reason, states=states, spans=spans)
    await outbox.record(
        str(ACTS[action].event),
        "evaluation",
        rating.id,
        by,
        agency_id=rating.agency_id,
        action=action.value,
        moderation=state_of(rating).value,
        standing=rating.standing,
        version=rating.moderation_version,
        **facts,
    )
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


async def _was_open_to_another(flow: Flow[S], action: ModerationAction, rating: Evaluation, by: Actor) -> bool:
    """Whether somebody else's act, done upon what this one expected, is what closed it."""
    last = await fetch(
        """select actor_id, from_state from moderation_act where evaluation_id = $1 and action = any($2::text[])
        order by id desc limit 1""",
        rating.id,
        [str(move) for move in flow.moves],
    )
    return bool(last) and last[0]["actor_id"] != by.id and last[0]["from_state"] in flow.moves[action].sources


async def faster(rating: Evaluation, by: Actor) -> Conflict:
    """Who came first, and with what. A look at a number was in nobody's way."""
    rows = await fetch(LAST, rating.id, by.id)
    zh, en = _did(ModerationAction(rows[0]["action"])) if rows else ("改了这条评价", "change this rating")
    who = rows[0]["actor_name"] if rows else "您在别的页面"
    return Conflict(
        f"{who}刚刚先{zh}。您选的没有提交，也没有丢。请看现在的样子再决定。",
        f"{who if rows else 'You, on another page,'} was faster to {en}. Nothing of yours is lost; look again.",
    )


def _did(action: ModerationAction) -> tuple[str, str]:
    return DID[action], ACTS[action].en
