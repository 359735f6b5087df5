"""What one operation costs: measured once for each way its pages can be asked, looked up ever after. For both lanes."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, OperationType, VariableNode

from api.executing import limits
from api.executing.limits import Load
from api.executing.variables import below

REMEMBERED: Final = 200


class Pricing:
    """The load depends on the variables in two ways only: sizes of pages, and for a write the longest list sent."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.schema, self.document, self.operation = schema, document, operation
        self.sizes = _sizes(document)
        self.defaults = limits.with_defaults(operation, {})
        self.writes = operation.operation is OperationType.MUTATION
        self.known: dict[tuple[int, ...], Load] = {}

    def load(self, variables: Mapping[str, Any]) -> Load:
        """The load of one request; refuses what is beyond the limits, and remembers no refusal."""
        key = tuple([limits.page_size(variables.get(name, self.defaults.get(name, 1))) for name in self.sizes])
        if self.writes:
            key += (limits.longest(variables),)
        load = self.known.get(key)
        if load is None:
            load = limits.measure(self.schema, self.document, self.operation, variables)
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[key] = load
        return load


def _sizes(document: DocumentNode) -> tuple[str, ...]:
    """The variables that say how large a page is, anywhere in the document."""
    given = [
        argument.value.name.value
        for node in below(document)
        if isinstance(node, FieldNode)
        for argument in node.arguments or ()
        if argument.name.value == "first" and isinstance(argument.value, VariableNode)
    ]
    return tuple(sorted(set(given)))
