"""The published schema, composed of the nouns. schema.graphql is its text, and CI compares the two."""

from typing import Any, Final, cast

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api.executing.reading import prepare
from api.nouns.appraisals import AppraisalQuery
from api.nouns.board import BoardQuery
from api.nouns.calendar import CalendarQuery
from api.nouns.collecting import CollectingMutation, CollectingQuery
from api.nouns.directory import DirectoryQuery, Hall
from api.nouns.directory_changes import DirectoryMutation
from api.nouns.evaluations import EvaluationMutation, EvaluationQuery
from api.nouns.events import EventQuery, EventSubscription
from api.nouns.forms import FormQuery
from api.nouns.moderation import ModerationMutation
from api.nouns.node import NodeQuery
from api.nouns.viewer import ViewerQuery
from api.nouns.webhooks import WebhookMutation, WebhookQuery
from api.nouns.work_orders import WorkOrderMutation, WorkOrderQuery
from api.vocabulary import words as words
from api.vocabulary.refusals import ToRefusal
from api.vocabulary.scalars import SCALARS

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
MUTATIONS: Final = (
    CollectingMutation,
    EvaluationMutation,
    WorkOrderMutation,
    ModerationMutation,
    WebhookMutation,
    DirectoryMutation,
)
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
    """Return the schema for graphql-core; its view-backed types take their values from answers."""
    core: GraphQLSchema = schema._schema
    prepare(core)
    return core
