"""The moves of a rating's text and of its standing, and the acts on a rating that change neither.

A move is named by its `ModerationAction`, in requests and in the log.
"""

from collections.abc import Set
from typing import Any, Final

from domain.moves.flow import Flow, Move, S
from domain.words import ModerationAction as A
from domain.words import ModerationState as M
from domain.words import Role, Standing

TEXT_WORDS: dict[M, str] = {M.WAITING: "待审", M.PUBLISHED: "已公开", M.REDACTED: "遮盖后公开", M.HIDDEN: "不公开"}
STANDING_WORDS: dict[Standing, str] = {
    Standing.VALID: "有效",
    Standing.SUSPECT: "可疑待核",
    Standing.VOID: "无效",
}
DECIDED = frozenset(M) - {M.WAITING}
MODERATOR, REVIEWER, DISPATCHER = Role.MODERATOR, Role.REVIEWER, Role.DISPATCHER


def _move(
    action: str,
    sources: Set[S],
    target: S | None,
    by: Set[Role],
    event: str,
    name: str,
    did: str,
    en: str,
) -> Move[S]:
    return Move(action, frozenset(sources), target, frozenset(map(str, by)), f"evaluation.{event}", name, en, did)


# fmt: off
# A decision must be taken back before it can be changed, so the second of two moderators always learns of the first.
TEXT: Final[Flow[M]] = Flow({
    A.PUBLISH: _move("evaluation.moderate", {M.WAITING}, M.PUBLISHED, {MODERATOR}, "moderated",
        "公开", "公开了文字", "publish the text"),
    A.REDACT: _move("evaluation.moderate", {M.WAITING}, M.REDACTED, {MODERATOR}, "moderated",
        "遮盖后公开", "遮盖后公开了文字", "redact and publish the text"),
    A.HIDE: _move("evaluation.moderate", {M.WAITING}, M.HIDDEN, {MODERATOR}, "moderated",
        "设为不公开", "把文字设为不公开", "hide the text"),
    A.RESTORE: _move("evaluation.moderate", DECIDED, M.WAITING, {MODERATOR}, "restored",
        "放回待审", "把文字放回待审", "put the text back"),
}, TEXT_WORDS, ("文字", "text"))
STANDING: Final[Flow[Standing]] = Flow({
    A.SUSPECT: _move("evaluation.suspect", {Standing.VALID}, Standing.SUSPECT, {MODERATOR, REVIEWER}, "suspected",
        "标为可疑", "标为可疑", "mark the rating as suspect"),
    A.MAKE_VALID: _move("evaluation.judge", {Standing.SUSPECT}, Standing.VALID, {REVIEWER}, "upheld",
        "认定有效", "认定评价有效", "find the rating valid"),
    A.MAKE_VOID: _move("evaluation.judge", {Standing.SUSPECT}, Standing.VOID, {REVIEWER}, "voided",
        "认定无效", "认定评价无效", "find the rating void"),
}, STANDING_WORDS, ("评价", "rating"))
# Entries without a change of state. Dispatchers may open an order too, for what callers tell the hotline.
OPEN_ORDER: Final[Move[Standing]] = _move("work_order.open", frozenset(Standing) - {Standing.VOID}, None,
    {MODERATOR, REVIEWER, DISPATCHER}, "referred", "开工单", "开了工单", "open an order")
REVEAL: Final[Move[M]] = _move("evaluation.moderate", frozenset(M), None, {MODERATOR}, "revealed",
    "看遮住的部分", "看了遮住的部分", "look at what is half hidden")
# fmt: on

ACTS: Final[dict[A, Move[Any]]] = {
    **{A(name): move for name, move in TEXT.moves.items()},
    **{A(name): move for name, move in STANDING.moves.items()},
    A.OPEN_ORDER: OPEN_ORDER,
}
