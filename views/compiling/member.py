"""The kinds of members that a noun can have, each with its SQL expression and its masks by role."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain import policy

Masks = Mapping[str, str | None]
BUILT_IN: Final = frozenset({"ID", "String", "Int", "Float", "Boolean", "Date", "DateTime"})


# A signed-in user has the masks of a rater, being the rater of all the user's own visits; only the reach differs.
LIKE: Final = {policy.USER: policy.RATER}


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of a noun. Its expression is read through `seen_by` only, so that no mask is left out.

    `type`: its GraphQL type in the contract. `sql`: its expression. `masks`: role → another expression for the same
    member, or None if it is hidden from the role. `inside`: for the pages of this program, not part of the API.
    """

    type: str
    sql: str = ""
    masks: Masks = field(default_factory=dict)
    inside: bool = False

    @property
    def named(self) -> str:
        """The name of the type, without list and non-null marks."""
        return self.type.strip("[]!")

    @property
    def is_list(self) -> bool:
        """Whether the type is a list."""
        return self.type.startswith("[")

    @property
    def may_be_null(self) -> bool:
        """Whether the type is nullable."""
        return not self.type.endswith("!")

    def seen_by(self, role: str) -> str | None:
        """Return the expression for this role; None if the member is hidden from it."""
        return self.masks.get(LIKE.get(role, role), self.sql)


@dataclass(frozen=True, kw_only=True)
class Identity(Member):
    """The row's id, sealed."""

    type: str = "ID!"
    sql: str = "{t}.id"


@dataclass(frozen=True, kw_only=True)
class Column(Member):
    """A value of the row."""


@dataclass(frozen=True, kw_only=True)
class Reference(Member):
    """A row of a small view; this row has its id."""


@dataclass(frozen=True, kw_only=True)
class References(Member):
    """Rows of a small view, by an array of ids: a column of this row, or gathered from a table of pairs."""


@dataclass(frozen=True, kw_only=True)
class JoinedRow(Member):
    """A row of another view, joined on the condition `sql`.

    `newest`: where several rows match, the first in this order is taken. `through`: whoever reaches this row also
    reaches the other, whose own reach is not applied; its masks are.
    """

    through: bool = False
    newest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Many(Member):
    """All rows below this one, where they are few; one statement reads them for all parents.

    `sql`: the child's column that has the parent's id. `order` and `where` are SQL on the child.
    """

    order: str = "{t}.id"
    where: str = "true"


@dataclass(frozen=True, kw_only=True)
class Subject(Member):
    """The row that this one is about, which belongs to one of several views.

    `of`: view → the column of this row that has the subject's id or null. Whoever reaches this row also reaches its
    subject, except for the views in `by_own_reach`, whose own reach is applied. Masks apply to all.
    """

    of: Mapping[str, str]
    by_own_reach: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Pages(Member):
    """A page of the rows below this one; one statement reads it for all parents.

    `sql`: the child's column that has the parent's id. `type`: the connection of the child.
    """

    child: str
    order: str
    args: Mapping[str, str] = field(default_factory=lambda: {"first": "Int!", "after": "String"})


@dataclass(frozen=True, kw_only=True)
class Derived(Member):
    """A value computed from members of the row, as masked, and who asks.

    `value` is called as `value(asking, *members, **arguments)`, in a small view as `value(sight, *members)`. `of` names
    the members.
    """

    of: tuple[str, ...]
    value: Callable[..., Any]
    args: Mapping[str, str] = field(default_factory=dict)


def snake(name: str) -> str:
    """Return a camelCase name as snake_case."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def columns(**types: str) -> dict[str, Member]:
    """Return plain columns of a view from member → type; each column's name is the member's in snake_case."""
    return {name: Column(type=type_, sql=f"{{t}}.{snake(name)}") for name, type_ in types.items()}


def fields(**types: str) -> dict[str, Member]:
    """Return the same as `columns` for a small view, whose expressions are bare column names."""
    return {name: Column(type=type_, sql=snake(name)) for name, type_ in types.items()}


def hidden_from(*roles: str) -> dict[str, None]:
    """Return masks that hide a member from these roles."""
    return dict.fromkeys(roles)
