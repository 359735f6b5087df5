"""Variables of one operation, and arguments made of them: looked through once, so that each request only looks up.

The values are graphql-core's own. Whatever does not fit is not judged here: the ordinary lane words it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLNonNull,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    Undefined,
    ValueNode,
    VariableNode,
    is_non_null_type,
    is_required_argument,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal, coerce_input_value

Values = Mapping[str, Any]
Given = Callable[[Values], Mapping[str, Any]]

# Values of exactly this Python type are what graphql-core would make of them.
EXACTLY: Final = {"String": str, "ID": str, "Boolean": bool}
SWITCHES: Final = frozenset({"skip", "include"})
NOTHING: Final = VariableValues({}, {})


class Unfit(Exception):
    """A value that graphql-core would refuse."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable as declared. `default` is Undefined where there is none."""

    name: str
    type: Any
    default: Any
    exactly: type | None

    @classmethod
    def of(cls, declared: GraphQLVariableSignature) -> "Variable":
        named = declared.type.of_type if isinstance(declared.type, GraphQLNonNull) else declared.type
        default = coerce_default_value(declared) if declared.default else Undefined
        return cls(declared.name, declared.type, default, EXACTLY.get(str(named)))


class Variables:
    """What an operation declares, coerced as graphql-core does."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        signatures = [get_variable_signature(schema, node) for node in operation.variable_definitions or ()]
        self.declared = [Variable.of(s) for s in signatures if not isinstance(s, GraphQLError)]

    def coerce(self, given: Values) -> dict[str, Any]:
        """A variable that is not given and has no default is absent, not null."""
        values: dict[str, Any] = {}
        for declared in self.declared:
            value = given.get(declared.name, Undefined)
            if type(value) is declared.exactly:
                values[declared.name] = value
            elif value is not Undefined:
                values[declared.name] = _fitting(coerce_input_value(value, declared.type))
            elif declared.default is not Undefined:
                values[declared.name] = declared.default
            elif is_non_null_type(declared.type):
                raise Unfit(declared.name)
        return values


def arguments(declared: GraphQLField, node: FieldNode) -> Given:
    """A field's arguments as a function of the variables."""
    nodes = {argument.name.value: argument.value for argument in node.arguments or ()}
    parts = [(argument.out_name or name, _part(argument, nodes.get(name))) for name, argument in declared.args.items()]
    if not any(variables_in(value) for value in nodes.values()):
        constant = {name: value for name, part in parts if (value := part({})) is not Undefined}
        return lambda values: constant
    return lambda values: {name: value for name, part in parts if (value := part(values)) is not Undefined}


def _part(argument: GraphQLArgument, node: ValueNode | None) -> Callable[[Values], Any]:
    """One argument; Undefined: left out."""
    default = coerce_default_value(argument)
    if node is None:
        return lambda values: default
    if not isinstance(node, VariableNode):
        return _literal(argument, node)
    name, required, may_be_null = node.name.value, is_required_argument(argument), not is_non_null_type(argument.type)

    def variable(values: Values) -> Any:
        value = values.get(name, Undefined)
        if value is Undefined and not required:
            return default
        return value if value is not None or may_be_null else _fitting(Undefined)

    return variable


def _literal(argument: GraphQLArgument, node: ValueNode) -> Callable[[Values], Any]:
    if not variables_in(node):
        constant = _fitting(coerce_input_literal(node, argument.type, NOTHING))
        return lambda values: constant
    return lambda values: _fitting(coerce_input_literal(node, argument.type, VariableValues({}, dict(values))))


def _fitting(value: Any) -> Any:
    if value is Undefined:
        raise Unfit
    return value


def variables_in(node: Node) -> list[str]:
    """The names of the variables anywhere below."""
    return [found.name.value for found in below(node) if isinstance(found, VariableNode)]


def switches_in(*nodes: Node) -> tuple[str, ...]:
    """The variables that say whether something is asked at all."""
    directives = (
        directive
        for node in nodes
        for found in below(node)
        for directive in getattr(found, "directives", None) or ()
        if directive.name.value in SWITCHES
    )
    return tuple(sorted({name for directive in directives for name in variables_in(directive)}))


def below(node: Node) -> Iterator[Node]:
    """The node and all that is inside it."""
    waiting: list[Any] = [node]
    while waiting:
        found = waiting.pop()
        yield found
        for key in found.keys:
            value = getattr(found, key, None)
            if isinstance(value, Node):
                waiting.append(value)
            elif isinstance(value, list | tuple):
                waiting.extend(item for item in value if isinstance(item, Node))


__all__ = ["Given", "Unfit", "Values", "Variables", "arguments", "below", "switches_in"]
