"""Webhooks: rating events delivered to a third party's own address, signed, in the ledger's order."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import strawberry
from strawberry import ID, UNSET, argument, field
from strawberry.types import Info

import views
from api.context import Context
from api.executing.filling import Payload, ViewRow, fill
from api.executing.reading import see
from api.nouns.events import RatingEvent
from api.vocabulary.fields import answer, mutation
from api.vocabulary.paging import After, Connection, First, Node, told
from api.vocabulary.refusals import Refusal
from domain import subscriptions
from domain.subscriptions import NewWebhook


@strawberry.enum(description="How an attempt stands. GIVEN_UP: nobody tries this one again by himself.")
class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    GIVEN_UP = "GIVEN_UP"


@strawberry.type(description="One attempt to deliver one event. Times are real, never the city's shifted time.")
class Delivery(Node):
    event: RatingEvent | None = field(description="The event; null for a test.")
    attempt: int = field(description="Which attempt of this event it was, from 1.")
    status: DeliveryStatus = field(description="How it stands.")
    response_code: int | None = field(description="The receiver's HTTP status; null: there was no answer.")
    reason: str | None = field(description="Why it failed, as a stable word; null: it did not.")
    at: datetime = field(description="When it was made, or asked for.")
    next_at: datetime | None = field(description="When the same event is tried again; null: it is not.")


@strawberry.type(description="An address to which rating events are delivered in the ledger's order, at least once.")
class Webhook(Node):
    url: str = field(description="The address.")
    kinds: list[str] | None = field(description="Only events of these kinds; null: of all.")
    enabled: bool = field(description="Whether events are delivered.")
    position: str = field(description="The last position delivered or passed over.")
    document: str | None = field(description="The GraphQL subscription whose answer is the payload; null: ours.")
    disabled_because: str | None = field(description="Why we stopped by ourselves, as a stable word; null: we did not.")

    @answer("The attempts, latest first; kept for 30 days.")
    def deliveries(self, info: Info[Context, None], first: First, after: After = UNSET) -> Connection[Delivery]:
        return told(self, info)


@strawberry.type
class WebhookQuery:
    @answer("Your webhooks, oldest first; for the system administrator everybody's.")
    async def webhooks(self, info: Info[Context, None], first: First, after: After = UNSET) -> Connection[Webhook]:
        return await see(info)


@strawberry.input(description="Where to deliver what. What is left out of an update stays as it is.")
class WebhookInput:
    url: str = field(description="An https address that is reachable from the internet, at most 500 characters.")
    kinds: list[str] | None = field(default=UNSET, description="Only of these kinds; null: of all.")
    agency_code: str | None = field(default=UNSET, description="Only of this agency, by code; null: of all.")
    document: str | None = field(
        default=UNSET,
        description="A GraphQL subscription of ratingEvents without arguments: its answer is the payload. Null: ours.",
    )
    enabled: bool | None = field(default=UNSET, description="Whether to deliver; left out of a new one: yes.")

    def facts(self) -> NewWebhook:
        given = {name: value for name, value in vars(self).items() if value is not UNSET}
        return NewWebhook(**given)


@strawberry.type(description="The webhook after what was done.")
class WebhookSaved:
    webhook: Webhook = field(description="The webhook as it stands now.")
    secret: str | None = field(description="The signing secret (whsec_…), only when it is new, only this once.")


@strawberry.type(description="A delivery that was put in the queue.")
class DeliveryQueued:
    delivery: Delivery = field(description="The attempt; it is made within seconds.")


WebhookResult = Annotated[
    WebhookSaved | Refusal, strawberry.union("WebhookResult", description="The webhook, or why it was refused.")
]
DeliveryResult = Annotated[
    DeliveryQueued | Refusal, strawberry.union("DeliveryResult", description="The delivery, or why it was refused.")
]
Id = Annotated[ID, argument(description="Id of the webhook.")]
Input = Annotated[WebhookInput, argument(description="Where to deliver what.")]


@strawberry.type
class WebhookMutation:
    @mutation("Have rating events delivered to an address, from now on. The secret is in the answer, once.")
    async def create_webhook(self, info: Info[Context, None], input: Input) -> WebhookResult:
        made = await subscriptions.create(input.facts(), by=info.context.actor)
        return await _saved(info, made.id, made.secret)

    @mutation("Change a webhook, switch it off or on again. It goes on from where it stopped.")
    async def update_webhook(self, info: Info[Context, None], id: Id, input: Input) -> WebhookResult:
        await subscriptions.update(_webhook(id), input.facts(), by=info.context.actor)
        return await _saved(info, _webhook(id))

    @mutation("Delete a webhook and its log. The answer shows it as it was.")
    async def delete_webhook(self, info: Info[Context, None], id: Id) -> WebhookResult:
        await subscriptions.position(_webhook(id), by=info.context.actor)  # it is there, and may be managed
        shown = await _saved(info, _webhook(id))
        await subscriptions.delete(_webhook(id), by=info.context.actor)
        return shown

    @mutation("A new secret; for 24 hours every delivery carries the signatures of both.")
    async def rotate_webhook_secret(self, info: Info[Context, None], id: Id) -> WebhookResult:
        secret = await subscriptions.rotate(_webhook(id), by=info.context.actor)
        return await _saved(info, _webhook(id), secret)

    @mutation("Send a signed event of the type `test`, once, beside the sequence.")
    async def send_test_event(self, info: Info[Context, None], id: Id) -> DeliveryResult:
        return await _queued(info, await subscriptions.send_test(_webhook(id), by=info.context.actor))

    @mutation("Send the event of an earlier delivery again, once, under its old id, beside the sequence.")
    async def resend_delivery(
        self, info: Info[Context, None], id: Annotated[ID, argument(description="Id of the delivery.")]
    ) -> DeliveryResult:
        return await _queued(info, await subscriptions.resend(_delivery(id), by=info.context.actor))


async def _saved(info: Info[Context, None], webhook_id: int, secret: str | None = None) -> Any:
    return await fill(info, Payload("WebhookSaved", webhook=ViewRow("Webhook", webhook_id), secret=secret))


async def _queued(info: Info[Context, None], delivery_id: int) -> Any:
    return await fill(info, Payload("DeliveryQueued", delivery=ViewRow("Delivery", delivery_id)))


def _webhook(id: ID) -> int:
    """Return the row number of a webhook's id; 0, which no row has, for any other id."""
    return views.open_id("Webhook", id) or 0


def _delivery(id: ID) -> int:
    return views.open_id("Delivery", id) or 0
