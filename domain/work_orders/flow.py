"""The legal moves of a work order (docs/rules.md §4.1). Moves whose use case comes later have nobody in `by` yet."""

from domain.flow import Flow, Move
from domain.words import WorkOrderState as S

OFFICER, DISPATCHER, SUPERVISOR, REVIEWER, SYSTEM = "CASE_OFFICER", "DISPATCHER", "SUPERVISOR", "REVIEWER", "SYSTEM"
NOBODY_YET: frozenset[str] = frozenset()

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
# While these last the public answer may be drafted; afterwards what was submitted stands.
DRAFTING = frozenset({S.VERIFYING, S.RECTIFYING, S.EXPLAINED})
OPEN = frozenset(S) - {S.CLOSED, S.VOIDED}


def _move(sources: set[S] | frozenset[S], target: S, by: set[str] | frozenset[str], name: str) -> Move[S]:
    return Move(frozenset(sources), target, frozenset(by), name)


FLOW: Flow[S] = Flow(
    {
        "sign": _move({S.DISPATCHED}, S.SIGNED, {OFFICER, SYSTEM}, "签收"),
        "return": _move({S.DISPATCHED}, S.RETURNED, NOBODY_YET, "退回"),
        "redispatch": _move({S.RETURNED}, S.DISPATCHED, NOBODY_YET, "重新派单"),
        "refuse_return": _move({S.RETURNED}, S.SIGNED, NOBODY_YET, "审定派单"),
        "contact": _move({S.SIGNED}, S.VERIFYING, {OFFICER, DISPATCHER}, "记录联系"),
        "find_responsible": _move({S.VERIFYING}, S.RECTIFYING, {OFFICER}, "填核实结论"),
        "find_explained": _move({S.VERIFYING}, S.EXPLAINED, {OFFICER}, "填核实结论"),
        "appeal": _move(APPEALABLE, S.APPEALING, NOBODY_YET, "申诉"),
        "uphold": _move({S.APPEALING}, S.VOIDED, NOBODY_YET, "支持申诉"),
        "explain": _move({S.RECTIFYING}, S.EXPLAINED, {OFFICER}, "改为解释说明"),
        "submit": _move({S.RECTIFYING, S.EXPLAINED}, S.PENDING_REVIEW, {OFFICER}, "提交整改"),
        "approve": _move({S.PENDING_REVIEW}, S.PENDING_CALLBACK, {SUPERVISOR}, "审核通过"),
        "send_back_rectifying": _move({S.PENDING_REVIEW}, S.RECTIFYING, {SUPERVISOR}, "退回整改"),
        "send_back_explained": _move({S.PENDING_REVIEW}, S.EXPLAINED, {SUPERVISOR}, "退回说明"),
        "settle": _move({S.PENDING_CALLBACK}, S.CLOSED, {DISPATCHER}, "回访满意"),
        "give_up": _move({S.PENDING_CALLBACK}, S.CLOSED, {DISPATCHER}, "三次联系不上，办结"),
        "reopen": _move({S.PENDING_CALLBACK}, S.REOPENED, {DISPATCHER}, "回访不满意，重办"),
        "redo": _move({S.REOPENED}, S.RECTIFYING, {SYSTEM}, "重新整改"),
        "close": _move({S.REOPENED}, S.CLOSED, {SUPERVISOR}, "审定办结"),
        # What a reviewer decides of the rating; the order only follows.
        "void": _move(OPEN | {S.CLOSED}, S.VOIDED, {SYSTEM}, "随评价作废"),
    },
    WORDS,
)
