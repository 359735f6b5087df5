"""The moves of a work order (docs/rules.md §4.1), and the entries that change no state.

Moves whose use case is not built yet are allowed to no role (`by` is empty).
"""

from collections.abc import Set
from typing import Final

from domain.moves.flow import SYSTEM, Flow, Move
from domain.words import Role, Term
from domain.words import WorkOrderState as S

OFFICER, DISPATCHER, SUPERVISOR = Role.CASE_OFFICER, Role.DISPATCHER, Role.SUPERVISOR
NOBODY_YET: Final[frozenset[str]] = frozenset()

WORDS: dict[S, str] = {
    S.DISPATCHED: "待签收",
    S.RETURNED: "已退回",
    S.SIGNED: "待联系",
    S.VERIFYING: "核实中",
    S.APPEALING: "申诉复核中",
    S.RECTIFYING: "整改中",
    S.EXPLAINED: "解释说明",
    S.PENDING_REVIEW: "办结待审",
    S.PENDING_CALLBACK: "待回访",
    S.REOPENED: "重办",
    S.CLOSED: "办结",
    S.VOIDED: "无效办结",
}

APPEALABLE = frozenset(
    {S.SIGNED, S.VERIFYING, S.RECTIFYING, S.EXPLAINED, S.PENDING_REVIEW, S.PENDING_CALLBACK, S.REOPENED, S.CLOSED}
)
# States in which the draft of the public reply may be changed; later the submitted one stands.
DRAFTING = frozenset({S.VERIFYING, S.RECTIFYING, S.EXPLAINED})
OPEN = frozenset(S) - {S.CLOSED, S.VOIDED}


def _move(
    action: str | None,
    sources: Set[S],
    target: S | None,
    by: Set[str],
    event: str | None,
    name: str,
    en: str,
    *,
    meets: Term | None = None,
    is_by_lapse: bool = False,
    is_listed: bool = True,
) -> Move[S]:
    """One row of the table.

    `action` and `event` get the prefix "work_order." unless they contain a dot.
    """
    return Move(
        _named(action), frozenset(sources), target, frozenset(map(str, by)), _named(event), name, en,
        meets=meets, is_by_lapse=is_by_lapse, is_listed=is_listed,
    )  # fmt: skip


def _named(word: str | None) -> str | None:
    return word if word is None or "." in word else f"work_order.{word}"


