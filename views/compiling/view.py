"""The types that declare what can be seen of a noun: members, reach, orders and filters.

The declarations stand in views/nouns; views/compiling turns them into statements.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain import policy
from domain.errors import Forbidden

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


@dataclass(frozen=True, slots=True)
class Ordering:
    """A total order of the rows of a view: by `key`, then by `tie`, both in one direction.

    `kind` (time, day or number) says how the key is written into a sealed cursor. With the kind `position` the key is
    public, and its decimal digits are the cursor. `number` identifies the order in cursors.
    """

    number: int
    key: str
    kind: str
    tie: str = "{t}.id"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a member. In `sql`, `{m}` stands for the member's expression and `{v}` for the value.

    `codes`: the values are codes of this view and are sent to the database as ids. `inside`: not a field of `where` in
    the API, but used by an argument of its own or by the pages of this program.
    """

    type: str
    member: str
    sql: str = "{m} = any({v})"
    codes: str | None = None
    inside: bool = False


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What views and small views have in common.

    `tag`: the number that stands for this noun in sealed ids; None if it has no ids. `connection`: the name before
    `Connection`, if it is not the noun's. `inside`: for the pages of this program, not a type of the API.
    """

    name: str
    members: Mapping[str, Member]
    tag: int | None = None
    filters: Mapping[str, Filter] = field(default_factory=dict)
    connection: str | None = None
    inside: bool = False

    def __post_init__(self) -> None:
        _check(self)
        VIEWS[self.name] = self

    def reach(self, role: str) -> str | None:
        """Return the SQL condition under which the role sees a row, or None if it sees none.

        A noun without an entry in domain/policy.py is part of another one; its condition is `true`.
        """
        return policy.reach(role, self.name) if self.name in policy.REACH else "true"

    def filter_on(self, name: str, role: str) -> str:
        """Return the expression of the member that a filter is about.

        Raises Forbidden if the member is hidden from the role, because filtering by it would reveal it.
        """
        member = self.members[self.filters[name].member]
        seen = member.seen_by(role)
        if seen is None:
            raise Forbidden(
                f"您现在的身份看不到这一项，也不能按它筛选（{name}）。",
                f"Your role does not see this, so it cannot filter by it ({name}).",
            )
        return seen


@dataclass(frozen=True, kw_only=True)
class View(Noun):
    """A noun whose rows are read from PostgreSQL. `key` is its primary key, a number.

    `orders`: name → role → order; "*" stands for every role that is not named. The first name is the default.
    """

    table: str
    key: str = "id"
    orders: Mapping[str, Mapping[str, Ordering]] = field(default_factory=dict)

    def order_for(self, name: str, role: str) -> Ordering:
        """Return the order of this name for this role."""
        orders = self.orders[name]
        return orders.get(role) or orders["*"]


@dataclass(frozen=True, kw_only=True)
class Small(Noun):
    """A noun whose rows are kept in memory.

    `select` reads all of them. `code`: the column by which a row is found. The `sql` of a member is a column name.
    """

    select: str
    code: str | None = None


VIEWS: dict[str, Noun] = {}


def named(name: str) -> Noun:
    """Return the view of this name."""
    return VIEWS[name]


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


def _check(view: Noun) -> None:
    if view.name in VIEWS or (view.tag is not None and view.tag in {v.tag for v in VIEWS.values()}):
        raise ValueError(f"view {view.name} or its tag {view.tag} is taken")
    if view.name not in policy.REACH and (view.tag is not None or getattr(view, "orders", None)):
        raise ValueError(
            f"{view.name} can be asked for by itself, and nobody said who reaches it: domain/policy.py, REACH"
        )
    for name, member in view.members.items():
        if None in member.masks.values() and not (member.may_be_null or member.is_list):
            raise ValueError(f"{view.name}.{name} is masked to nothing and cannot be null")
        if isinstance(member, Derived) and not set(member.of) <= set(view.members):
            raise ValueError(f"{view.name}.{name} is derived from what is not a member")
    for name, condition in view.filters.items():
        if condition.member not in view.members:
            raise ValueError(f"{view.name}: filter {name} is about no member")
