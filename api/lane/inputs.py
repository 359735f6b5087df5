"""Converts the arguments of the frequent writes to their input classes, by converters made once.

From values that graphql-core has coerced they make what Strawberry makes for resolvers; a test compares the two.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from typing import Any, Final

from strawberry.scalars import is_scalar
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import (
    StrawberryList,
    StrawberryObjectDefinition,
    StrawberryOptional,
    StrawberryType,
    has_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.lazy_type import LazyType

from api.schema import schema as declared

Convert = Callable[[Any], Any]
CONFIG: Final = declared.config


def converting(arguments: Sequence[StrawberryArgument]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return the function from arguments by GraphQL name to arguments by Python name.

    Arguments that were left out stay left out.
    """
    name_of = CONFIG.name_converter.from_argument
    parts = [(name_of(argument), argument.python_name, _convert(argument.type)) for argument in arguments]
    return lambda given: {python: convert(given[name]) for name, python, convert in parts if name in given}


def _convert(type_: StrawberryType | type) -> Convert:
    if isinstance(type_, LazyType):
        return _convert(type_.resolve_type())
    if type(type_) is StrawberryOptional:
        return _convert(type_.of_type)
    if isinstance(type_, StrawberryList):
        return _list(_convert(type_.of_type))
    if is_scalar(type_, declared.schema_converter.scalar_registry) or _is_enum(type_):
        return _as_it_is
    if has_object_definition(type_) and type_.__strawberry_definition__.is_input:
        return _object(type_.__strawberry_definition__)
    raise TypeError(f"no conversion for {type_}")


def _is_enum(type_: object) -> bool:
    return isinstance(type_, StrawberryEnumDefinition) or has_enum_definition(type_)


def _as_it_is(value: Any) -> Any:
    return value


def _list(convert: Convert) -> Convert:
    """Return the converter of a list.

    It always copies, because graphql-core shares one default list among all requests.
    """
    if convert is _as_it_is:
        return lambda values: None if values is None else list(values)
    return lambda values: None if values is None else [convert(value) for value in values]


def _object(definition: StrawberryObjectDefinition) -> Convert:
    made: Any = definition.origin
    name_of = CONFIG.name_converter.from_field
    fields = [
        (name_of(f), f.python_name, _convert(f.resolve_type(type_definition=definition))) for f in definition.fields
    ]
    empty = {
        f.python_name: None for f in definition.fields if f.default_value is MISSING and f.default_factory is MISSING
    }

    def convert(value: Any) -> Any:
        if value is None:
            return None
        return made(**(empty | {python: inner(value[name]) for name, python, inner in fields if name in value}))

    return convert


__all__ = ["converting"]