# fmt: off
MOVES: Final[dict[str, Move[S]]] = {
    "dispatch": _move(None, set(), S.DISPATCHED, {SYSTEM}, "dispatched", "派单", "dispatch it"),
    "sign": _move("sign", {S.DISPATCHED}, S.SIGNED, {OFFICER}, "signed", "签收", "sign for it",
        meets=Term.SIGN, is_by_lapse=True),
    "return": _move("return", {S.DISPATCHED}, S.RETURNED, NOBODY_YET, "returned", "退回", "return it"),
    "redispatch": _move("redispatch", {S.RETURNED}, S.DISPATCHED, NOBODY_YET, "redispatched",
        "重新派单", "dispatch it again"),
    "refuse_return": _move("redispatch", {S.RETURNED}, S.SIGNED, NOBODY_YET, "return_refused",
        "审定派单", "refuse the return"),
    "contact": _move("contact", {S.SIGNED}, S.VERIFYING, {OFFICER, DISPATCHER}, "contacted",
        "记录联系", "record the contact", meets=Term.CONTACT),
    "find_responsible": _move("find", {S.VERIFYING}, S.RECTIFYING, {OFFICER}, "found",
        "填核实结论", "record the finding"),
    "find_explained": _move("find", {S.VERIFYING}, S.EXPLAINED, {OFFICER}, "found",
        "填核实结论", "record the finding"),
    "appeal": _move("appeal", APPEALABLE, S.APPEALING, NOBODY_YET, "appealed", "申诉", "appeal"),
    "uphold": _move("uphold", {S.APPEALING}, S.VOIDED, NOBODY_YET, "upheld", "支持申诉", "uphold the appeal"),
    "explain": _move("explain", {S.RECTIFYING}, S.EXPLAINED, {OFFICER}, "explained",
        "改为解释说明", "explain instead"),
    "submit": _move("submit", {S.RECTIFYING, S.EXPLAINED}, S.PENDING_REVIEW, {OFFICER}, "submitted",
        "提交整改", "submit the mending", meets=Term.RECTIFY),
    "approve": _move("review", {S.PENDING_REVIEW}, S.PENDING_CALLBACK, {SUPERVISOR}, "approved",
        "审核通过", "approve it", meets=Term.REVIEW),
    "send_back_rectifying": _move("review", {S.PENDING_REVIEW}, S.RECTIFYING, {SUPERVISOR}, "sent_back",
        "退回整改", "send it back to be mended", meets=Term.REVIEW),
    "send_back_explained": _move("review", {S.PENDING_REVIEW}, S.EXPLAINED, {SUPERVISOR}, "sent_back",
        "退回说明", "send it back to be explained", meets=Term.REVIEW),
    "settle": _move("call_back", {S.PENDING_CALLBACK}, S.CLOSED, {DISPATCHER}, "closed",
        "回访满意", "record a satisfied callback", meets=Term.CALLBACK),
    "give_up": _move("call_back", {S.PENDING_CALLBACK}, S.CLOSED, {DISPATCHER}, "closed",
        "三次联系不上，办结", "close it unreached", meets=Term.CALLBACK),
    "reopen": _move("call_back", {S.PENDING_CALLBACK}, S.REOPENED, {DISPATCHER}, "reopened",
        "回访不满意，重办", "record a dissatisfied callback", meets=Term.CALLBACK),
    "redo": _move(None, {S.REOPENED}, S.RECTIFYING, {SYSTEM}, "redone", "重新整改", "put it back to mending"),
    "close": _move("close", {S.REOPENED}, S.CLOSED, {SUPERVISOR}, "closed", "审定办结", "close it",
        meets=Term.FINAL),
    # Follows when a reviewer finds the rating void.
    "void": _move(None, OPEN | {S.CLOSED}, S.VOIDED, {SYSTEM}, "voided", "随评价作废", "close it with its void rating"),
    # Entries without a change of state.
    "call": _move("call_back", {S.PENDING_CALLBACK}, None, {DISPATCHER}, "called",
        "回访，没有打通", "record a callback that was not answered"),
    "urge": _move("urge", OPEN, None, {SUPERVISOR, SYSTEM}, "urged", "催办", "urge it"),
    "draft_reply": _move("draft_reply", DRAFTING, None, {OFFICER}, "drafted", "改答复草稿", "draft the answer",
        is_listed=False),
    "reveal": _move("rater.reveal", OPEN, None, {OFFICER, DISPATCHER, SUPERVISOR}, "rater.revealed",
        "查看联系方式", "look at the contact", is_listed=False),
}
# fmt: on

TERMS: Final = {
    Term.SIGN: ("签收", "signature"),
    Term.CONTACT: ("联系评价人", "contact"),
    Term.RECTIFY: ("整改", "mending"),
    Term.REVIEW: ("审核", "approval"),
    Term.CALLBACK: ("回访", "callback"),
    Term.FINAL: ("审定", "decision"),
}


def _lapses(prefix: str, event: str, name: str, en: str) -> dict[str, Move[S]]:
    """One entry for each term; `name` and `en` have a place for the words of the term."""
    return {
        f"{prefix}_{term.lower()}": _move(None, OPEN, None, {SYSTEM}, event, name.format(zh), en.format(english))
        for term, (zh, english) in TERMS.items()
    }


# What the system writes when the alarm of a term is due (warn), and when the term is over: for the agency, whom that
# counts against (urge), and for the other desks (overdue).
LAPSES: Final[dict[str, Move[S]]] = {
    **_lapses("warn", "warned", "提醒：{}快到期", "reminder: the {} is due soon"),
    **_lapses("urge", "urged", "{}逾期，系统催办", "{} overdue: urged by the system"),
    **_lapses("overdue", "term_expired", "{}逾期", "{} overdue"),
}
FLOW: Final[Flow[S]] = Flow(MOVES, WORDS)


def may_contact(role: str, *, is_hidden: bool) -> bool:
    """Whether a contact is this role's to make: the dispatcher's while the rater is hidden, else the officer's."""
    return role == (DISPATCHER if is_hidden else OFFICER)
