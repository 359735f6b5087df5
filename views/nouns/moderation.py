"""Moderation, for its own pages: what was found in a text, and every act on it. Not part of the API."""

from typing import Any

import orjson

from domain.policy import ALL, AUDITOR, MODERATOR, RATER, REVIEWER, USER
from views.compiling.member import Column, Derived, Identity, JoinedRow, columns, hidden_from
from views.compiling.statement import Asking
from views.compiling.view import Filter, Ordering, View

INSPECTORS = hidden_from(*(ALL - {MODERATOR, AUDITOR}))
OFFICIALS = hidden_from(*(ALL - {MODERATOR, REVIEWER, AUDITOR}))
READERS = hidden_from(*(ALL - {MODERATOR, REVIEWER, AUDITOR, RATER, USER}))


def _read(asking: Asking, stored: str | None) -> list[Any]:
    return [] if stored is None else list(orjson.loads(stored))


Inspection = View(
    name="Inspection",
    inside=True,
    table="text_inspection",
    members={
        "half": Column(type="String", sql="{t}.half", masks=INSPECTORS),
        "stored": Column(type="String", sql="{t}.found::text", masks=INSPECTORS),
        "found": Derived(type="[String!]!", of=("stored",), value=_read),
    },
)

ModerationAct = View(
    name="ModerationAct",
    inside=True,
    tag=42,
    table="moderation_act",
    members={
        "id": Identity(),
        **columns(action="String!"),
        "on": Column(type="Date!", sql='{t}."on"'),
        "at": Column(type="DateTime", sql="{t}.at", masks=OFFICIALS),
        "actor": Column(type="String", sql="{t}.actor_name", masks=OFFICIALS),
        "role": Column(type="String!", sql="{t}.actor_role"),
        "own": Column(type="Boolean", sql="({t}.actor_id = :id)", masks=OFFICIALS),
        "reason": Column(type="String", sql="{t}.reason", masks=READERS),
        "spans": Column(type="Int", sql="jsonb_array_length({t}.spans)"),
        **columns(version="Int!"),
        "evaluation": JoinedRow(type="Evaluation", sql="{r}.id = {t}.evaluation_id"),
    },
    orders={"LATEST": {"*": Ordering(1, "{t}.id", "number")}},
    filters={"action": Filter("[String!]", "action", inside=True)},
)

__all__ = ["Inspection", "ModerationAct"]
