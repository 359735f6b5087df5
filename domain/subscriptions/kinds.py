"""The kinds of rating events: when each happens, and which roles read it.

Kinds that are not listed are internal: sessions, drafts, reveals of a rater's contact. docs/rating-events.md has the
same table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain import policy
from domain.errors import Invalid

EVALUATION, WORK_ORDER, APPRAISAL = "evaluation", "work_order", "appraisal"


@dataclass(frozen=True, slots=True)
class Kind:
    """`subject` is what the event is about; `zh` and `en` say when it happens."""

    subject: str
    name: str
    zh: str
    en: str


KINDS: Final[dict[str, Kind]] = {
    "evaluation.submitted": Kind(EVALUATION, "收到评价", "评价人提交了评价。", "A rater submitted a rating."),
    "evaluation.hinted": Kind(
        EVALUATION,
        "单项差评",
        "总评是好评，但有一个单项是差评；不产生工单。",
        "The rating is good, but one dimension is bad; no order follows.",
    ),
    "evaluation.moderated": Kind(
        EVALUATION,
        "文字审核",
        "评价的文字公开、遮盖后公开，或不公开；评价照常计入。",
        "The text was published, published with parts masked, or hidden; the rating counts as before.",
    ),
    "evaluation.restored": Kind(
        EVALUATION, "撤回审核", "文字的审核决定被撤回。", "The decision upon the text was taken back."
    ),
    "evaluation.suspected": Kind(
        EVALUATION, "标为可疑", "评价被标为可疑；决定之前照常计入。", "Marked as suspect; it counts until decided."
    ),
    "evaluation.upheld": Kind(
        EVALUATION, "复核有效", "复核员认定可疑的评价有效。", "A reviewer found a suspect rating valid."
    ),
    "evaluation.voided": Kind(
        EVALUATION,
        "复核无效",
        "复核员认定评价无效；从它所在的时段里扣除。",
        "A reviewer found it void; it leaves the figures of its own period.",
    ),
    "work_order.dispatched": Kind(
        WORK_ORDER, "派单", "差评生成工单并派给责任单位。", "A bad rating became an order of the responsible agency."
    ),
    "work_order.signed": Kind(
        WORK_ORDER, "签收", "责任单位签收，或签收期满由系统签收。", "The agency signed for it, or the term ran out."
    ),
    "work_order.contacted": Kind(WORK_ORDER, "已联系", "已与评价人联系。", "The rater was spoken to."),
    "work_order.found": Kind(WORK_ORDER, "核实", "记录了核实结论。", "What was verified is on record."),
    "work_order.explained": Kind(
        WORK_ORDER, "转解释", "无法整改，改为解释说明。", "Nothing can be mended; it will be explained."
    ),
    "work_order.submitted": Kind(
        WORK_ORDER, "提交办结", "责任单位提交了整改情况和答复。", "The agency handed in what was done and its answer."
    ),
    "work_order.approved": Kind(
        WORK_ORDER, "审核通过", "督办员通过办结，答复公开。", "The supervisor approved; the answer is public."
    ),
    "work_order.sent_back": Kind(
        WORK_ORDER, "退回重办", "督办员退回，要求重做。", "The supervisor sent it back to be done again."
    ),
    "work_order.reopened": Kind(
        WORK_ORDER, "回访不满意", "评价人回访时仍不满意。", "The rater was dissatisfied when called back."
    ),
    "work_order.redone": Kind(WORK_ORDER, "重新整改", "第二次整改开始。", "The second mending began."),
    "work_order.closed": Kind(WORK_ORDER, "办结", "工单办结。", "The order was closed."),
    "work_order.voided": Kind(
        WORK_ORDER, "无效办结", "评价无效，工单随之终止。", "The rating is void, and its order ended with it."
    ),
    "work_order.urged": Kind(WORK_ORDER, "催办", "督办员或系统催办。", "It was urged by the supervisor or the system."),
    "work_order.term_expired": Kind(WORK_ORDER, "超期", "一个期限到期仍未完成。", "A term ran out unmet."),
    "appraisal.settled": Kind(
        APPRAISAL, "绩效结算", "考核周期结算，得分从此不再改动。", "A period was settled; the score stays as it is."
    ),
}


def heard_by(role: str) -> tuple[str, ...]:
    """The kinds of event that this role may read."""
    return tuple(name for name, kind in KINDS.items() if kind.subject in policy.HEARS[role])


def known(kinds: Sequence[str] | None, role: str, *, path: tuple[str, ...] = ("kinds",)) -> tuple[str, ...] | None:
    """The kinds asked for, each once, in the order of the table; None for all.

    Raises Invalid for an empty list and for a kind that this role never gets, naming those it may: otherwise the
    subscriber would wait for it for ever.
    """
    if kinds is None:
        return None
    heard = heard_by(role)
    wrong = next((kind for kind in kinds if kind not in heard), None)
    if wrong is not None or not kinds:
        listed = ", ".join(heard)
        zh = f"没有这个事件种类：{wrong[:40]}" if wrong is not None else "事件种类至少写一种"
        en = f"There is no kind {wrong[:40]!r}" if wrong is not None else "Name at least one kind"
        raise Invalid(f"{zh}。可用的有：{listed}。", f"{en}. There are: {listed}.", path=path)
    chosen = tuple(kind for kind in heard if kind in kinds)
    return None if chosen == heard else chosen
