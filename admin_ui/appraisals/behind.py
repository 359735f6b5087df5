"""The ratings and orders behind a score, for HR, in pages; each is read through its own view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams

import views
from domain.actor import Actor
from domain.appraisals.days import span
from domain.words import Level
from views.figures.desks import weighing
from web.language import language

RATING: Final[Any] = (
    "id",
    "level",
    "ratedOn",
    "kind",
    ("workOrder", ["state", "finding.verdict", "finding.attribution"]),
)
ORDER: Final[Any] = ("id", "state", "callback", "finding.verdict", "reopened")
CaseRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of a list.

    `after`: the cursor of the next page, empty at the end. `is_first`: whether it is the first page.
    """

    rows: Sequence[CaseRow]
    after: str
    is_first: bool

    @property
    def bad(self) -> list[CaseRow]:
        """The bad ratings of the page."""
        return [row for row in self.rows if Level(row["level"]).is_bad]

    @property
    def good(self) -> list[CaseRow]:
        """The other ratings of the page."""
        return [row for row in self.rows if not Level(row["level"]).is_bad]


async def ratings(score: CaseRow, me: Actor, query: QueryParams) -> Behind:
    """Return a page of the ratings behind a score, bad ones first."""
    after = views.open_id("Evaluation", query.get("ratings", ""))
    ids, more = await weighing.ratings_behind(score["subjectKind"], score["whose"], *span(score["period"]), after)
    known = await views.many("Evaluation", RATING, ids=ids, actor=me, language=language())
    rows = [known[one] for one in ids if one in known]
    return Behind(rows, views.seal_id("Evaluation", ids[-1]) if more else "", after is None)


async def orders(score: CaseRow, me: Actor, query: QueryParams) -> Behind:
    """Return a page of the orders whose rectification was due in the period, late ones first."""
    after = _term(query.get("orders", ""))
    terms, more = await weighing.orders_behind(score["subjectKind"], score["whose"], *span(score["period"]), after)
    known = await views.many("WorkOrder", ORDER, ids=[one["id"] for one in terms], actor=me, language=language())
    rows = [{**known[t["id"]], "due_on": t["due_on"], "on_time": t["on_time"]} for t in terms if t["id"] in known]
    last = terms[-1] if more else None
    return Behind(rows, f"{views.seal_id('WorkOrder', last['id'])}.{last['due_on']}" if last else "", after is None)


def _term(text: str) -> tuple[int, date] | None:
    """Return the order and due day of a cursor; None for a bad cursor, which leads to the first page."""
    sealed, _, on = text.partition(".")
    order = views.open_id("WorkOrder", sealed)
    try:
        return (order, date.fromisoformat(on)) if order is not None else None
    except ValueError:
        return None
