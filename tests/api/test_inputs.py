"""Inputs of the hot writes become what Strawberry and graphql-core make of them."""

from typing import Any

import pytest
from graphql import ObjectValueNode, VariableNode, parse_value
from graphql.execution.values import VariableValues
from graphql.pyutils import Undefined
from graphql.utilities.coerce_input_value import coerce_input_literal
from strawberry.types.arguments import convert_arguments

from api.executing import variables
from api.lane import acting
from api.lane.acting import ACTIONS, CONVERSIONS
from api.schema import executable
from api.schema import schema as declared

SUBMITTED: list[dict[str, Any]] = [
    {"token": "t", "entry": "APP_ISZ", "level": "SATISFIED"},
    {"token": "t", "entry": "APP_ISZ", "level": "SATISFIED", "dimensions": None, "tags": None, "text": None},
    {"token": "t", "entry": "APP_ISZ", "level": "SATISFIED", "anonymousToAgency": False, "tags": ["1"]},
    {"token": "t", "entry": "APP_ISZ", "level": "SATISFIED", "dimensions": [{"dimension": "d", "level": "SATISFIED"}]},
]
EVENT = {"caseNumber": "1", "serviceNumber": 1, "stage": "ONLINE", "serviceCode": "s", "agencyCode": "a"}
EVENT |= {"happenedAt": "2026-11-23T08:00:00+08:00"}
RECORDED: list[Any] = [[], [EVENT], [{**EVENT, "rater": None}, {**EVENT, "rater": {"mobile": "1"}, "windowCode": "w"}]]
GIVEN = [("submitEvaluation", {"input": given}) for given in SUBMITTED]
GIVEN += [("recordServiceEvents", {"events": given}) for given in RECORDED]


@pytest.mark.parametrize(("name", "given"), GIVEN)
def test_arguments_become_what_strawberry_makes_of_them(name: str, given: dict[str, Any]) -> None:
    field = executable().mutation_type.fields[name]  # type: ignore[union-attr]
    coerced = {key: variables.coerce_input_value(value, field.args[key].type) for key, value in given.items()}
    assert Undefined not in coerced.values()
    mutation: Any = declared.get_type_by_name("Mutation")
    (arguments,) = [f.arguments for f in mutation.fields if declared.config.name_converter.get_graphql_name(f) == name]
    expected = convert_arguments(coerced, arguments, declared.schema_converter.scalar_registry, declared.config)
    assert CONVERSIONS[name](coerced) == expected
    assert set(CONVERSIONS) == set(ACTIONS) == set(acting.ACTIONS)


LITERALS = [
    "{token: $token, entry: APP_ISZ, level: $level}",
    '{token: "t", entry: APP_ISZ, level: SATISFIED, tags: $tags, text: $text, anonymousToAgency: $hidden}',
    '{token: $token, entry: APP_ISZ, level: SATISFIED, tags: [$tag, "2"]}',
    "{token: $token, entry: APP_ISZ, level: SATISFIED, tags: $tag}",
    "{token: $token, entry: APP_ISZ, level: SATISFIED, dimensions: [{dimension: $tag, level: $level}]}",
    "{token: $token, entry: APP_ISZ, level: SATISFIED, dimensions: {dimension: $tag, level: $level}}",
    "{entry: APP_ISZ, level: $level}",
]
VALUES: list[dict[str, Any]] = [
    {},
    {"token": "t", "level": "SATISFIED"},
    {"token": "t", "level": "SATISFIED", "tags": ["1"], "text": "x", "hidden": False, "tag": "1"},
    {"token": "t", "level": None, "tags": None, "text": None, "hidden": None, "tag": None},
    {"token": None, "level": "SATISFIED", "tag": "1"},
]


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("values", VALUES)
def test_a_literal_with_variables_becomes_what_graphql_core_makes_of_it(literal: str, values: dict[str, Any]) -> None:
    type_ = executable().mutation_type.fields["submitEvaluation"].args["input"].type  # type: ignore[union-attr]
    node = parse_value(literal)
    expected = coerce_input_literal(node, type_, VariableValues({}, values))
    assert variables._made(node, type_)(values) == expected
    assert isinstance(node, ObjectValueNode)
    assert any(isinstance(field.value, VariableNode) for field in node.fields)
