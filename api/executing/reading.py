"""Answers fields of Query from the views: selections become asks, and a reader answers.

A resolver of Query is `return await see(info)`; api/executing/filling.py builds the answers of mutations. `prepare`
makes the view-backed types of the schema take each value from the answer by its key, so that aliases and merged fields
need no further handling.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    default_field_resolver,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

import views
from remembering import Remembered
from views import ROOTS, VIEWS, Ask, Asking, Seen, Sight
from views.compiling.crowd import Crowd
from views.compiling.member import Subject
from views.compiling.paging import Rows
from views.figures.boards.contract import TYPES as BOARD_TYPES

PLANS: Final = 500
WEIGHT: Final = 20_000  # asks in all plans together
Key = tuple[str, Sight, tuple[tuple[str, tuple[Ask, ...]], ...]]
Given = tuple[tuple[str, Any], ...] | Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True)
class FieldCollector:
    """What is needed to collect the fields of one operation."""

    schema: GraphQLSchema
    fragments: dict[str, FragmentDetails]
    operation: Any
    variables: VariableValues

    @classmethod
    def of(cls, info: GraphQLResolveInfo[Any]) -> "FieldCollector":
        """Return the collector that a resolver runs in."""
        given: Any = info.variable_values
        variables = given if isinstance(given, VariableValues) else VariableValues({}, dict(given))
        fragments = {
            name: f if isinstance(f, FragmentDetails) else FragmentDetails(f) for name, f in info.fragments.items()
        }
        return cls(info.schema, fragments, info.operation, variables)

    def fields(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> dict[str, list[FieldDetails]]:
        """Return the fields asked of a type below these fields, by key."""
        return collect_subfields(
            self.schema, self.fragments, self.variables, self.operation, type_, details
        ).grouped_field_set

    def asks(self, type_name: str, details: list[FieldDetails]) -> tuple[Ask, ...]:
        """Return what is asked of a type below these fields.

        Fragments are expanded, fields are merged, and @skip and @include are applied.
        """
        type_ = self.schema.get_type(type_name)
        if not isinstance(type_, GraphQLObjectType):
            return ()
        return tuple(self._ask(type_, key, found) for key, found in self.fields(type_, details).items())

    def _ask(self, type_: GraphQLObjectType, key: str, details: list[FieldDetails]) -> Ask:
        node = details[0].node
        name = node.name.value
        if name == "__typename":
            return Ask(key, name)
        declared = type_.fields[name]
        returned = get_named_type(declared.type)
        if isinstance(returned, GraphQLObjectType):
            below = self.asks(returned.name, details)
        else:
            below = self._of_each(type_.name, name, details)
        return Ask(key, name, below, self.given(declared, details))

    def _of_each(self, view: str, member: str, details: list[FieldDetails]) -> tuple[Ask, ...]:
        """Return, for a Subject, what is asked of each type it may have: one Ask named like the type."""
        subject = VIEWS[view].members[member] if view in VIEWS else None
        names = subject.of if isinstance(subject, Subject) else ()
        return tuple(Ask(name, name, self.asks(name, details)) for name in names)

    def given(self, declared: GraphQLField, details: list[FieldDetails]) -> Given:
        """Return the coerced arguments of a field, as arguments of an Ask."""
        return tuple(self.arguments(declared, details).items())

    def rows(self, view: str, sight: Sight, details: list[FieldDetails]) -> Rows | Crowd:
        """Return the reader of rows of a view by id, for what is asked below these fields."""
        return Rows(VIEWS[view], sight, self.asks(view, details))

    def arguments(self, declared: GraphQLField, details: list[FieldDetails]) -> dict[str, Any]:
        """Return the coerced arguments of a field. Raises GraphQLError if a value does not fit."""
        return get_argument_values(declared, details[0].node, self.variables)


async def see(info: Any) -> Any:
    """Return the value of a field of Query from the views, under the asker's reach and masks."""
    raw = raw_info(info)
    collector, context = FieldCollector.of(raw), raw.context
    details = [FieldDetails(node, None) for node in raw.field_nodes]
    given = collector.arguments(raw.parent_type.fields[raw.field_name], details)
    sight, asking = Sight(context.actor.role, context.language), Asking(context.actor, context.language)
    root = ROOTS[raw.field_name]
    names = [t.name for t in possible(raw.schema, raw.return_type)]
    selected = tuple((name, collector.asks(name, details)) for name in names)
    reader = (
        _reader(raw.field_name, sight, selected)
        if _is_fit(selected)
        else root.reader(sight, dict(selected).__getitem__)
    )
    return await views.asked(lambda: reader.read(given, asking))


