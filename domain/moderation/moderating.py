"""Moderating texts (publish, redact, hide, put back), and the entry to all acts on ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain import policy, texts
from domain.actor import Actor
from domain.beats import moderation
from domain.errors import Conflict, DomainError, IllegalMove, Invalid, NotAllowed
from domain.moderation import inspecting, judging, leaving, opening
from domain.moves.ratings import ACTS, TEXT
from domain.personal import masking, outside
from domain.personal.masking import Span
from domain.tallies import Tally
from domain.words import ModerationAction as A
from domain.words import Standing
from storage.models import Evaluation
from storage.transactions import fetch_value, transaction

MOST_AT_ONCE = 100
WITHOUT_REASON = frozenset({A.PUBLISH, A.REDACT})
VERIFIED = """
select f.verdict like 'VALID%' from work_order o join finding f on f.work_order_id = o.id
where o.evaluation_id = $1 order by f.id desc limit 1
"""
Versions = Mapping[int, int]


class Unmarked(Conflict):
    """Something that may be personal was found only now, so the moderator has not seen its mark."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one of several ratings; `refusal` None means it was done."""

    evaluation_id: int
    refusal: DomainError | None = None


async def moderate(
    ids: Sequence[int],
    action: A,
    *,
    reason: str | None = None,
    spans: Sequence[Span] | None = None,
    by: Actor,
    versions: Versions | None = None,
) -> list[int]:
    """Apply one act to all of these ratings or to none; returns their ids.

    `spans` are the parts to be covered by REDACT, of one rating only. Raises Forbidden, Invalid, NotFound, Conflict or
    IllegalMove; nothing has changed then.
    """
    policy.require(by, str(ACTS[action].action))
    said = _reason(action, reason)
    _check_call(ids, action, spans)
    try:
        await _moderate(ids, action, said, spans or (), by, versions)
    except Unmarked:
        await _keep_detected(ids)
        raise
    return list(ids)


async def _keep_detected(ids: Sequence[int]) -> None:
    """Store what is detected in texts whose act was refused for it, even if no worker is running."""
    async with transaction():
        await inspecting.inspect(ids)


async def _moderate(
    ids: Sequence[int], action: A, reason: str | None, spans: Sequence[Span], by: Actor, versions: Versions | None
) -> None:
    async with transaction():
        ratings = await moderation.lock(ids, by=by, versions=versions)
        if action is A.PUBLISH and len(ratings) > 1:
            await _check_clean(ids)
        tally = Tally()
        for rating in ratings:
            await _act(rating, action, tally, reason, spans, by)
        await tally.write()


async def moderate_each(
    ids: Sequence[int], action: A, *, reason: str | None = None, by: Actor, versions: Versions | None = None
) -> list[Outcome]:
    """Apply one act to each rating on its own; returns an outcome for each.

    A refusal does not stop the others. A text in which something was detected is not published here: a moderator must
    open it.
    """
    policy.require(by, str(ACTS[action].action))
    _check_call(ids, action, None)
    outcomes = []
    for id in ids:
        try:
            said = _reason(action, reason)
            async with transaction():
                if action is A.PUBLISH:
                    await _check_clean([id])
                await _moderate([id], action, said, (), by, versions)
            outcomes.append(Outcome(id))
        except Unmarked as refusal:
            await _keep_detected([id])
            outcomes.append(Outcome(id, refusal))
        except DomainError as refusal:
            outcomes.append(Outcome(id, refusal))
    return outcomes


def _reason(action: A, reason: str | None) -> str | None:
    """The reason, checked because the rater may read it; None if the act needs none and none is given."""
    if action in WITHOUT_REASON and not (reason or "").strip():
        return None
    said = texts.needed(reason, "reason", "理由", "the reason")
    return outside.check(said, "reason", "理由", "the reason")


def _check_call(ids: Sequence[int], action: A, spans: Sequence[Span] | None) -> None:
    if not 1 <= len(ids) <= MOST_AT_ONCE or len(set(ids)) < len(ids):
        raise Invalid(
            f"一次要有1到{MOST_AT_ONCE}条评价，且不能重复。", f"Give 1 to {MOST_AT_ONCE} ids, each once.", path=("ids",)
        )
    if spans and (action is not A.REDACT or len(ids) > 1):
        raise Invalid("只有遮盖一条评价的文字时才写位置。", "Spans go with REDACT of one rating only.", path=("spans",))


