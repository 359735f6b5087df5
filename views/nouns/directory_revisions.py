"""What was changed in the directory, for its own pages: who, when, what before and after. Not part of the API."""

from typing import Any

import orjson

from views.compiling.member import Column, Derived, Identity, columns
from views.compiling.statement import Asking
from views.compiling.view import Filter, Ordering, View


def _read(asking: Asking, stored: str) -> list[Any]:
    return list(orjson.loads(stored))


DirectoryRevision = View(
    name="DirectoryRevision",
    inside=True,
    tag=43,
    table="directory_revision",
    members={
        "id": Identity(),
        **columns(kind="String!", code="String!", name="String!", change="String!", source="String", reason="String"),
        "on": Column(type="Date!", sql='{t}."on"'),
        "at": Column(type="DateTime!", sql="{t}.at"),
        "actor": Column(type="String!", sql="{t}.actor_name"),
        "role": Column(type="String", sql="{t}.actor_role"),
        "stored": Column(type="String!", sql="{t}.fields_changed::text"),
        "fields": Derived(type="[String!]!", of=("stored",), value=_read),
        "words": Column(type="String!", sql="concat_ws(' ', {t}.code, {t}.name)"),
    },
    filters={
        "kind": Filter("[String!]", "kind"),
        "has": Filter("String", "words", "strpos(lower({m}), lower({v})) > 0"),
    },
    orders={"LATEST": {"*": Ordering(1, "{t}.id", "number")}},
)

__all__ = ["DirectoryRevision"]
