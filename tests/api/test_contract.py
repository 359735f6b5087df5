"""What is served is the published contract: names, types, nullability, defaults; and every word of it is explained."""

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from api.schema import schema
from api.vocabulary.refusals import RefusalCode
from domain.errors import DomainError, Forbidden

ROOT = Path(__file__).parents[2]
SERVED = build_schema(schema.as_str())
PROMISED = build_schema((Path(__file__).parent / "contract.graphql").read_text("utf-8"))
GROWING = {"Query", "Mutation", "EventData"}  # the rest of the contract is served by later nouns
FURTHER = {"Figure", "Webhook", "Delivery"}  # what the contract promises, and more in the same spirit

TYPES = sorted(
    n for n, t in SERVED.type_map.items() if not is_introspection_type(t) and not is_specified_scalar_type(t)
)


def shape(type_: GraphQLNamedType) -> Any:
    """Everything but the words: members with arguments, types and defaults."""
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        interfaces = {i.name for i in getattr(type_, "interfaces", ())}
        return {(name, *signature(member)) for name, member in type_.fields.items()} | interfaces
    if isinstance(type_, GraphQLEnumType):
        return list(type_.values)
    return {member.name for member in type_.types} if isinstance(type_, GraphQLUnionType) else type_.name


def signature(member: Any) -> tuple[Any, ...]:
    """A field's or an input's type, arguments and default, as one would write them."""
    node = member.ast_node
    arguments = sorted(bare(argument) for argument in getattr(node, "arguments", ()) or ())
    default = print_ast(node.default_value) if getattr(node, "default_value", None) else None
    return str(member.type), tuple(arguments), default


def bare(argument: Any) -> str:
    default = f" = {print_ast(argument.default_value)}" if argument.default_value else ""
    return f"{argument.name.value}: {print_ast(argument.type)}{default}"


@pytest.mark.parametrize("name", TYPES)
def test_every_served_type_is_as_promised(name: str) -> None:
    served, promised = shape(SERVED.type_map[name]), shape(PROMISED.type_map[name])
    if name in GROWING:
        assert served <= promised
    elif name in FURTHER:
        assert promised <= served
    else:
        assert served == promised


def test_every_type_field_and_argument_is_explained() -> None:
    silent = []
    for name in TYPES:
        type_: Any = SERVED.type_map[name]
        silent += [] if type_.description else [name]
        for field, member in getattr(type_, "fields", {}).items():
            silent += [] if member.description else [f"{name}.{field}"]
            silent += [f"{name}.{field}({a})" for a, x in getattr(member, "args", {}).items() if not x.description]
    assert not silent


def test_the_committed_schema_is_the_served_one() -> None:
    """`make schema` writes it; its diff is the first thing a reviewer reads."""
    assert (ROOT / "schema.graphql").read_text("utf-8") == schema.as_str().rstrip() + "\n"


def test_every_refusal_of_the_rules_is_in_the_vocabulary() -> None:
    known = {*RefusalCode, Forbidden.code, "BAD_VARIABLE", "BAD_CURSOR"}
    assert {error.code for error in kinds(DomainError)} <= known


def kinds(error: type[DomainError]) -> set[type[DomainError]]:
    return {error}.union(*(kinds(below) for below in error.__subclasses__()))
