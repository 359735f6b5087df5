"""Variables of an operation and arguments made of them, analysed once per operation.

A request then only looks values up. The values are those that graphql-core would make. A value that does not fit raises
Unfit, and the ordinary lane reports it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLSchema,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_nullable_type,
    is_input_object_type,
    is_non_null_type,
    is_required_argument,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues
from graphql.utilities.coerce_input_value import coerce_default_value, coerce_input_literal, coerce_input_value

Values = Mapping[str, Any]
Given = Callable[[Values], Mapping[str, Any]]

# A value of exactly this Python type is left as it is by graphql-core's coercion.
EXACTLY: Final = {"String": str, "ID": str, "Boolean": bool}
SWITCHES: Final = frozenset({"skip", "include"})
NOTHING: Final = VariableValues({}, {})
NO_VALUES: Final[Values] = {}
LEFT_OUT: Final = object()


class Unfit(Exception):
    """A value that graphql-core would refuse."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One declared variable.

    `default`: Undefined if it has none. `exactly`: the Python type that needs no coercion, or None.
    """

    name: str
    type: Any
    default: Any
    exactly: type | None

    @classmethod
    def of(cls, declared: GraphQLVariableSignature) -> "Variable":
        """Return the variable of a signature of graphql-core."""
        named = declared.type.of_type if isinstance(declared.type, GraphQLNonNull) else declared.type
        default = coerce_default_value(declared) if declared.default else Undefined
        return cls(declared.name, declared.type, default, EXACTLY.get(str(named)))


class Variables:
    """The variables that an operation declares."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        signatures = [get_variable_signature(schema, node) for node in operation.variable_definitions or ()]
        self.declared = [Variable.of(s) for s in signatures if not isinstance(s, GraphQLError)]

    def coerce(self, given: Values) -> dict[str, Any]:
        """Return the values of the variables, coerced as graphql-core does. Raises Unfit.

        A variable that is not given and has no default is absent, not null.
        """
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
    """Return a field's arguments as a function of the variables.

    Both this function and the one returned raise Unfit if a value does not fit.
    """
    nodes = {argument.name.value: argument.value for argument in node.arguments or ()}
    parts = [(argument.out_name or name, _part(argument, nodes.get(name))) for name, argument in declared.args.items()]
    if not any(variables_in(value) for value in nodes.values()):
        constant = {name: value for name, part in parts if (value := part({})) is not Undefined}
        return lambda values: constant
    return lambda values: {name: value for name, part in parts if (value := part(values)) is not Undefined}


def _part(argument: GraphQLArgument, node: ValueNode | None) -> Callable[[Values], Any]:
    """Return one argument as a function of the variables; Undefined means that it is left out."""
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
    made = _made(node, argument.type)
    if not variables_in(node):
        constant = _fitting(made(NO_VALUES))
        return lambda values: constant
    return lambda values: _fitting(made(values))


def _made(node: ValueNode, type_: Any) -> Callable[[Values], Any]:
    """Return a literal as a function of the variables in it; Undefined means that it does not fit."""
    if not variables_in(node):
        constant = coerce_input_literal(node, type_, NOTHING)
        return lambda values: constant
    if isinstance(node, VariableNode):
        return _variable(node.name.value, is_non_null_type(type_))
    inner = get_nullable_type(type_)
    if isinstance(node, ObjectValueNode) and is_input_object_type(inner) and not inner.is_one_of:
        return _object(node, inner)
    return lambda values: coerce_input_literal(node, type_, VariableValues({}, dict(values)))


def _variable(name: str, is_required: bool) -> Callable[[Values], Any]:
    def value(values: Values) -> Any:
        given = values.get(name, Undefined)
        return Undefined if given is None and is_required else given

    return value


def _object(node: ObjectValueNode, type_: GraphQLInputObjectType) -> Callable[[Values], Any]:
    nodes = {field.name.value: field.value for field in node.fields}
    members = [(field.out_name or name, _member(field, nodes.get(name))) for name, field in type_.fields.items()]

    def made(values: Values) -> Any:
        told = {name: value for name, member in members if (value := member(values)) is not LEFT_OUT}
        return Undefined if any(value is Undefined for value in told.values()) else type_.out_type(told)

    return made


def _member(field: GraphQLInputField, node: ValueNode | None) -> Callable[[Values], Any]:
    """Return one field of an input object as a function of the variables.

    A variable that is not given means that the field is left out; then its default is used, if it has one.
    """
    default = coerce_default_value(field)
    absent = Undefined if is_required_input_field(field) else LEFT_OUT if default is Undefined else default
    if node is None:
        return lambda values: absent
    made = _made(node, field.type)
    if not isinstance(node, VariableNode):
        return made
    name = node.name.value
    return lambda values: made(values) if name in values else absent


def _fitting(value: Any) -> Any:
    if value is Undefined:
        raise Unfit
    return value


def variables_in(node: Node) -> list[str]:
    """Return the names of the variables anywhere in the node."""
    return [found.name.value for found in below(node) if isinstance(found, VariableNode)]


def switches_in(*nodes: Node) -> tuple[str, ...]:
    """Return the names of the variables that @skip and @include use in these nodes, sorted."""
    directives = (
        directive
        for node in nodes
        for found in below(node)
        for directive in getattr(found, "directives", None) or ()
        if directive.name.value in SWITCHES
    )
    return tuple(sorted({name for directive in directives for name in variables_in(directive)}))


def below(node: Node) -> Iterator[Node]:
    """Yield the node and all nodes inside it."""
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