async def _act(
    rating: Evaluation,
    action: A,
    tally: Tally,
    reason: str | None,
    spans: Sequence[Span],
    by: Actor,
) -> None:
    match action:
        case A.RESTORE:
            _text_of(rating, action)
            await moderation.put_back(rating, by=by, reason=reason)
        case A.PUBLISH | A.REDACT | A.HIDE:
            await _text(rating, action, reason, spans, by)
        case A.SUSPECT:
            await inspecting.inspect([rating.id])  # now: suspect texts are not in the worker's queue
            await judging.suspect(rating, reason=reason, by=by)
        case A.MAKE_VALID | A.MAKE_VOID:
            await judging.judge(rating, action, tally, reason=reason or "", by=by)
        case A.OPEN_ORDER:
            await opening.open_order(rating, reason=reason or "", by=by)


async def _text(rating: Evaluation, action: A, reason: str | None, spans: Sequence[Span], by: Actor) -> None:
    """One decision about the text. What is public is written here and nowhere else."""
    text = _text_of(rating, action)
    before = moderation.state_of(rating)
    after = await moderation.next_state(TEXT, action, before, rating, by)
    if action is A.HIDE and await fetch_value(VERIFIED, rating.id):
        raise NotAllowed(
            "这条差评已经核实属实，不公开等于让它沉默。涉及个人信息的部分可以遮盖后公开。",
            "This complaint was verified; hiding it would silence it. Redact what is personal and publish the rest.",
        )
    if action in (A.PUBLISH, A.REDACT):
        await _check_marked(rating.id)
        found = (await inspecting.detected([rating.id]))[rating.id]
        spans = leaving.spans(action, spans, found)
        masking.check(spans, text)
        leaving.check_open(action, spans, found, reason)
    shown = text if action is A.PUBLISH else None
    if action is A.REDACT:
        shown = await _redacted(rating.id, text, spans)
    rating.update_from_dict({"text_public": shown, "text_masked": shown, "moderation": after.value})
    kept = masking.joined(spans) if action is A.REDACT else None
    await moderation.enter(rating, action, by=by, reason=reason, states=(before, after), spans=kept)


async def _check_marked(id: int) -> None:
    """Raise Unmarked if something is detected in the text that was not stored before: no moderator saw it."""
    if not await inspecting.is_inspected(id) and (await inspecting.detected([id]))[id]:
        raise Unmarked(
            "这段文字刚刚送到，里面有可能是个人信息的内容还没有标出来。请一两秒后重新打开，看过标记再决定。",
            "This text has only just come, and what may be personal in it is not marked yet. Open it again in a second "
            "or two, look at the marks, then decide.",
            path=("ids", "0"),
        )


async def _redacted(id: int, text: str, spans: Sequence[Span]) -> str:
    """The text with bars over the spans; Invalid if that hides more than was found to be personal.

    A text of bars only is a hidden text, and a complaint that is or may be found true must not be silenced. It is
    allowed only if covering what was detected alone leaves nothing readable either.
    """
    shown = masking.masked(text, spans)
    if masking.is_readable(shown):
        return shown
    found = (await inspecting.detected([id]))[id]
    if masking.is_readable(masking.masked(text, found)):
        raise Invalid(
            "这样遮盖，一个能读的字也不剩，等于不公开。请留下不涉及个人信息的部分；没有核实属实的，可以设为不公开。",
            "Nothing readable would be left, which is hiding it. Leave what is not personal; what was not verified may "
            "be hidden instead.",
            path=("spans",),
        )
    return masking.ALL_PERSONAL


def _text_of(rating: Evaluation, action: A) -> str:
    """The rater's text; IllegalMove if there is none or the rating's standing does not allow the act."""
    if not rating.text_raw:
        raise IllegalMove("这条评价没有写字，没有可审的文字。", "This rating has no words to moderate.")
    standing = Standing(rating.standing)
    if standing is Standing.VOID or (standing is Standing.SUSPECT and action is not A.RESTORE):
        raise IllegalMove(
            "这条评价被标为可疑或已认定无效。可疑的先由复核员决定，再审文字。",
            "The rating is suspect or void. A reviewer decides on the suspicion before its text is moderated.",
        )
    return rating.text_raw


async def _check_clean(ids: Sequence[int]) -> None:
    """Raise Invalid if something was found in one of these texts; it must be opened on its own."""
    found = await inspecting.detected(ids)
    for place, id in enumerate(ids):
        if found.get(id):
            raise Invalid(
                "这条里有可能是个人信息的内容，请单独打开再决定。",
                "Something in this text may be personal data; open it and decide.",
                path=("ids", str(place)),
            )
