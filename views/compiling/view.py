"""The types that declare what can be seen of a noun: its members (member.py), reach, orders and filters.

The declarations stand in views/nouns; views/compiling turns them into statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain import policy
from domain.errors import Forbidden
from views.compiling.member import LIKE, Derived, Member


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


def _check(view: Noun) -> None:
    if view.name in VIEWS or (view.tag is not None and view.tag in {v.tag for v in VIEWS.values()}):
        raise ValueError(f"view {view.name} or its tag {view.tag} is taken")
    if view.name not in policy.REACH and (view.tag is not None or getattr(view, "orders", None)):
        raise ValueError(
            f"{view.name} can be asked for by itself, and nobody said who reaches it: domain/policy.py, REACH"
        )
    for name, member in view.members.items():
        for role, model in LIKE.items():
            if role in member.masks and member.masks.get(model, member.sql) != member.masks[role]:
                raise ValueError(f"{view.name}.{name} has another mask for {role} than for {model}, whose mask it gets")
        if None in member.masks.values() and not (member.may_be_null or member.is_list):
            raise ValueError(f"{view.name}.{name} is masked to nothing and cannot be null")
        if isinstance(member, Derived) and not set(member.of) <= set(view.members):
            raise ValueError(f"{view.name}.{name} is derived from what is not a member")
    for name, condition in view.filters.items():
        if condition.member not in view.members:
            raise ValueError(f"{view.name}: filter {name} is about no member")
