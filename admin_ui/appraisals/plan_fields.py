"""Converts a weight plan to the fields of its form, and back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson
from starlette.datastructures import FormData

from domain.appraisals import NewPlan, Weighing
from domain.appraisals.templates import figures_of, points_of
from domain.words import SubjectKind
from web import forms

MONTH = "{:%Y-%m}"
Typed = Mapping[str, str]


def typed_of(row: Mapping[str, Any], first: date) -> dict[str, str]:
    """Return a plan as the values of its form."""
    values = {
        f"{group}-{key}": value for group in ("weights", "points") for key, value in orjson.loads(row[group]).items()
    }
    rest = {
        "minimum": row["minimum"],
        "shrinkage": row["shrinkage"],
        "enough": row["enough"],
        "cutoff": row["cutoff_days"],
    }
    return {**values, **{k: str(v) for k, v in rest.items()}, "from": MONTH.format(first), "reason": row["reason"]}


def read(kind: SubjectKind, form: FormData) -> NewPlan:
    """Return the plan typed into a form."""
    typed = {name: forms.text(form, name) for name in form}
    return NewPlan(numbers(kind, typed), _month(typed.get("from", "")), typed.get("reason", ""))


def numbers(kind: SubjectKind, typed: Typed) -> Weighing:
    """Return the typed values as numbers; the rules of the domain refuse what is no number."""
    return Weighing(
        kind,
        {key: _decimal(typed.get(f"weights-{key}", "")) for key in figures_of(kind)},
        _whole(typed.get("minimum", "")),
        _whole(typed.get("shrinkage", "")),
        {key: _decimal(typed.get(f"points-{key}", "")) for key in points_of(kind)},
        _whole(typed.get("cutoff", "")),
        _whole(typed.get("enough", "")),
    )


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text) if len(text) <= 8 else Decimal("NaN")
    except InvalidOperation:
        return Decimal("NaN")


def _whole(text: str) -> int:
    number = forms.whole(text)
    return -1 if number is None else number


def _month(text: str) -> date:
    """Return the first day of a month like 2026-12; for any other text a day on which no plan can begin."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return date(1, 1, 2)
