"""What can be seen of a noun: members, reach, orders and filters. The words of every read, and no machinery."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain import policy
from domain.errors import Forbidden

Masks = Mapping[str, str | None]
BUILT_IN: Final = frozenset({"ID", "String", "Int", "Float", "Boolean", "Date", "DateTime"})


# Other rows, the same masks: a signed-in user is the rater of all the own visits.
LIKE: Final = {policy.USER: policy.RATER}


@dataclass(frozen=True, kw_only=True)
class Member:
    """`type` is the contract's. `seen_by` is the only way to what stands behind the name: masks cannot be missed.

    A mask is another expression for the same member, or None: hidden. `inside`: for our own pages, not for the API.
    """

    type: str
    sql: str = ""
    masks: Masks = field(default_factory=dict)
    inside: bool = False

    @property
    def named(self) -> str:
        """The type without its wrapping."""
        return self.type.strip("[]!")

    @property
    def is_list(self) -> bool:
        return self.type.startswith("[")

    @property
    def may_be_null(self) -> bool:
        return not self.type.endswith("!")

    def seen_by(self, role: str) -> str | None:
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
    """A row of a small view, by its id in this row."""


@dataclass(frozen=True, kw_only=True)
class References(Member):
    """Rows of a small view, by an array of ids: in this row, or gathered from a table of pairs."""


@dataclass(frozen=True, kw_only=True)
class Row(Member):
    """A row of another view, joined: `sql` is the condition. `newest`: of several, the first in this order.

    `through`: whoever reaches this row reaches that one, without its own reach. Masks still apply.
    """

    through: bool = False
    newest: str | None = None


@dataclass(frozen=True, kw_only=True)
class Many(Member):
    """The rows below this one, few: one statement however many parents. `sql` is the child's column of the parent."""

    order: str = "{t}.id"
    where: str = "true"


@dataclass(frozen=True, kw_only=True)
class Subject(Member):
    """The row that this one is about, of one of several views: view → its id in this row, or null. Read through this
    row: whoever reaches this one reaches that one, without its own reach, save those `by_own_reach`. Masks still apply.
    """

    of: Mapping[str, str]
    by_own_reach: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Pages(Member):
    """A page of the rows below this one: one statement however many parents. `sql` is the child's column of the parent,
    `type` its connection.
    """

    child: str
    order: str
    args: Mapping[str, str] = field(default_factory=lambda: {"first": "Int!", "after": "String"})


@dataclass(frozen=True, kw_only=True)
class Derived(Member):
    """Computed from members of the row (through their masks) and who asks: `value(asking, *members, **arguments)`."""

    of: tuple[str, ...]
    value: Callable[..., Any]
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """A total order: key, then tie; `kind` (time, day or number) says how the key goes into a cursor. Of the kind
    `position` the key is public and is its own cursor, as plain decimal digits.
    """

    number: int
    key: str
    kind: str
    tie: str = "{t}.id"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition upon a member, as `{m}`; `{v}` is the value. `codes`: values are codes of this view, sent as ids.

    `inside`: not a field of the API's `where`; for arguments of their own, or for our own pages.
    """

    type: str
    member: str
    sql: str = "{m} = any({v})"
    codes: str | None = None
    inside: bool = False


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What views and small views have in common. `tag` is the number in sealed ids; None: no ids of its own.

    `inside`: no type of the API, but of our own pages.
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
        """When the role sees a row; None: never. A part of something else has no reach of its own."""
        return policy.reach(role, self.name) if self.name in policy.REACH else "true"

    def filter_on(self, name: str, role: str) -> str:
        """The member's expression behind a filter. What the role may not see it may not filter by."""
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
    """A noun whose rows live in PostgreSQL. `key` is its primary key, a number.

    `orders`: name → role → order; "*" is every role not named.
    """

    table: str
    key: str = "id"
    orders: Mapping[str, Mapping[str, Order]] = field(default_factory=dict)

    def order_for(self, name: str, role: str) -> Order:
        orders = self.orders[name]
        return orders.get(role) or orders["*"]


@dataclass(frozen=True, kw_only=True)
class Small(Noun):
    """A noun whose rows live in memory: `select` reads them all. Expressions of its members are names of columns."""

    select: str
    code: str | None = None


VIEWS: dict[str, Noun] = {}


def named(name: str) -> Noun:
    return VIEWS[name]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def columns(**types: str) -> dict[str, Member]:
    """Plain columns of a view: member → type; the column's name follows from the member's."""
    return {name: Column(type=type_, sql=f"{{t}}.{snake(name)}") for name, type_ in types.items()}


def fields(**types: str) -> dict[str, Member]:
    """The same for a small view, whose expressions are bare names."""
    return {name: Column(type=type_, sql=snake(name)) for name, type_ in types.items()}


def hidden_from(*roles: str) -> dict[str, None]:
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
