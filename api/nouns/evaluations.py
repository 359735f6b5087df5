"""Evaluations: ratings as each role may see them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info

from api.context import Context
from api.executing.filling import Payload, ViewRow, fill
from api.executing.reading import see
from api.nouns.directory import Agency, Service, StaffMember, Window
from api.nouns.forms import Dimension, Tag
from api.nouns.later import LaterServiceEvent, LaterWorkOrder
from api.vocabulary.fields import answer, mutation
from api.vocabulary.paging import After, Connection, First, Node
from api.vocabulary.refusals import Refusal
from api.vocabulary.words import EvaluationOrder
from domain.actor import Actor, rater
from domain.collecting.assertions import signed_user
from domain.errors import DomainError
from domain.evaluations import Submission
from domain.words import Assurance, Entry, Level, RatingKind, Stage, Standing


@strawberry.type(description="The level given to one dimension of the form.")
class DimensionRating:
    dimension: Dimension = field(description="What was asked.")
    level: Level = field(description="What was answered.")


@strawberry.type(description="The one supplementary rating (追评) a rater may add. It never overwrites the first.")
class Supplement:
    level: Level = field(description="The level given afterwards.")
    text: str | None = field(description="The text as this viewer may see it; null: none, or not to be seen.")
    rated_on: date = field(description="The day it was given.")


@strawberry.type(description="The public answer to a rating.")
class Reply:
    text: str = field(description="The answer as approved, in Chinese.")
    replied_on: date = field(description="The day it was approved.")


@strawberry.type(description="A rating of one service event.")
class Evaluation(Node):
    level: Level = field(description="The overall level.")
    kind: RatingKind = field(description="How the rating came about; follows from entry and credential.")
    entry: Entry = field(description="The door through which the rater came.")
    stage: Stage | None = field(
        description="What was rated; null for ratings without a case, and where few visits fit that of a hidden rater: "
        "then it was one at a counter."
    )
    standing: Standing = field(description="Whether it counts.")
    assurance: Assurance = field(description="How sure it is who rated.")
    dimensions: list[DimensionRating] = field(description="The levels given to single dimensions.")
    tags: list[Tag] = field(description="The reasons ticked.")
    text: str | None = field(description="The text as this viewer may see it; null: none, or not to be seen (yet).")
    rated_on: date = field(description="The day of the rating.")
    rated_at: datetime | None = field(
        description="The moment of the rating; null for viewers who may know the day only."
    )
    agency: Agency = field(description="The agency the rating counts for.")
    service: Service | None = field(description="The service item; null where this viewer may not see it.")
    window: Window | None = field(description="The counter; null: none, or not to be seen.")
    staff: StaffMember | None = field(description="The person rated; null: nobody named, or not to be seen.")
    service_event: LaterServiceEvent | None = field(
        description="What was rated; null where this viewer may not see it."
    )
    supplement: Supplement | None = field(description="The supplementary rating (追评); null: none.")
    reply: Reply | None = field(description="The public answer; null: none yet.")
    work_order: LaterWorkOrder | None = field(description="The order that mends it; null: none, or not to be seen.")


@strawberry.type(description="One page of ratings.")
class EvaluationConnection(Connection[Evaluation]):
    total_count: int = field(description="How many there are in all; counts to 10 000 and stops there.")


@strawberry.input(
    description="Which ratings. Every field may be left out; lists mean “one of”; dates are inclusive, Asia/Shanghai."
)
class EvaluationFilter:
    level: list[Level] | None = field(default=UNSET, description="Only these levels.")
    kind: list[RatingKind] | None = field(default=UNSET, description="Only these kinds.")
    entry: list[Entry] | None = field(default=UNSET, description="Only through these entries.")
    stage: list[Stage] | None = field(default=UNSET, description="Only these stages.")
    standing: list[Standing] | None = field(default=UNSET, description="Only of these standings.")
    agency_code: list[str] | None = field(default=UNSET, description="Only of these agencies, by code.")
    service_code: list[str] | None = field(default=UNSET, description="Only of these service items, by code.")
    district_code: list[str] | None = field(default=UNSET, description="Only of these districts, by code.")
    tag: list[str] | None = field(default=UNSET, description="Only with one of these tags, by code.")
    from_: date | None = field(default=UNSET, name="from", description="Rated on this day or later.")
    to: date | None = field(default=UNSET, description="Rated on this day or earlier.")


@strawberry.type
class EvaluationQuery:
    @answer("Ratings as far as your role reaches. The public sees single ratings once their text is published.")
    async def evaluations(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[EvaluationFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        order_by: Annotated[EvaluationOrder | None, argument(description="The order of the list.")] = (
            EvaluationOrder.LATEST
        ),
        after: After = UNSET,
    ) -> EvaluationConnection:
        return await see(info)


@strawberry.input(description="The level given to one dimension.")
class DimensionRatingInput:
    dimension: str = field(description="Code of the dimension, as on the form.")
    level: Level = field(description="The level.")


@strawberry.input(description="A rating, by whoever holds the proof.")
class SubmitEvaluationInput:
    token: str = field(description="The invitation's proof.")
    assertion: str | None = field(
        default=UNSET,
        description="The channel's signed user; lifts the assurance to AUTHENTICATED when it is the event's rater.",
    )
    entry: Entry = field(
        description="The door the rater came through, as you see it; what counts rides inside the proof."
    )
    level: Level = field(description="The overall level.")
    dimensions: list[DimensionRatingInput] | None = field(default=UNSET, description="Levels of single dimensions.")
    tags: list[str] | None = field(default=UNSET, description="Codes of tags of this level.")
    text: str | None = field(default=UNSET, description="The rater's words, up to the form's limit in characters.")
    anonymous_to_agency: bool | None = field(
        default=True, description="Whether the agency sees neither case number nor identity; the department contacts."
    )
    idempotency_key: str | None = field(
        default=UNSET, description="1 to 80 characters; the same key and input again gets the first answer again."
    )

    def said(self, by: Actor, signed_for: tuple[UUID, ...] | None = None) -> Submission:
        return Submission(
            self.token,
            self.level,
            by,
            tags=tuple(self.tags or ()),
            dimensions=tuple((d.dimension, d.level) for d in self.dimensions or ()),
            text=self.text or None,
            anonymous_to_agency=self.anonymous_to_agency is not False,
            idempotency_key=self.idempotency_key if isinstance(self.idempotency_key, str) else None,
            signed_for=signed_for,
        )


@strawberry.type(description="A rating that was taken, as its rater sees it.")
class EvaluationSubmitted:
    evaluation: Evaluation = field(description="The rater's own rating, with its order if it is bad.")
    progress_url: str | None = field(
        description="Where the rater follows the mending. Whoever has it is the rater: keep it to the rater."
    )


SubmitEvaluationResult = Annotated[
    EvaluationSubmitted | Refusal,
    strawberry.union("SubmitEvaluationResult", description="The rating, or why it was refused."),
]


@strawberry.type
class EvaluationMutation:
    @mutation("Rate a service event once. A bad rating has its work order in the same moment.")
    async def submit_evaluation(
        self, info: Info[Context, None], input: Annotated[SubmitEvaluationInput, argument(description="The rating.")]
    ) -> SubmitEvaluationResult:
        return await fill(info, await rate(info.context, input))


async def rate(context: Context, input: SubmitEvaluationInput) -> Payload:
    """Store the rating with its batch, and return what its rater is told."""
    signed_for = await _signed(context, input.assertion)
    outcome = await context.batches.submissions.add(input.said(context.actor, signed_for))
    if isinstance(outcome, DomainError):
        raise outcome
    holder = rater(evaluation=outcome.evaluation_id, service_event=outcome.service_event_id)
    stored = ViewRow("Evaluation", outcome.evaluation_id, holder)
    url = f"{context.public_url}/progress/{outcome.receipt}"
    return Payload("EvaluationSubmitted", evaluation=stored, progressUrl=url)


async def _signed(context: Context, assertion: str | None) -> tuple[UUID, ...] | None:
    """Return the user references that a channel signed for; None without an assertion."""
    if not isinstance(assertion, str):
        return None
    return await signed_user(assertion, audience=context.public_url, by=context.actor)
