"""Sentences about scores, in the reader's language: what each figure is, and why one was adjusted."""

from typing import Final

import orjson

from domain.appraisals.scoring import SHARES
from views.compiling.statement import Asking

NAMES: Final = {
    "score": ("满意度", "Mean level"),
    "on_time_rate": ("按期整改", "Mended in time"),
    "post_rectify_satisfaction": ("整改后满意", "Satisfied after mending"),
    "self_rate": ("自主评价", "Own initiative"),
    "bad_reply_rate": ("差评回复", "Bad ratings answered"),
    "callback_rectify_rate": ("回访整改", "Called back and rectified"),
    "circulated": ("通报", "Circulated orders"),
    "responsibility": ("责任", "Responsibility"),
    "DISSATISFIED": ("属实有责的不满意", "Responsible, dissatisfied"),
    "VERY_DISSATISFIED": ("属实有责的非常不满意", "Responsible, very dissatisfied"),
    "repaired": ("已补救", "Repaired"),
    "mean": ("评价均值", "Mean of ratings"),
}
DEFINITIONS: Final = {
    "score": (
        "各级按100、80、60、40、20分；评价少的向同类平均靠拢：(k·m+Σs)/(k+n)。",
        "Levels count 100, 80, 60, 40, 20; few ratings are drawn to the mean of all: (k·m + Σs) / (k + n).",
    ),
    "on_time_rate": (
        "到期的整改里，在到期前（含准予的延期）提交并审核通过的。按到期日计。",
        "Of the mendings due in the period, those handed in by then (with extensions) and approved.",
    ),
    "post_rectify_satisfaction": (
        "差评整改后回访到的人里，满意或基本满意的。",
        "Of the raters reached after the mending, those satisfied or fairly satisfied.",
    ),
    "self_rate": (
        "评价人自己发起的评价，占全部有效评价。",
        "Ratings made on the rater's own initiative, of all valid ones.",
    ),
    "bad_reply_rate": (
        "有公开答复的差评，占全部有效差评。",
        "Bad ratings with a public answer, of all valid bad ones.",
    ),
    "callback_rectify_rate": (
        "实名差评里，已回访并整改的；目标100 %。",
        "Of the real-name bad ratings, those called back and rectified; the target is all.",
    ),
    "circulated": (
        "被通报的工单，每件扣分，在权重之外。",
        "Orders that were circulated; points off, outside the weights.",
    ),
    "responsibility": (
        "从100分起，减去核实有责的扣分，加回补救得分；只算归到本人、当时环节的。",
        "From 100: points off for verified responsible ratings, repair given back; only one's own at that stage.",
    ),
    "DISSATISFIED": (
        "核实为本人有责的“不满意”，次数。",
        "Ratings “dissatisfied” verified as this person's responsibility.",
    ),
    "VERY_DISSATISFIED": (
        "核实为本人有责的“非常不满意”，次数。",
        "Ratings “very dissatisfied” verified as this person's responsibility.",
    ),
    "repaired": (
        "有责差评里按期整改、评价人回访满意的，次数。",
        "Of the responsible ones, those mended in time whose rater was satisfied afterwards.",
    ),
    "mean": (
        "归到本人的评价均值，和同大厅同环节（或同班组）的平均合算：(k·m+Σs)/(k+n)。不含默认、无效和流程政策造成的。",
        "The mean of one's ratings, drawn to that of the same hall and stage or team: (k·m + Σs) / (k + n); "
        "without defaults, void ones and those caused by process or policy.",
    ),
}


def definition(asking: Asking, key: str) -> str:
    """Return what a figure is."""
    return DEFINITIONS[key][asking.language == "en"]


def name(asking: Asking, key: str) -> str:
    """Return the name of a figure."""
    return NAMES[key][asking.language == "en"]


def note(asking: Asking, key: str, n: int, enough: int, mean: float | None) -> str | None:
    """Return the sentence on how a share that rests on few facts was treated, or None if there are enough."""
    english = asking.language == "en"
    if key not in SHARES or not 0 < n < enough:
        return None
    if mean is None:
        return (
            f"Only {n}, and fewer than {enough} of all together: not judged, its weight goes to the others."
            if english
            else f"只有{n}件，同类合起来也不足{enough}件：这一项不评，权重让给其他项。"
        )
    return (
        f"Only {n}, fewer than {enough}: filled up to {enough} with the mean of all, {100 * mean:.2f} %."
        if english
        else f"只有{n}件，不足{enough}件：用同类平均{100 * mean:.2f} %补足到{enough}件再算。"
    )


def difference(asking: Asking, facts: str) -> str:
    """Return a sentence that lists, for each changed figure, its count at settlement and now."""
    english = asking.language == "en"
    told = [
        f"{NAMES[one['key']][english]} {_counted(one['key'], one['from'])} → {_counted(one['key'], one['to'])}"
        for one in orjson.loads(facts)
    ]
    start, stop, between = ("Since settlement: ", ".", "; ") if english else ("结算后有变动：", "。", "；")
    return start + (between.join(told) or ("nothing is counted any more" if english else "没有可计的数据")) + stop


def _counted(key: str, counts: list[int]) -> str:
    part, whole = counts
    return f"{part}" if key == "circulated" else f"{part}/{whole}"
