"""Scores: whose, of which period, by which plan, the figures in them, and later adjustments."""

from views.compiling.member import Column, Derived, Identity, Many, Reference, columns
from views.compiling.view import Filter, Ordering, View
from views.nouns.defining import definition, difference, name, note


def _number(column: str) -> str:
    """Return the SQL of a numeric column as a float, the contract's type."""
    return f"{{t}}.{column}::float8"


PERIOD = "(select p.key from appraisal_period p where p.id = {t}.period_id)"
ENOUGH = """(select w.enough from appraisal a join weight_plan w on w.id = a.plan_id where a.id = {t}.appraisal_id)"""
VERSION = "(select w.version from weight_plan w where w.id = {t}.plan_id)"

Appraisal = View(
    name="Appraisal",
    tag=30,
    table="appraisal",
    members={
        "id": Identity(),
        **columns(subjectKind="SubjectKind!", subjectName="String!"),
        "period": Column(type="String!", sql=PERIOD),
        **columns(state="PeriodState!"),
        "score": Column(type="Float", sql=_number("score")),
        **columns(n="Int!"),
        "planVersion": Column(type="Int!", sql=VERSION),
        "figures": Many(type="[Figure!]!", sql="{t}.appraisal_id", order="{t}.place"),
        # A score that rests on few facts is not told outside HR, and neither are its later changes. HR's pages say so.
        "adjustments": Many(type="[Adjustment!]!", sql="{t}.appraisal_id", where="{t}.score is not null"),
        "changes": Many(type="[Adjustment!]!", sql="{t}.appraisal_id", inside=True),
        "agency": Reference(type="Agency", sql="{t}.agency_id", inside=True),
        "district": Reference(type="District", sql="{t}.district_id", inside=True),
        "total": Column(type="Float!", sql=_number("total"), inside=True),
        "margin": Column(type="Float", sql=_number("margin"), inside=True),
        "bad": Column(type="Int!", sql="{t}.bad", inside=True),
        "waiting": Column(type="Int!", sql="{t}.waiting", inside=True),
        "row": Column(type="Int!", sql="{t}.id", inside=True),
        "whose": Column(type="Int!", sql="coalesce({t}.staff_id, {t}.agency_id, {t}.district_id)", inside=True),
        "firstDay": Column(type="Date!", sql="{t}.first_day", inside=True),
    },
    orders={"LATEST": {"*": Ordering(1, "{t}.first_day", "day")}},
    filters={
        "subjectKind": Filter("SubjectKind", "subjectKind", "{m} = {v}"),
        "period": Filter("String", "period", "{m} = {v}"),
        "agencyCode": Filter("[String!]", "agency", codes="Agency"),
    },
)

Figure = View(
    name="Figure",
    table="appraisal_figure",
    members={
        **columns(key="String!"),
        "value": Column(type="Float", sql=_number("value")),
        "low": Column(type="Float", sql=_number("low")),
        "high": Column(type="Float", sql=_number("high")),
        **columns(n="Int!"),
        "weight": Column(type="Float!", sql=_number("weight")),
        "points": Column(type="Float", sql=_number("points")),
        "note": Derived(type="String", of=("key", "n", "enough", "groupMean"), value=note),
        "enough": Column(type="Int!", sql=ENOUGH, inside=True),
        "definition": Derived(type="String!", of=("key",), value=definition),
        "name": Derived(type="String!", of=("key",), value=name, inside=True),
        "numerator": Column(type="Float!", sql=_number("numerator"), inside=True),
        "denominator": Column(type="Float!", sql=_number("denominator"), inside=True),
        "groupMean": Column(type="Float", sql=_number("group_mean"), inside=True),
        "byDay": Column(type="String!", sql="{t}.by_day::text", inside=True),
    },
)

Adjustment = View(
    name="Adjustment",
    table="appraisal_adjustment",
    members={
        "on": Column(type="Date!", sql='{t}."on"'),
        "reason": Derived(type="String!", of=("facts",), value=difference),
        "score": Column(type="Float!", sql=_number("score")),
        "facts": Column(type="String!", sql="{t}.facts::text", inside=True),
    },
)
