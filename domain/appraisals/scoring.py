"""From counts to scores under a plan: the figures of a score. Pure; the formulas are in arithmetic.py."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from domain import figures
from domain.appraisals.arithmetic import (
    Part,
    around_mean,
    clamped,
    drawn,
    interval_of_share,
    margin,
    penalty,
    rounded,
    shrunken,
    total,
    weigh,
)
from domain.appraisals.counting import Group, Subject, group_means
from domain.appraisals.templates import PERSONS, Weighing
from domain.words import SubjectKind


def _counts_of(key: str) -> tuple[str, str]:
    """Part and whole of a share, as names of counts; a score counts no other ratings than those that raters made."""
    share = figures.SHARES[key]
    return share.part, "n" if share.whole == "made" else share.whole


SHARES: Final = {
    "on_time_rate": _counts_of("on_time_rate"),
    "post_rectify_satisfaction": _counts_of("post_rectify_satisfaction"),
    "self_rate": _counts_of("self_rate"),
    "bad_reply_rate": _counts_of("bad_reply_rate"),
    "callback_rectify_rate": _counts_of("callback_rectify_rate"),
}
Means = Mapping[str, Decimal | None]
SEVERITIES: Final = ("DISSATISFIED", "VERY_DISSATISFIED")
# Figure → the two counts shown by day behind it; the single ratings of persons are shown elsewhere.
BEHIND: Final = {
    **SHARES,
    "score": ("total", "n"),
    "mean": ("total", "n"),
    "circulated": ("circulated", ""),
    "DISSATISFIED": ("DISSATISFIED", "n"),
    "VERY_DISSATISFIED": ("VERY_DISSATISFIED", "n"),
    "repaired": ("repaired", "responsible"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """The result of one subject.

    `total` is the computed value; `score` is the same, but None below the plan's minimum of ratings.
    """

    subject: Subject
    parts: Sequence[Part]
    n: int
    bad: int
    waiting: int
    total: Decimal
    score: Decimal | None
    margin: Decimal | None

    def by_day(self, key: str) -> list[tuple[date, int, int]]:
        """(day, numerator, denominator) behind a figure; [] for figures without counts."""
        return self.subject.by_day(*BEHIND[key]) if key in BEHIND else []


def score_all(subjects: Sequence[Subject], plans: Mapping[SubjectKind, Weighing]) -> list[Score]:
    """The scores of all subjects, each by its kind's plan and with the means of its group or kind."""
    groups = group_means(subjects)
    units = {kind: _means([s for s in subjects if s.kind is kind], plan) for kind, plan in plans.items()}
    return [
        score(s, plans[s.kind], {"mean": _own_mean(s, groups)} if s.kind in PERSONS else units[s.kind])
        for s in subjects
    ]


def _means(subjects: Sequence[Subject], plan: Weighing) -> Means:
    """The means of all subjects of a kind, by figure, rounded before use.

    A share has no mean if all subjects together have fewer facts than are enough.
    """
    sums = sum((subject.sums() for subject in subjects), Counter[str]())
    shares = {
        key: rounded(Decimal(sums[part]) / sums[whole])
        for key, (part, whole) in SHARES.items()
        if plan.enough and sums[whole] >= plan.enough
    }
    return {**shares, "score": rounded(Decimal(sums["total"]) / sums["n"]) if sums["n"] else None}


def score(subject: Subject, plan: Weighing, means: Means) -> Score:
    """The score of one subject; `means` are what few facts are drawn towards."""
    sums = subject.sums()
    if subject.kind in PERSONS:
        parts = weigh(_of_person(sums, plan, means.get("mean")))
    else:
        off = penalty("circulated", sums["circulated"], plan.points["circulated"])
        parts = [*weigh(_of_unit(sums, plan, means)), off]
    whole = total(parts)
    return Score(
        subject,
        parts,
        sums["n"],
        sums["bad"],
        sums["waiting"],
        whole,
        whole if sums["n"] >= max(plan.minimum, 1) else None,
        None if subject.kind in PERSONS else margin(parts),
    )


def _of_unit(sums: Counter[str], plan: Weighing, means: Means) -> list[Part]:
    return [(_mean if key == "score" else _share)(key, sums, plan, means.get(key)) for key in plan.weights]


def _share(key: str, sums: Counter[str], plan: Weighing, mean: Decimal | None) -> Part:
    """A share; with too few facts it is filled up with the mean of all, or silent if there is none."""
    part, n = (sums[name] for name in SHARES[key])
    low, high = interval_of_share(part, n)
    told = Part(key, Decimal(part), Decimal(n), n, plan.weights[key], group_mean=mean, low=low, high=high)
    missing = plan.enough - n
    if not n or missing <= 0:
        return told
    if mean is None:
        return replace(told, silent=True)
    numerator, denominator = shrunken(Decimal(part), n, mean, missing)
    low, high = drawn(low, n, mean, missing), drawn(high, n, mean, missing)
    return replace(told, numerator=numerator, denominator=denominator, low=low, high=high)


def _mean(key: str, sums: Counter[str], plan: Weighing, mean: Decimal | None) -> Part:
    """The mean level, drawn towards the group's; it cannot be computed without ratings or group mean."""
    n, weight = sums["n"], plan.weights[key]
    if not n or mean is None:
        return Part(key, Decimal(0), Decimal(0), 0, weight, top=100)
    k = max(plan.shrinkage, plan.enough - n)
    numerator, denominator = shrunken(Decimal(sums["total"]), n, mean, k)
    value = numerator / denominator
    low, high = around_mean(value, Decimal(sums["total"]), Decimal(sums["squares"]), n)
    return Part(key, numerator, denominator, n, weight, 100, mean, low, high)


def _of_person(sums: Counter[str], plan: Weighing, mean: Decimal | None) -> list[Part]:
    """The parts of a person's score: responsibility, its deductions and credits, and the mean.

    A credit never exceeds what its rating took off; the plan is checked for that.
    """
    taken = sum((plan.points[level] * sums[level] for level in SEVERITIES), Decimal(0))
    given = plan.points["repaired"] * sums["repaired"]
    kept = clamped(100 - taken + given)
    responsibility = Part("responsibility", kept, Decimal(1), sums["n"], plan.weights["responsibility"], 100)
    told = [Part(level, Decimal(sums[level]), Decimal(1), sums["n"]) for level in SEVERITIES]
    repaired = Part("repaired", Decimal(sums["repaired"]), Decimal(1), sums["responsible"])
    return [responsibility, *told, repaired, _mean("mean", sums, plan, mean)]


def _own_mean(subject: Subject, means: Mapping[Group, tuple[int, int]]) -> Decimal | None:
    """The mean of the person's groups, weighted by the person's ratings in each; rounded before use."""
    n = sum(counts["n"] for counts in subject.groups.values())
    if not n:
        return None
    exact = sum(
        (
            Decimal(counts["n"] * means[group][0]) / means[group][1]
            for group, counts in subject.groups.items()
            if counts["n"]
        ),
        Decimal(0),
    )
    return rounded(exact / n)
