"""The two frequent writes in the compiled lane: ratings and service events.

An action runs the use case and reads the rows of its payload through the views. Once an action has begun, this lane
answers it, also with a refusal or an error. It is never retried and never passed to the ordinary lane.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from graphql import GraphQLSchema, GraphQLUnionType, get_named_type, located_error
from graphql.execution.collect_fields import FieldDetails

from api.context import Context
from api.executing import variables
from api.executing.documents import Operation
from api.executing.filling import Filling, Payload
from api.executing.variables import Values
from api.lane.inputs import converting
from api.lane.plans import Compiling, compiling, roots
from api.nouns import collecting, evaluations
from api.schema import schema as declared
from api.vocabulary.refusals import Refusal
from domain.errors import DomainError, Forbidden

Act = Callable[..., Awaitable[Payload]]
ACTIONS: Final[dict[str, Act]] = {
    "submitEvaluation": evaluations.rate,
    "recordServiceEvents": collecting.report,
}


class Telling(Filling):
    """The Filling of the ordinary lane, which also turns a refusal into its payload.

    In the ordinary lane Strawberry does that afterwards.
    """

    def collect(self, value: Any, details: list[FieldDetails]) -> Callable[[], Any]:
        if isinstance(value, Refusal):
            value = Payload("Refusal", code=value.code, message=value.message, path=value.path)
        return super().collect(value, details)


class Action:
    """The plan of one write: it converts the arguments, runs the use case, and builds the answer."""

    def __init__(self, collector: Compiling, key: str, details: list[FieldDetails]) -> None:
        mutation = collector.schema.mutation_type
        assert mutation is not None
        self.collector, self.key, self.details = collector, key, details
        self.name = details[0].node.name.value
        field = mutation.fields[self.name]
        self.given = variables.arguments(field, details[0].node)
        returned = get_named_type(field.type)
        types = returned.types if isinstance(returned, GraphQLUnionType) else ()
        self.may_refuse = any(type_.name == "Refusal" for type_ in types)

    def arguments(self, values: Values) -> dict[str, Any]:
        """Return the arguments of the use case. Raises if a value does not fit; nothing has been done yet."""
        return CONVERSIONS[self.name](self.given(values))

    async def perform(self, arguments: dict[str, Any], context: Context, values: Values) -> dict[str, Any]:
        """Run the use case and return the data of the answer.

        Every error is raised as a GraphQLError with its location and path.
        """
        try:
            made = await self._made(arguments, context)
            telling = Telling(self.collector, context.actor, context.language, values)
            told = telling.collect(made, self.details)
            await telling.read()
            return {self.key: told()}
        except Exception as error:
            raise located_error(error, [found.node for found in self.details], [self.key]) from error

    async def _made(self, arguments: dict[str, Any], context: Context) -> Any:
        try:
            return await ACTIONS[self.name](context, **arguments)
        except Forbidden:
            raise
        except DomainError as refusal:
            if not self.may_refuse:
                raise
            return Refusal.of(refusal, context.language)


def acting(schema: GraphQLSchema, operation: Operation, values: Values) -> Action | None:
    """Return the plan of a write, or None if the operation is not exactly one of ACTIONS."""
    collector = compiling(schema, operation, values)
    fields = roots(collector)
    if len(fields) != 1:
        return None
    ((key, details),) = fields.items()
    return Action(collector, key, details) if details[0].node.name.value in ACTIONS else None


def _conversions() -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
    mutation: Any = declared.get_type_by_name("Mutation")
    found = {declared.config.name_converter.get_graphql_name(field): field.arguments for field in mutation.fields}
    return {name: converting(found[name]) for name in ACTIONS}


CONVERSIONS: Final = _conversions()

__all__ = ["ACTIONS", "Action", "acting"]
