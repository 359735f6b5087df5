"""Work orders: an agency's promise to put a bad rating right, by a date."""

from collections.abc import Coroutine
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import ID, UNSET, argument, field
from strawberry.types import Info

import views
from api.context import Context
from api.executing.filling import Payload, ViewRow, fill
from api.executing.reading import see
from api.nouns.directory import Agency, StaffMember
from api.nouns.later import LaterEvaluation
from api.vocabulary.fields import answer, mutation
from api.vocabulary.paging import After, Connection, First, Node
from api.vocabulary.refusals import Refusal
from api.vocabulary.words import WorkOrderOrder
from domain import work_orders as orders
from domain.words import Attribution, CallbackOutcome, Cause, MarkedParts, Role, Verdict, WorkOrderState
from domain.work_orders import NewFinding


@strawberry.type(description="An obligation with a due day: who owes it, until when, and how the days were counted.")
class Term:
    kind: str = field(description="SIGN, CONTACT, RECTIFY, REVIEW, CALLBACK or FINAL.")
    owner: Role = field(description="The role that owes it.")
    due_on: date = field(description="Its last day; it ends at 23:59:59 Asia/Shanghai.")
    due_at: datetime | None = field(description="The moment it ends; null for viewers who may know the day only.")
    provisional: bool = field(description="Whether the count crosses into a year whose holidays are not announced.")
    met_at: datetime | None = field(description="When it was met; null: not yet, or not to be seen.")
    explanation: str = field(description="How the days were counted, for people, in the reader's language.")
    authority: str = field(description="Where the rule comes from: seed, text, upstream or ours.")


@strawberry.type(description="What the verification of a bad rating found.")
class Finding:
    verdict: Verdict = field(description="Whether the rating is justified.")
    attribution: Attribution = field(description="Whose doing it was.")
    cause: Cause = field(description="Why it happened.")
    staff: StaffMember | None = field(description="The person responsible; null: nobody, or not to be seen.")
    note: str = field(description="What was verified, in the officer's words.")


@strawberry.type(description="One entry of an order's history. Entries are never changed.")
class TimelineEntry:
    on: date = field(description="The day.")
    at: datetime | None = field(description="The moment; null for viewers who may know the day only.")
    actor: str = field(description="Who did it, as far as this viewer may know.")
    move: str = field(description="What was done, as a stable word.")
    from_: WorkOrderState | None = field(name="from", description="The state before; null: the beginning.")
    to: WorkOrderState = field(description="The state after.")
    reason: str | None = field(description="Why, in the actor's words; null: none, or not to be seen.")


@strawberry.type(description="The order that follows a bad rating, from dispatch to closing.")
class WorkOrder(Node):
    number: str = field(description="Number for people: random digits that tell neither order nor time.")
    state: WorkOrderState = field(description="Where it stands.")
    evaluation: LaterEvaluation = field(description="The rating it mends.")
    agency: Agency = field(description="The agency that answers for it.")
    joint_agencies: list[Agency] = field(description="Agencies that help (协办).")
    officer: StaffMember | None = field(description="The case officer; null: not signed for, or not to be seen.")
    external_number: str | None = field(description="Its number in the 12345 system; null: none.")
    dispatched_on: date = field(description="The day of dispatch; terms are counted from it.")
    dispatched_at: datetime | None = field(description="The moment; null for viewers who may know the day only.")
    terms: list[Term] = field(description="What is owed, by whom and until when.")
    overdue: bool = field(description="Whether a term has run out unmet. Computed now, never stored.")
    urged: int = field(description="How many times it was urged (催办).")
    supervision: int = field(description="Level of supervision: 0 none, 1 督办, 2 通报, 3 约谈 proposed.")
    finding: Finding | None = field(description="The latest finding; null: none yet, or not to be seen.")
    moves: list[str] = field(description="What the viewer may do with it now, as stable words.")
    timeline: list[TimelineEntry] = field(description="What happened to it, oldest first.")


@strawberry.input(
    description="Which work orders. Every field may be left out; lists mean “one of”; dates are inclusive."
)
class WorkOrderFilter:
    state: list[WorkOrderState] | None = field(default=UNSET, description="Only in these states.")
    agency_code: list[str] | None = field(default=UNSET, description="Only of these agencies, by code.")
    number: str | None = field(default=UNSET, description="Only the one with this number.")
    overdue: bool | None = field(default=UNSET, description="Only those overdue now, or only those not.")
    due_before: date | None = field(
        default=UNSET, description="Only those with a term that ends on this day or earlier."
    )
    cause: list[Cause] | None = field(default=UNSET, description="Only with these causes.")


