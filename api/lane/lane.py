"""The compiled lane: answers an operation that the same role asked before from its plan.

It makes no error messages for reads: what it cannot answer with data it leaves to the ordinary lane.
"""

from typing import Final, NamedTuple

from graphql import GraphQLError, GraphQLSchema
from starlette.types import Receive

import views
from api.context import Context
from api.executing.documents import LONGEST_REMEMBERED, Documents, Operation
from api.executing.variables import Unfit, Values
from api.http import answers
from api.http.answers import Answer
from api.http.disconnecting import while_connected
from api.http.requests import GraphQLRequest
from api.lane.acting import Action, acting
from api.lane.plans import Reading, reading
from domain.faults import is_outage
from remembering import Remembered
from views.compiling.statement import Asking

PLANS: Final = 2_000
WEIGHT: Final = 400_000  # characters of the documents of all plans
SWITCHES: Final = 6

# What a plan depends on: text of the document, name of the operation, role, language, values of the switches (variables
# of @skip and @include).
Key = tuple[str, str | None, str, str, tuple[object, ...]]
Plan = Reading | Action


class PlannedRequest(NamedTuple):
    """A request that has a plan, with its coerced variables and its cost."""

    plan: Plan
    values: Values
    cost: int


class Plans:
    """The plans of a process, of which the least recently used is dropped first.

    A plan is made when its key is seen for the second time.
    """

    def __init__(self, schema: GraphQLSchema, remembered: int = PLANS) -> None:
        self.schema = schema
        self.known: Remembered[Key, Plan | None] = Remembered(remembered, WEIGHT, _characters)
        self.glimpsed: Remembered[Key, None] = Remembered(remembered, WEIGHT, _characters)

    def get(self, key: Key, operation: Operation, context: Context, values: Values) -> Plan | None:
        """Return the plan of a key; None if it is seen for the first time, or is not for this lane."""
        if key in self.known:
            return self.known.get(key)
        if key not in self.glimpsed:
            self.glimpsed.keep(key, None)
            return None
        del self.glimpsed[key]
        plan = self._made(operation, context, values)
        self.known.keep(key, plan)
        return plan

    def _made(self, operation: Operation, context: Context, values: Values) -> Plan | None:
        try:
            if operation.writes:
                return acting(self.schema, operation, values)
            return reading(self.schema, operation, views.Sight(context.actor.role, context.language), values)
        except (GraphQLError, Unfit):
            return None  # an argument that is wrong whatever the variables are: the ordinary lane reports it


def _characters(key: Key, plan: Plan | None) -> int:
    return len(key[0])


class Lane:
    """Decides which lane answers a request, and answers it if it is this one.

    `answered` counts the requests answered here, for tests that compare the lanes.
    """

    def __init__(self, schema: GraphQLSchema, documents: Documents) -> None:
        self.documents, self.plans, self.answered = documents, Plans(schema), 0

    async def answer(self, asked: GraphQLRequest, context: Context, media: str, receive: Receive) -> Answer | None:
        """Return the answer, or None if the ordinary lane must answer; then nothing has been done.

        Raises the error of an outage of the database.
        """
        question = self._question(asked, context)
        if question is None:
            return None
        plan, values, cost = question
        if isinstance(plan, Action):
            return await self._act(plan, question, context, media, receive)
        asking = Asking(context.actor, context.language, values)
        try:
            await views.ready()
            try:
                data = await plan.read(asking)
            except views.Stale:
                await views.refresh(force=True)
                data = await plan.read(asking)
        except Exception as error:
            if is_outage(error):
                raise  # the ordinary lane would only wait as long again; the door reports that the database is away
            return None  # a refusal or an error: the ordinary lane runs into the same and reports it
        self.answered += 1
        return Answer(data=data, has_data=True, cost=cost)

    def _question(self, asked: GraphQLRequest, context: Context) -> PlannedRequest | None:
        if len(asked.query) > LONGEST_REMEMBERED:
            return None
        operation = self.documents.get(asked.query).named(asked.operation)
        if operation is None or (operation.writes and not asked.may_write) or len(operation.switches) > SWITCHES:
            return None
        try:
            values = operation.variables.coerce(asked.variables)
        except Unfit:
            return None
        switches = tuple([values.get(name) for name in operation.switches])
        key = (asked.query, asked.operation, context.actor.role, context.language, switches)
        plan = self.plans.get(key, operation, context, values)
        if plan is None:
            return None
        return PlannedRequest(plan, values, operation.pricing.load(asked.variables).cost)

    async def _act(
        self, action: Action, question: PlannedRequest, context: Context, media: str, receive: Receive
    ) -> Answer | None:
        try:
            arguments = action.arguments(question.values)
        except Exception:
            return None  # nothing has begun: the ordinary lane words it
        self.answered += 1
        try:
            data = await while_connected(receive, action.perform(arguments, context, question.values))
        except GraphQLError as error:
            return answers.executed(None, [error], question.cost, context.language, media)
        return Answer(data=data, has_data=True, cost=question.cost)


__all__ = ["PLANS", "SWITCHES", "Lane", "Plans"]
