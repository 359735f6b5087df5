"""Where reading begins: the fields of Query that views answer. A root makes an entry of what is asked, once per plan.

An entry judges its arguments before it looks at anything else, then reads. Both lanes use the same entries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol

from domain.actor import Actor, rater, user
from domain.collecting import proofs
from domain.collecting.assertions import signed_user
from domain.collecting.forms import scene_of
from domain.errors import DomainError
from domain.policy import RATER, USER
from domain.words import Entry as Door
from domain.words import Stage
from views import feeds
from views.below import Seen
from views.boards import Board
from views.crowd import Crowd
from views.judging import Judged, judge
from views.paging import Rows, pages
from views.period import period_of
from views.references import city, filling, table
from views.scopes import chosen
from views.sealing import address, seal
from views.statement import Asking, Statement
from views.view import VIEWS, Ask, Noun, Refused, Sight

Arguments = Mapping[str, Any]
Selection = Callable[[str], tuple[Ask, ...]]


class Entry(Protocol):
    async def read(self, given: Arguments, asking: Asking) -> Any: ...


@dataclass(frozen=True, slots=True)
class Root:
    """`entry` makes the plan from (type asked, role and language, what is asked of each type)."""

    type: str
    entry: Callable[[Sight, Selection], Entry]
    args: Mapping[str, str] = field(default_factory=dict)


class AllOf:
    """Every row of a small view, by id."""

    def __init__(self, view: str, sight: Sight, selection: Selection) -> None:
        self.view, self.filled = view, filling(view, sight, selection(view))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        return [self.filled[row_id] for row_id in sorted(table(self.view).rows)] if self.filled is not None else []


class ByCode:
    """One row of a small view by its code."""

    def __init__(self, view: str, argument: str, sight: Sight, selection: Selection) -> None:
        self.view, self.argument, self.filled = view, argument, filling(view, sight, selection(view))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        ids = table(self.view).of_codes([given[self.argument]])
        return self.filled[ids[0]] if ids and self.filled is not None else None


class PageOf:
    """A page of a view."""

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
    """The durable feed: a page of the ledger, as far as the asker hears of it, from a position on."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        super().__init__("RatingEvent", sight, selection)

    async def read(self, given: Arguments, asking: Asking) -> Any:
        judged = self.judge({**given, "where": feeds.where(given, asking.actor)})
        if judged.after is not None:
            (await feeds.heads()).judge(judged.after[0], asking.actor)
        return await self.pages.read(judged, asking)


class ById:
    """Any row by its sealed id: the id tells the view."""

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


class FormInForce:
    """The form in force today for an entry and a stage."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.filled = filling("Form", sight, selection("Form"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        scene = scene_of(Stage(given["stage"]), Door(given["entry"]))
        forms = [
            row
            for row in table("Form").rows.values()
            if row["scene"] == scene and row["effective_from"] <= city.today <= (row["effective_to"] or city.today)
        ]
        if not forms or self.filled is None:
            raise Refused("这个入口和环节没有在用的评价表。", "No form is in force for this entry and stage.")
        return self.filled[max(forms, key=lambda row: int(row["version"]))["id"]]


class InvitationByProof:
    """The invitation behind a proof. Whoever holds the proof is its rater; a proof that is not ours finds nothing."""

    EVENT = Statement("select service_event_id, entries from invitation where id = :invitation")

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.rows = Rows(VIEWS["Invitation"], replace(sight, role=RATER), selection("Invitation"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        try:
            invitation, entry = proofs.read(given["token"])
        except DomainError:
            return None
        found = await self.EVENT.rows(asking, {"invitation": invitation})
        if not found or not proofs.is_given(entry, found[0]["entries"]):
            return None
        holder = rater(service_event=found[0]["service_event_id"])
        return (await self.rows.read([invitation], replace(asking, actor=holder, entry=entry))).get(invitation)


class MyBusiness:
    """What the channel's signed-in user may rate, or has rated: the person, not the channel, is who looks."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.noun, self.sight = VIEWS["Invitation"], replace(sight, role=USER)
        self.pages = pages("Invitation", self.sight, selection("InvitationConnection"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        where = {"state": given.get("state")}
        judged = judge(self.noun, self.sight, first=given["first"], after=given.get("after"), where=where)
        refs = await signed_user(given["assertion"], audience=address(), by=asking.actor)
        return await self.pages.read(judged, replace(asking, actor=user(refs), entry=Door.MY_BUSINESS))


class BoardOf:
    """Figures of a scope and a period."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.board = Board(sight, selection("Board"))

    async def read(self, given: Arguments, asking: Asking) -> Any:
        kind, scope_id = chosen(given.get("scope"), asking)
        period = await period_of(given.get("from"), given.get("to"), asking)
        self.board.judge(kind, period.first, period.last, asking)
        return (await self.board.read(kind, [scope_id], period, asking))[0]


class Myself:
    """Whom the asker is taken for."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.asks = selection("Viewer")
        self.filled = {
            ask.key: filling(VIEWER[ask.name].strip("!"), sight, ask.below) for ask in self.asks if ask.name in MINE
        }

    async def read(self, given: Arguments, asking: Asking) -> Any:
        actor = asking.actor
        rows = {"agency": actor.agency, "staffMember": actor.staff}
        plain = {"name": actor.name, "roles": _roles(actor), "scopes": sorted(actor.scopes), "__typename": "Viewer"}
        return {
            ask.key: plain[ask.name] if ask.name in plain else self._row(ask.key, rows[ask.name]) for ask in self.asks
        }

    def _row(self, key: str, row_id: int | None) -> Any:
        filled = self.filled[key]
        return None if row_id is None or filled is None else filled[row_id]


MINE = ("agency", "staffMember")
VIEWER = {
    "name": "String!",
    "roles": "[Role!]!",
    "scopes": "[String!]!",
    "agency": "Agency",
    "staffMember": "StaffMember",
}


def _roles(actor: Actor) -> list[str]:
    """The one of this request first."""
    return [actor.role, *(role for role in actor.roles if role != actor.role)] if actor.account_role else []


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

__all__ = ["ROOTS", "VIEWER", "Entry", "Root", "Seen", "Selection"]
