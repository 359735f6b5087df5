"""Turns a subscription into the texts it yields; what is the same for several listeners is read once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakValueDictionary

import orjson
from graphql import FieldNode, GraphQLError, GraphQLSchema
from graphql.execution.collect_fields import FieldDetails, collect_fields
from graphql.execution.values import get_variable_values

import views
from api.errors import bad_request
from api.executing.documents import BadDocument, Operation
from api.executing.limits import COST
from api.executing.reading import FieldCollector
from api.http.requests import GraphQLRequest
from domain.actor import Actor
from domain.faults import is_outage
from views import ROOTS, Asking, Sight, feeds
from views.feeds import Feed, Feeds, Topic
from views.hearing import NEVER_READ, Shared, news

LOOK_AGAIN: Final = 2.0  # seconds; within this time a revoked key ends a quiet stream
AFTER_OUTAGE: Final = 0.5

Check = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The only root field of a subscription: name, key in the answer, selection, and coerced arguments."""

    name: str
    key: str
    details: list[FieldDetails]
    given: Mapping[str, Any]
    collector: FieldCollector


def choose(schema: GraphQLSchema, operation: Operation, asked: GraphQLRequest) -> Chosen:
    """Return the root field of a subscription, with variables and arguments coerced once.

    Raises BadDocument if a value does not fit, ApiError if there is not exactly one root field.
    """
    values = get_variable_values(schema, operation.node.variable_definitions or (), asked.variables)
    if isinstance(values, list):
        raise BadDocument(values)
    collector = FieldCollector(schema, operation.fragments, operation.node, values)
    root = schema.subscription_type
    assert root is not None
    collected = collect_fields(schema, collector.fragments, values, root, operation.node).grouped_field_set
    if len(collected) != 1:
        raise bad_request("订阅里要有一个字段。", "A subscription asks for one field.")
    ((key, details),) = collected.items()
    node: FieldNode = details[0].node
    try:
        given = collector.arguments(root.fields[node.name.value], details)
    except GraphQLError as error:
        raise BadDocument([error]) from error
    return Chosen(node.name.value, key, details, given, collector)


class Streams:
    """The subscriptions of one process."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema, self.feeds = schema, Feeds()
        self.boards: WeakValueDictionary[Any, Shared[str]] = WeakValueDictionary()  # of several listeners

    async def open(
        self, operation: Operation, asked: GraphQLRequest, actor: Actor, language: str, check: Check
    ) -> AsyncGenerator[str, None]:
        """Judge a subscription and return its stream of texts, each a whole answer as JSON.

        Everything that can be refused is refused here, before anything is sent.
        """
        cost = operation.pricing.load(asked.variables).cost
        chosen, sight = choose(self.schema, operation, asked), Sight(actor.role, language)
        await views.ready()
        if chosen.name == "ratingEvents":
            return await self._events(chosen, sight, actor, cost, check)
        return await self._board(chosen, sight, actor, cost, check)

    async def _events(
        self, chosen: Chosen, sight: Sight, actor: Actor, cost: int, check: Check
    ) -> AsyncGenerator[str, None]:
        kinds, agency = feeds.narrowed(chosen.given, actor)
        asks = chosen.collector.asks("RatingEvent", chosen.details)
        topic = Topic(asks, sight, kinds, agency, feeds.reach_of(actor), ("graphql", chosen.key, cost))
        dress = _dressing(chosen.key, cost)
        feed = self.feeds.get(topic, actor, lambda row, node: dress(node))
        begun = await feeds.begin(chosen.given.get("after"), actor)
        return self._follow(feed, begun, actor, check)

    async def _follow(self, feed: Feed, place: int, actor: Actor, check: Check) -> AsyncGenerator[str, None]:
        """Yield the events after a position: first those in the ledger already, then each new one.

        One loop serves both, because both are what the ledger has after a position.
        """
        with news.heard(promptly=True):
            await _look()
            while True:
                upto = await news.beyond(place, actor, LOOK_AGAIN)
                await check()
                if upto is None:
                    continue
                try:
                    page = await feed.after(place, upto)
                except Exception as error:
                    if not is_outage(error):
                        raise
                    await asyncio.sleep(AFTER_OUTAGE)
                    continue
                for told in page.told:
                    yield told.text
                place = page.until
                del page  # so that a waiting stream keeps no page in memory

    async def _board(
        self, chosen: Chosen, sight: Sight, actor: Actor, cost: int, check: Check
    ) -> AsyncGenerator[str, None]:
        asks, asking = chosen.collector.asks("Board", chosen.details), Asking(actor, sight.language)
        reach = (actor.agency, actor.district, actor.hall, actor.staff)
        given = {"scope": chosen.given.get("scope")}
        key = (asks, sight, reach, orjson.dumps(given, option=orjson.OPT_SORT_KEYS), chosen.key, cost)
        figures = self.boards.get(key)
        if figures is None:
            reader = ROOTS["board"].reader(sight, {"Board": asks}.__getitem__)
            dress = _dressing(chosen.key, cost)

            async def read() -> str:
                return dress(await views.asked(lambda: reader.read(given, asking)))

            await read()  # refused before anything is sent
            figures = self.boards.setdefault(key, Shared(read, news))
        return self._watch(figures, check)

    async def _watch(self, figures: Shared[str], check: Check) -> AsyncGenerator[str, None]:
        last, seen = "", NEVER_READ
        with news.heard(promptly=True):
            await _look()
            while True:
                version = news.version
                try:
                    text = await figures.at(version) if version != seen else last
                except Exception as error:
                    if not is_outage(error):
                        raise
                    await asyncio.sleep(AFTER_OUTAGE)
                    continue
                if text != last:
                    yield text
                last, seen = text, version
                await news.later(seen, LOOK_AGAIN)
                await check()


async def _look() -> None:
    """Begin with the ledger as it is now; without a database the next look finds it."""
    with suppress(Exception):
        await news.look()


def _dressing(key: str, cost: int) -> Callable[[Any], str]:
    """Return the function that makes the whole answer, as JSON, from the value of the root field."""
    before = '{"data":{' + orjson.dumps(key).decode() + ":"
    after = '},"extensions":' + orjson.dumps({"cost": {"requested": cost, "maximum": COST}}).decode() + "}"
    return lambda value: before + orjson.dumps(value).decode() + after
