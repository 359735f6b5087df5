"""The legal moves of a text on its way to the public, and of a rating's standing: two tables."""

from domain.flow import Flow, Move
from domain.policy import MODERATOR, REVIEWER
from domain.words import ModerationAction as A
from domain.words import ModerationState as M
from domain.words import Standing as S

TEXT_WORDS: dict[M, str] = {M.WAITING: "待审", M.PUBLISHED: "已公开", M.REDACTED: "遮盖后公开", M.HIDDEN: "不公开"}
STANDING_WORDS: dict[S, str] = {S.VALID: "有效", S.SUSPECT: "可疑待核", S.VOID: "无效"}
DECIDED = frozenset(M) - {M.WAITING}

# A decision is changed by taking it back first: so of two moderators the second always learns of the first.
TEXT: Flow[M] = Flow(
    {
        A.PUBLISH: Move(frozenset({M.WAITING}), M.PUBLISHED, frozenset({MODERATOR}), "公开"),
        A.REDACT: Move(frozenset({M.WAITING}), M.REDACTED, frozenset({MODERATOR}), "遮盖后公开"),
        A.HIDE: Move(frozenset({M.WAITING}), M.HIDDEN, frozenset({MODERATOR}), "设为不公开"),
        A.RESTORE: Move(DECIDED, M.WAITING, frozenset({MODERATOR}), "放回待审"),
    },
    TEXT_WORDS,
    ("文字", "text"),
)
STANDING: Flow[S] = Flow(
    {
        A.SUSPECT: Move(frozenset({S.VALID}), S.SUSPECT, frozenset({MODERATOR, REVIEWER}), "标为可疑"),
        A.MAKE_VALID: Move(frozenset({S.SUSPECT}), S.VALID, frozenset({REVIEWER}), "认定有效"),
        A.MAKE_VOID: Move(frozenset({S.SUSPECT}), S.VOID, frozenset({REVIEWER}), "认定无效"),
    },
    STANDING_WORDS,
    ("评价", "rating"),
)

NAMES: dict[A, tuple[str, str]] = {
    A.PUBLISH: ("公开了文字", "publish the text"),
    A.REDACT: ("遮盖后公开了文字", "redact and publish the text"),
    A.HIDE: ("把文字设为不公开", "hide the text"),
    A.RESTORE: ("把文字放回待审", "put the text back"),
    A.SUSPECT: ("标为可疑", "mark the rating as suspect"),
    A.MAKE_VALID: ("认定评价有效", "find the rating valid"),
    A.MAKE_VOID: ("认定评价无效", "find the rating void"),
    A.OPEN_ORDER: ("开了工单", "open an order"),
}
