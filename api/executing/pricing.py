"""The cost of an operation, measured once for each combination of page sizes, for both lanes."""

from collections.abc import Mapping
from typing import Any, Final

from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, OperationType, VariableNode

from api.executing import limits
from api.executing.limits import Load
from api.executing.variables import below

REMEMBERED: Final = 200


class Pricing:
    """The loads of one operation.

    They depend on the variables only by the sizes of pages, and for a write by the longest list sent.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.schema, self.document, self.operation = schema, document, operation
        self.sizes = _sizes(document)
        self.defaults = limits.with_defaults(operation, {})
        self.writes = operation.operation is OperationType.MUTATION
        self.known: dict[tuple[int, ...], Load] = {}

    def load(self, variables: Mapping[str, Any]) -> Load:
        """Return the load of one request; raises ApiError beyond the limits, which is not kept."""
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
    """Return the names of the variables that are used as `first` anywhere in the document, sorted."""
    given = [
        argument.value.name.value
        for node in below(document)
        if isinstance(node, FieldNode)
        for argument in node.arguments or ()
        if argument.name.value == "first" and isinstance(argument.value, VariableNode)
    ]
    return tuple(sorted(set(given)))