def _reader(*key: *Key) -> Any:
    """Return the reader of a root field, role and selection; it is kept and used again."""
    if (known := _readers.get(key)) is None:
        root, sight, selected = key
        known = ROOTS[root].reader(sight, dict(selected).__getitem__)
        _readers.keep(key, known)
    return known


def _asked(key: Key, reader: Any) -> int:
    """Return the number of asks in a key, as the memory of a plan is proportional to it."""

    def below(asks: Iterable[Ask]) -> int:
        return sum(1 + below(ask.below) for ask in asks)

    return sum(1 + below(asks) for _, asks in key[2])


_readers: Final[Remembered[Key, Any]] = Remembered(PLANS, WEIGHT, _asked)


def _is_fit(key: object) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


def possible(schema: GraphQLSchema, returned: Any) -> Sequence[GraphQLObjectType]:
    """Return the object types that may be asked for below a field of this type."""
    type_ = get_named_type(returned)
    if isinstance(type_, GraphQLInterfaceType):
        return [t for t in schema.get_possible_types(type_) if t.name in VIEWS]
    assert isinstance(type_, GraphQLObjectType)
    return [type_]


def raw_info(info: Any) -> GraphQLResolveInfo[Any]:
    """Return graphql-core's info of Strawberry's."""
    return getattr(info, "_raw_info", info)


# The schema


def prepare(schema: GraphQLSchema) -> None:
    """Make view-backed types of the schema take each value from the answer by its key.

    Other types do the same if their value was built by api/executing/filling.py, and else resolve as declared.
    """
    backed, roots = view_types(), {schema.query_type, schema.mutation_type, schema.subscription_type}
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and type_ not in roots and not type_.name.startswith("__"):
            is_backed = type_.name in backed
            type_.is_type_of = None if is_backed else _of_type(type_.is_type_of)
            for declared in type_.fields.values():
                declared.resolve = _by_key if is_backed else _either(declared.resolve)
        elif isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = _resolved(type_.resolve_type)


def view_types() -> set[str]:
    """Return the names of all types whose values come from views."""
    connections = {
        f"{noun.connection or noun.name}{part}" for noun in VIEWS.values() for part in ("Connection", "Edge")
    }
    return set(VIEWS) | set(BOARD_TYPES) | connections | {"PageInfo", "Viewer"}


def _by_key(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return source[info.path.key]


def _either(otherwise: Any) -> Any:
    """Return a resolver that reads a Seen by key, and any other value as its class declares."""
    resolve = otherwise or default_field_resolver
    return lambda source, info, **given: (
        _by_key(source, info) if isinstance(source, Seen) else resolve(source, info, **given)
    )


def _of_type(otherwise: Any) -> Any:
    return otherwise and (lambda value, info: isinstance(value, Seen) or otherwise(value, info))


def _resolved(otherwise: Any) -> Any:
    def resolve(value: Any, info: GraphQLResolveInfo[Any], type_: Any) -> Any:
        if isinstance(value, Seen):
            return value.typename
        if otherwise is None:
            raise GraphQLError("no type for this value")
        return otherwise(value, info, type_)

    return resolve


__all__ = ["FieldCollector", "possible", "prepare", "raw_info", "see", "view_types"]
