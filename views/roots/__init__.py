"""The fields of Query that views answer. Each root makes a reader from what is asked, once per plan.

A reader judges its arguments before it does anything else, then reads. Both lanes use the same readers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from views import feeds
from views.compiling.below import Seen
from views.compiling.crowd import Crowd
from views.compiling.judging import Judged, judge
from views.compiling.paging import pages
from views.compiling.question import Refused, Sight
from views.compiling.references import filling, table
from views.compiling.root_reader import Arguments, RootReader, Selection
from views.compiling.sealing import seal
from views.compiling.statement import Asking
from views.compiling.view import VIEWS, Noun
from views.figures.boards.boards import Board
from views.figures.boards.choosing import chosen
from views.hearing import heads
from views.roots.inviting import FormInForce, InvitationByProof, MyBusiness
from views.roots.viewer import VIEWER, Myself


@dataclass(frozen=True, slots=True)
class Root:
    """A field of Query: its type, its arguments, and `reader`, which makes its RootReader.

    `reader` takes the role and language, and a function from the name of a type to what is asked of it.
    """

    type: str
    reader: Callable[[Sight, Selection], RootReader]
    args: Mapping[str, str] = field(default_factory=dict)


class AllOf:
    """Reads every row of a small view, ordered by id."""

    def __init__(self, view: str, sight: Sight, selection: Selection) -> None:
        self.view, self.filled = view, filling(view, sight, selection(view))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        return [self.filled[row_id] for row_id in sorted(table(self.view).rows)] if self.filled is not None else []


class ByCode:
    """Reads one row of a small view by its code; None if there is none."""

    def __init__(self, view: str, argument: str, sight: Sight, selection: Selection) -> None:
        self.view, self.argument, self.filled = view, argument, filling(view, sight, selection(view))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        ids = table(self.view).of_codes([given[self.argument]])
        return self.filled[ids[0]] if ids and self.filled is not None else None


class PageOf:
    """Reads a page of a view."""

    def __init__(self, view: str, sight: Sight, selection: Selection) -> None:
        noun = VIEWS[view]
        self.noun, self.sight = noun, sight
        self.pages = pages(view, sight, selection(f"{noun.connection or noun.name}Connection"))

    def judge(self, given: Arguments) -> Judged:
        return judge(
            self.noun,
            self.sight,
            first=given["first"],
            after=given.get("after"),
            where=given.get("where"),
            order=given.get("orderBy"),
        )

    async def read(self, given: Arguments, asking: Asking) -> Any:
        return await self.pages.read(self.judge(given), asking)


class Events(PageOf):
    """Reads a page of the ledger after a position, as far as the asker may read it."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        super().__init__("RatingEvent", sight, selection)

    async def read(self, given: Arguments, asking: Asking) -> Any:
        judged = self.judge({**given, "where": feeds.where(given, asking.actor)})
        if judged.after is not None:
            (await heads()).judge(judged.after[0], asking.actor)
        return await self.pages.read(judged, asking)


class ById:
    """Reads any row by its sealed id, which also names the view; None if it is not there or not reached.

    Raises Refused if the id was not issued here.
    """

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.sight, self.selection = sight, selection
        self.plans: dict[str, Crowd] = {}

    async def read(self, given: Arguments, asking: Asking) -> Any:
        opened = seal().open(given["id"])
        if opened is None:
            raise Refused("这个标识不是我们发出的。", "This id is not one of ours.", path=("id",))
        view = _by_tag().get(opened[0])
        if view is None:
            return None
        if view.name not in self.plans:
            self.plans[view.name] = Crowd(view.name, self.sight, self.selection(view.name))
        told = (await self.plans[view.name].read([opened[1]], asking)).get(opened[1])
        if told is None:
            return None
        seen = Seen(told)
        seen.typename = view.name
        return seen


@cache
def _by_tag() -> dict[int | None, Noun]:
    return {view.tag: view for view in VIEWS.values() if view.tag is not None and not view.inside}


class BoardOf:
    """Reads the figures of a scope and a period."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.board = Board(sight, selection("Board"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        kind, scope_id, period = await chosen(given.get("scope"), given.get("from"), given.get("to"), asking)
        self.board.judge(kind, period.first, period.last, asking)
        return (await self.board.read(kind, [scope_id], period, asking))[0]


def _page(view: str, **args: str) -> Root:
    noun = VIEWS[view]
    name = noun.connection or noun.name
    arguments = {"where": f"{name}Filter", **args, "first": "Int!", "after": "String"}
    return Root(f"{name}Connection!", lambda sight, selection: PageOf(view, sight, selection), arguments)


def _by_code(view: str, argument: str) -> Root:
    return Root(view, lambda sight, selection: ByCode(view, argument, sight, selection), {argument: "String!"})


ROOTS: dict[str, Root] = {
    "viewer": Root("Viewer!", Myself),
    "node": Root("Node", ById, {"id": "ID!"}),
    "districts": Root("[District!]!", lambda sight, selection: AllOf("District", sight, selection)),
    "agency": _by_code("Agency", "code"),
    "agencies": _page("Agency"),
    "service": _by_code("Service", "code"),
    "services": _page("Service"),
    "staffMember": _by_code("StaffMember", "number"),
    "staff": _page("StaffMember"),
    "form": Root("Form!", FormInForce, {"entry": "Entry!", "stage": "Stage!"}),
    "invitation": Root("Invitation", InvitationByProof, {"token": "String!"}),
    "myBusiness": Root(
        "InvitationConnection!",
        MyBusiness,
        {"assertion": "String!", "first": "Int!", "state": "InvitationState", "after": "String"},
    ),
    "evaluations": _page("Evaluation", orderBy="EvaluationOrder = LATEST"),
    "workOrders": _page("WorkOrder", orderBy="WorkOrderOrder = DUE"),
    "appraisals": _page("Appraisal"),
    "events": Root(
        "RatingEventConnection!",
        Events,
        {"first": "Int!", "after": "String", "kinds": "[String!]", "agencyCode": "String"},
    ),
    "webhooks": Root(
        "WebhookConnection!",
        lambda sight, selection: PageOf("Webhook", sight, selection),
        {"first": "Int!", "after": "String"},
    ),
    "board": Root("Board!", BoardOf, {"scope": "ScopeInput", "from": "Date", "to": "Date"}),
}

__all__ = ["ROOTS", "VIEWER", "Root", "RootReader", "Seen", "Selection"]
