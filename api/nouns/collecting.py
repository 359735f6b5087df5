"""Collecting: service events reported by business systems, and the invitations to rate them."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info

from api.batching.batches import Reported
from api.context import Context
from api.executing.filling import Payload, ViewRow, fill
from api.executing.reading import see
from api.nouns.directory import Agency, Service, StaffMember, Window
from api.nouns.forms import Form
from api.nouns.later import LaterEvaluation, LaterServiceEvent
from api.vocabulary.fields import answer, mutation
from api.vocabulary.paging import After, Connection, First, Node, told
from api.vocabulary.refusals import Refusal
from domain.collecting import NewServiceEvent, Recorded
from domain.collecting.recording import MOST_AT_ONCE
from domain.errors import Conflict, DomainError, Forbidden, Invalid
from domain.vault import Identity
from domain.words import Entry, InvitationState, Stage


@strawberry.type(description="The right to rate one service event once.")
class Invitation(Node):
    state: InvitationState = field(
        description="Whether it may still be used. RATED is told to its rater only (the signed user, the link on the "
        "own phone, the rating just given); to others it is OPEN until it expires."
    )
    service_name: str = field(description="Name of the service item, like the item's.")
    agency_name: str = field(description="Name of the agency that served, like the agency's.")
    stage: Stage = field(description="Which part of the case is rated.")
    happened_on: date = field(description="The day of the service.")
    expires_at: datetime = field(description="Until when it may be used.")
    form: Form = field(description="What is asked.")
    token: str | None = field(
        description="The proof itself; only for the client that may pass it on to its rater, else null."
    )
    url: str = field(description="Address of the rating page; what the QR code and the text message carry.")

    service_event: LaterServiceEvent | None = field(description="What was done; null where you may not see it.")
    evaluation: LaterEvaluation | None = field(
        description="The rating, for its own rater: of `myBusiness` the signed user's own; else null."
    )
    progress_url: str | None = field(
        description="Where the rater follows the own rating; of `myBusiness` once it is RATED, else null. Keep it to "
        "the rater: whoever has it is the rater."
    )

    @answer("The QR code of the rating page for one entry, as SVG.")
    def qr(
        self,
        info: Info[Context, None],
        entry: Annotated[Entry, argument(description="Where the code will be shown.")] = Entry.RECEIPT_QR,
    ) -> str:
        return told(self, info)


@strawberry.type(description="The n-th service within a case: one collection point.")
class ServiceEvent(Node):
    case_number: str = field(description="Number of the case in the business system, at most 50 characters.")
    service_number: int = field(description="Which service within the case, from 1.")
    stage: Stage = field(description="What was done.")
    service: Service = field(description="The service item.")
    agency: Agency = field(description="The agency that served.")
    window: Window | None = field(description="The counter; null: none, or online.")
    staff: StaffMember | None = field(description="Who served; null: nobody named, or not for your role.")
    happened_at: datetime = field(description="When the service happened, as reported.")
    invitation: Invitation | None = field(description="The right to rate it; null where you may not see it.")


@strawberry.input(description="Who was served. Goes encrypted to the vault, and never further.")
class RaterInput:
    name: str | None = field(default=UNSET, description="Full name.")
    id_number: str | None = field(default=UNSET, description="Number of the identity document.")
    mobile: str | None = field(default=UNSET, description="Mobile number, for the callback.")


@strawberry.input(description="One service as a business system reports it.")
class ServiceEventInput:
    case_number: str = field(description="Number of the case, at most 50 characters.")
    service_number: int = field(description="Which service within the case, 1 to 9999; with the case number the key.")
    stage: Stage = field(description="What was done.")
    service_code: str = field(description="Code of the service item.")
    agency_code: str = field(description="Code of the agency that served.")
    window_code: str | None = field(default=UNSET, description="Code of the counter; left out: none, or online.")
    staff_number: str | None = field(default=UNSET, description="Staff number of who served.")
    happened_at: datetime = field(description="When it happened; at most 5 minutes in the future.")
    rater: RaterInput | None = field(default=UNSET, description="Who was served; a missing contact is filled once.")

    def facts(self) -> NewServiceEvent:
        return NewServiceEvent(
            self.case_number,
            self.service_number,
            self.stage,
            self.service_code,
            self.agency_code,
            self.happened_at,
            self.window_code or None,
            self.staff_number or None,
            Identity(self.rater.name or None, self.rater.id_number or None, self.rater.mobile or None)
            if self.rater
            else None,
        )


@strawberry.type(description="A service event that stands recorded.")
class ServiceEventRecorded:
    service_event: ServiceEvent = field(description="The event as it stands.")
    token: str = field(description="The proof to hand to the rater, for the entry this system may hand out.")
    existed: bool = field(description="Whether it had been recorded before, with the same facts.")


ServiceEventOutcome = Annotated[
    ServiceEventRecorded | Refusal,
    strawberry.union("ServiceEventOutcome", description="What became of one event of the request."),
]


@strawberry.type(description="What became of the events of a request.")
class RecordServiceEventsResult:
    outcomes: list[ServiceEventOutcome] = field(description="One for each event, in the order sent.")


@strawberry.type
class CollectingQuery:
    @answer("What the holder of a proof may rate; null: the proof is not genuine.")
    async def invitation(
        self,
        info: Info[Context, None],
        token: Annotated[str, argument(description="The proof, as it stands in the rating page's address.")],
    ) -> Invitation | None:
        return await see(info)

    @answer(
        "What the channel's signed-in user may rate or has rated, latest first: only that person's, found by what the "
        "assertion names. Send it by POST: addresses are logged on their way."
    )
    async def my_business(
        self,
        info: Info[Context, None],
        assertion: Annotated[
            str,
            argument(
                description="A compact JWS (EdDSA or ES256) by a key your channel registered, naming its signed-in "
                "user, at most 5 minutes old."
            ),
        ],
        first: First,
        state: Annotated[InvitationState | None, argument(description="Only these; left out: all.")] = UNSET,
        after: After = UNSET,
    ) -> Connection[Invitation]:
        return await see(info)


@strawberry.type
class CollectingMutation:
    @mutation(
        "Report service events. For business systems; the same event twice is one event; identity goes to the "
        "vault. One event's refusal never fails its neighbours."
    )
    async def record_service_events(
        self,
        info: Info[Context, None],
        events: Annotated[list[ServiceEventInput], argument(description="1 to 1000 events.")],
    ) -> RecordServiceEventsResult:
        return await fill(info, await report(info.context, events))


async def report(context: Context, events: list[ServiceEventInput]) -> Payload:
    """Store the events with their batch, and return the outcome of each."""
    if not 1 <= len(events) <= MOST_AT_ONCE:
        raise Invalid(f"一次请送 1 到 {MOST_AT_ONCE} 条办件。", f"Send 1 to {MOST_AT_ONCE} events at a time.")
    outcomes = await context.batches.events.add_all([Reported(event.facts(), context.actor) for event in events])
    return Payload("RecordServiceEventsResult", outcomes=[_told(outcome, context.language) for outcome in outcomes])


def _told(outcome: Recorded | DomainError, language: str) -> Payload | Refusal:
    """Return one outcome as a payload or refusal.

    An event that the asker may not see is refused alone and does not affect the proofs of the others.
    """
    if isinstance(outcome, Forbidden):
        raise outcome
    if isinstance(outcome, DomainError):
        return Refusal.of(outcome, language)
    event = ViewRow("ServiceEvent", outcome.service_event_id)
    return Payload(
        "ServiceEventRecorded",
        otherwise=Refusal.of(not_yours(), language),
        serviceEvent=event,
        token=outcome.token,
        existed=outcome.existed,
    )


def not_yours() -> Conflict:
    return Conflict(
        "这个办件号和服务次数已由别的系统报过。请核对办件号，或用新的服务次数。",
        "Another system has reported this case and service number. Check it, or use a new service number.",
        path=("serviceNumber",),
    )