@strawberry.type
class WorkOrderQuery:
    @answer("Work orders as far as your role reaches.")
    async def work_orders(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[WorkOrderFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        order_by: Annotated[WorkOrderOrder | None, argument(description="The order of the list.")] = WorkOrderOrder.DUE,
        after: After = UNSET,
    ) -> Connection[WorkOrder]:
        return await see(info)


@strawberry.input(
    description="What was verified. Another person or service of the case than the rated one may be named."
)
class FindingInput:
    verdict: Verdict = field(description="Whether the rating is justified.")
    attribution: Attribution = field(description="Whose doing it was.")
    cause: Cause = field(description="Why it happened.")
    staff_number: str | None = field(default=UNSET, description="The person responsible; left out: who served.")
    service_number: int | None = field(default=UNSET, description="The service of the case; left out: the rated one.")
    note: str = field(description="What was verified, at most 2000 characters.")

    def facts(self) -> NewFinding:
        return NewFinding(
            self.verdict,
            self.attribution,
            self.cause,
            self.note,
            self.staff_number or None,
            self.service_number if isinstance(self.service_number, int) else None,
        )


@strawberry.type(description="The order after what was done.")
class WorkOrderMoved:
    work_order: WorkOrder = field(description="The order as it stands now, as this viewer sees it.")


@strawberry.type(description="The rater's contact, for the callback only. The look was logged.")
class RaterRevealed:
    name: str | None = field(description="Full name; null: not left.")
    mobile: str | None = field(description="Mobile number; null: not left.")
    expires_at: datetime = field(description="Until when it may be looked at; then it must be asked again.")


WorkOrderResult = Annotated[
    WorkOrderMoved | Refusal, strawberry.union("WorkOrderResult", description="The order, or why it was refused.")
]
RevealResult = Annotated[
    RaterRevealed | Refusal, strawberry.union("RevealResult", description="The contact, or why it was refused.")
]
Id = Annotated[ID, argument(description="Id of the work order.")]
Words = Annotated[str, argument(description="In your own words, at most 2000 characters.")]


async def moved(info: Info[Context, None], work: Coroutine[Any, Any, Any]) -> Any:
    """Await the use case, and return the order through the views, as the asker sees it."""
    order = await work
    return await fill(info, Payload("WorkOrderMoved", workOrder=ViewRow("WorkOrder", order.id)))


def order(id: ID) -> int:
    """Return the row number of a work order's id; 0, which no row has, for any other id."""
    return views.open_id("WorkOrder", id) or 0


@strawberry.type
class WorkOrderMutation:
    @mutation("Sign for an order. For its case officer.")
    async def sign_work_order(self, info: Info[Context, None], id: Id) -> WorkOrderResult:
        return await moved(info, orders.sign(order(id), by=info.context.actor))

    @mutation("Note that the rater was spoken to. For the case officer; while the rater is hidden, the dispatcher.")
    async def record_contact(self, info: Info[Context, None], id: Id, note: Words) -> WorkOrderResult:
        return await moved(info, orders.record_contact(order(id), note=note, by=info.context.actor))

    @mutation("Look at the rater's contact. Needs a reason, is logged, expires.")
    async def reveal_rater(self, info: Info[Context, None], id: Id, reason: Words) -> RevealResult:
        revealed = await orders.reveal(order(id), reason=reason, by=info.context.actor)
        who = revealed.identity
        return RaterRevealed(name=who.name, mobile=who.mobile, expires_at=revealed.expires_at)

    @mutation("Record what was verified. For the case officer.")
    async def record_finding(
        self,
        info: Info[Context, None],
        id: Id,
        finding: Annotated[FindingInput, argument(description="What was verified.")],
    ) -> WorkOrderResult:
        return await moved(info, orders.record_finding(order(id), finding=finding.facts(), by=info.context.actor))

    @mutation("Nothing can be mended: explain instead. From RECTIFYING to EXPLAINED.")
    async def explain_work_order(self, info: Info[Context, None], id: Id, reason: Words) -> WorkOrderResult:
        return await moved(info, orders.explain(order(id), reason=reason, by=info.context.actor))

    @mutation("Remind the agency, on record (催办). For the supervisor.")
    async def urge_work_order(self, info: Info[Context, None], id: Id, note: Words) -> WorkOrderResult:
        return await moved(info, orders.urge(order(id), note=note, by=info.context.actor))

    @mutation("Close an order after a second dissatisfied callback. For the supervisor.")
    async def close_work_order(self, info: Info[Context, None], id: Id, reason: Words) -> WorkOrderResult:
        return await moved(info, orders.close(order(id), reason=reason, by=info.context.actor))

    @mutation("Hand in what was done, with the draft of the public answer. For the case officer.")
    async def submit_rectification(
        self, info: Info[Context, None], id: Id, measures: Words, reply: Words
    ) -> WorkOrderResult:
        return await moved(
            info, orders.submit_rectification(order(id), measures=measures, reply=reply, by=info.context.actor)
        )

    @mutation("Approve a completion, which publishes the answer, or send it back.")
    async def review_rectification(
        self,
        info: Info[Context, None],
        id: Id,
        approve: Annotated[bool, argument(description="Whether it is approved.")],
        reason: Words,
        marked: Annotated[
            MarkedParts | None,
            argument(description="What becomes of parts of the answer that may be personal data; asked for if any is."),
        ] = UNSET,
    ) -> WorkOrderResult:
        return await moved(
            info,
            orders.review(order(id), approve=approve, reason=reason, marked=marked or None, by=info.context.actor),
        )

    @mutation("Note what the rater said when called back. For the dispatcher.")
    async def record_callback(
        self,
        info: Info[Context, None],
        id: Id,
        outcome: Annotated[CallbackOutcome, argument(description="What the rater said.")],
        note: Annotated[str | None, argument(description="In your own words, at most 2000 characters.")] = UNSET,
    ) -> WorkOrderResult:
        return await moved(
            info, orders.record_callback(order(id), outcome=outcome, note=note or None, by=info.context.actor)
        )
