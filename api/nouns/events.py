"""Rating events: the durable feed, and the same as a stream. For third parties."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID, UNSET, argument, field
from strawberry.types import Info

from api.context import Context
from api.errors import ApiError, bad_request
from api.executing.reading import see
from api.nouns.appraisals import Appraisal
from api.nouns.board import Board, ScopeInput
from api.nouns.evaluations import Evaluation
from api.nouns.work_orders import WorkOrder
from api.vocabulary.fields import answer, subscription
from api.vocabulary.paging import Connection, First, Node

EventData = Annotated[
    Evaluation | WorkOrder | Appraisal,
    strawberry.union("EventData", description="What an event is about, as you may see it now."),
]
Kinds = Annotated[
    list[str] | None, argument(description="Only of these kinds, like evaluation.submitted; left out: all.")
]
OfAgency = Annotated[str | None, argument(description="Only of this agency, by code; left out: of all you reach.")]


@strawberry.type(description="Something that became true of a rating, an order or a score. Positions only grow.")
class RatingEvent:
    id: ID = field(description="The event's own id, the same in feed, stream and webhook (webhook-id).")
    position: str = field(description="Its place in the ledger, decimal digits: give it as `after` to go on from here.")
    kind: str = field(description="What happened: noun.past-participle, see docs/rating-events.md.")
    occurred_on: date = field(description="The day it happened, Asia/Shanghai.")
    occurred_at: datetime | None = field(description="The moment; null for viewers who may know the day only.")
    subject: Node | None = field(description="What it is about, by id; null: not to be seen.")
    data: EventData = field(description="What it is about, as it stands now and as you may see it.")


@strawberry.type
class EventQuery:
    @answer(
        "The durable feed of rating events, oldest first, as often as you like. For subscribers, supervisors and "
        "auditors; events of scores for supervisors, HR and heads of agencies, as far as they see the score. A client "
        "owned by a rated agency reads up to yesterday."
    )
    async def events(
        self,
        info: Info[Context, None],
        first: First,
        after: Annotated[
            str | None, argument(description="The position of the last one seen; left out: from the oldest kept.")
        ] = UNSET,
        kinds: Kinds = UNSET,
        agency_code: OfAgency = UNSET,
    ) -> Connection[RatingEvent]:
        return await see(info)


@strawberry.type
class EventSubscription:
    @subscription(
        "Rating events from a position: first the backlog, then live, without gap or repeat. Over WebSocket "
        "(graphql-transport-ws) or server-sent events (graphql-sse, distinct connections)."
    )
    async def rating_events(
        self,
        info: Info[Context, None],
        after: Annotated[
            str | None, argument(description="The position of the last one seen; left out: from now on.")
        ] = UNSET,
        kinds: Kinds = UNSET,
        agency_code: OfAgency = UNSET,
    ) -> AsyncGenerator[RatingEvent, None]:
        raise streamed()
        yield

    @subscription("The figures of today of a scope, at once and whenever they change, at most once a second.")
    async def board(
        self,
        info: Info[Context, None],
        scope: Annotated[ScopeInput | None, argument(description="What it is about; left out: the city.")] = UNSET,
    ) -> AsyncGenerator[Board, None]:
        raise streamed()
        yield


def streamed() -> ApiError:
    """Return the error for a subscription sent as an ordinary request; api/streaming serves subscriptions."""
    return bad_request(
        "订阅请用 WebSocket（graphql-transport-ws）或 SSE。", "Subscribe over WebSocket (graphql-transport-ws) or SSE."
    )
