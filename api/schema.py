"""The published schema: the nouns put together. schema.graphql is its text, and CI compares them."""

from typing import Any, Final, cast

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api import words as words
from api.appraisals import AppraisalQuery
from api.board import BoardQuery
from api.calendar import CalendarQuery
from api.collecting import CollectingMutation, CollectingQuery
from api.directory import DirectoryQuery, Hall
from api.evaluations import EvaluationMutation, EvaluationQuery
from api.events import EventQuery, EventSubscription
from api.forms import FormQuery
from api.moderation import ModerationMutation
from api.node import NodeQuery
from api.reading import prepare
from api.refusals import ToRefusal
from api.scalars import SCALARS
from api.viewer import ViewerQuery
from api.webhooks import WebhookMutation, WebhookQuery
from api.work_orders import WorkOrderMutation, WorkOrderQuery

QUERIES: Final = (
    ViewerQuery,
    NodeQuery,
    DirectoryQuery,
    FormQuery,
    CollectingQuery,
    EvaluationQuery,
    WorkOrderQuery,
    BoardQuery,
    CalendarQuery,
    AppraisalQuery,
    EventQuery,
    WebhookQuery,
)
MUTATIONS: Final = (CollectingMutation, EvaluationMutation, WorkOrderMutation, ModerationMutation, WebhookMutation)
SUBSCRIPTIONS: Final = (EventSubscription,)


def _merged(name: str, parts: tuple[type, ...], description: str) -> type:
    merged: Any = merge_types(name, parts)
    merged.__strawberry_definition__.description = description
    return cast(type, merged)


schema: Final = strawberry.Schema(
    query=_merged("Query", QUERIES, "What can be read. Every list that can grow is a page."),
    mutation=_merged("Mutation", MUTATIONS, "What can be done. A refused write has changed nothing."),
    subscription=_merged("Subscription", SUBSCRIPTIONS, "What can be listened to, over WebSocket or SSE."),
    types=[Hall],
    config=StrawberryConfig(scalar_map=SCALARS),
    exception_handlers=[ToRefusal()],
)


def executable() -> GraphQLSchema:
    """The schema as graphql-core runs it, with view-backed types told where their values are."""
    core: GraphQLSchema = schema._schema
    prepare(core)
    return core
