"""The hand-written types and the views say the same: names, types, nullability, arguments."""

from collections.abc import Mapping

import pytest
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from api.schema import executable
from views import ROOTS, VIEWS
from views.compiling.member import Derived, Pages
from views.compiling.view import Filter, Noun
from views.figures.boards.contract import ARGUMENTS, TYPES
from views.roots import VIEWER

SCHEMA: GraphQLSchema = executable()


PUBLISHED = [name for name, noun in VIEWS.items() if not noun.inside]


def declared(type_: str) -> Mapping[str, GraphQLField]:
    found = SCHEMA.type_map[type_]
    assert isinstance(found, GraphQLObjectType)
    return found.fields


def types(fields: Mapping[str, GraphQLField]) -> dict[str, str]:
    return {name: str(field.type) for name, field in fields.items()}


def published(noun: Noun) -> dict[str, str]:
    return {name: member.type for name, member in noun.members.items() if not member.inside}


def asked(noun: Noun) -> dict[str, Filter]:
    """The filters that the API has in a `where`."""
    return {name: condition for name, condition in noun.filters.items() if not condition.inside}


@pytest.mark.parametrize("name", PUBLISHED)
def test_members(name: str) -> None:
    assert types(declared(name)) == published(VIEWS[name])


@pytest.mark.parametrize("name", PUBLISHED)
def test_arguments_of_members(name: str) -> None:
    for member, field in declared(name).items():
        view = VIEWS[name].members[member]
        expected = view.args if isinstance(view, Derived | Pages) else {}
        assert field.args.keys() == expected.keys(), member


@pytest.mark.parametrize("name", [*TYPES, "Viewer"])
def test_figures_and_the_viewer(name: str) -> None:
    assert types(declared(name)) == (TYPES | {"Viewer": VIEWER})[name]


@pytest.mark.parametrize("name", ARGUMENTS)
def test_arguments_of_the_board(name: str) -> None:
    said = {argument: type_.partition(" =")[0] for argument, type_ in ARGUMENTS[name].items()}
    assert {argument: str(a.type) for argument, a in declared("Board")[name].args.items()} == said


@pytest.mark.parametrize("name", ROOTS)
def test_roots(name: str) -> None:
    field = declared("Query")[name]
    assert str(field.type) == ROOTS[name].type
    assert {argument: str(a.type) for argument, a in field.args.items()} == {
        argument: type_.partition(" =")[0] for argument, type_ in ROOTS[name].args.items()
    }


@pytest.mark.parametrize(
    "noun", [noun for noun in VIEWS.values() if asked(noun) and not noun.inside], ids=lambda noun: noun.name
)
def test_filters(noun: Noun) -> None:
    found = SCHEMA.type_map[f"{noun.connection or noun.name}Filter"]
    assert {name: str(field.type) for name, field in found.fields.items()} == {  # type: ignore[attr-defined]
        name: condition.type for name, condition in asked(noun).items()
    }
