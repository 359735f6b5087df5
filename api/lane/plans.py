"""The plan of a query: its entries, compiled for one role, one language and one choice of switches.

As the switches (variables of @skip and @include) have values, graphql-core's own function collects the fields. The
arguments remain functions of the variables.
"""

from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema
from graphql.execution.collect_fields import FieldDetails, collect_fields
from graphql.execution.values import VariableValues

from api.executing import variables
from api.executing.documents import Operation
from api.executing.reading import FieldCollector, possible
from api.executing.variables import Given, Values
from views import ROOTS, Sight
from views.compiling.crowd import Crowd
from views.compiling.statement import Asking
from views.roots import RootReader


@dataclass(frozen=True)
class Compiling(FieldCollector):
    """The Document of the compiled lane.

    Arguments are functions of the variables, and collected fields are cached. `judged`: the arguments of all fields
    below the roots, which are evaluated before anything is read.
    """

    judged: list[Given] = field(default_factory=list)
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def given(self, declared: GraphQLField, details: list[FieldDetails]) -> Given:
        """Return the arguments of a field as a function of the variables."""
        given = variables.arguments(declared, details[0].node)
        if declared.args:
            self.judged.append(given)
        return given

    def fields(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> dict[str, list[FieldDetails]]:
        """Return the fields asked for below these, by key; collected once."""
        key = (type_.name, *[id(found.node) for found in details])
        if key not in self.known:
            self.known[key] = super().fields(type_, details)
        found: dict[str, list[FieldDetails]] = self.known[key]
        return found

    def rows(self, view: str, sight: Sight, details: list[FieldDetails]) -> Crowd:
        """Return the reader of rows by id, made once, which reads for many askers together."""
        key = (view, sight, *[id(found.node) for found in details])
        if key not in self.known:
            self.known[key] = Crowd(view, sight, self.asks(view, details))
        rows: Crowd = self.known[key]
        return rows


@dataclass(frozen=True, slots=True)
class Part:
    """One key of the answer: a reader with its arguments, or a constant value if there is no reader."""

    key: str
    reader: RootReader | None
    given: Given
    value: Any = None


class Reading:
    """The plan of a query. It may be read again, as reading has no effects."""

    def __init__(self, parts: list[Part], judged: list[Given]) -> None:
        self.parts, self.judged = parts, judged

    async def read(self, asking: Asking) -> dict[str, Any]:
        """Return the data of the answer.

        All arguments are judged first, also those below what turns out to be empty, as in the ordinary lane.
        """
        for given in self.judged:
            given(asking.variables)
        told: dict[str, Any] = {}
        for part in self.parts:
            reader = part.reader
            told[part.key] = part.value if reader is None else await reader.read(part.given(asking.variables), asking)
        return told


def compiling(schema: GraphQLSchema, operation: Operation, values: Values) -> Compiling:
    """Return the Document to compile an operation with; `values` are its coerced variables."""
    return Compiling(schema, operation.fragments, operation.node, VariableValues({}, dict(values)))


def roots(collector: Compiling) -> dict[str, list[FieldDetails]]:
    """Return the root fields of the operation, by key."""
    operation = collector.operation
    type_ = collector.schema.get_root_type(operation.operation)
    assert type_ is not None
    collected = collect_fields(collector.schema, collector.fragments, collector.variables, type_, operation)
    return collected.grouped_field_set


def reading(schema: GraphQLSchema, operation: Operation, sight: Sight, values: Values) -> Reading | None:
    """Return the plan of a query, or None if one of its root fields is not answered from views."""
    collector = compiling(schema, operation, values)
    query = schema.query_type
    assert query is not None
    parts = []
    for key, details in roots(collector).items():
        name = details[0].node.name.value
        if name == "__typename":
            parts.append(Part(key, None, _nothing, query.name))
        elif name in ROOTS:
            parts.append(_part(collector, query.fields[name], sight, key, details))
        else:
            return None
    return Reading(parts, collector.judged)


def _part(collector: Compiling, declared: GraphQLField, sight: Sight, key: str, details: list[FieldDetails]) -> Part:
    name = details[0].node.name.value
    selected = {type_.name: collector.asks(type_.name, details) for type_ in possible(collector.schema, declared.type)}
    reader = ROOTS[name].reader(sight, selected.__getitem__)
    return Part(key, reader, variables.arguments(declared, details[0].node))


def _nothing(values: Values) -> dict[str, Any]:
    return {}


__all__ = ["Compiling", "Reading", "compiling", "reading", "roots"]
