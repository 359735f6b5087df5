"""Judges the arguments of a list (first, after, orderBy, where) before anything is read.

Also turns them into conditions and values of a statement, and makes the cursors of a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from views.compiling.objects import TABLE, place
from views.compiling.question import BadCursor, Refused, Sight
from views.compiling.references import table
from views.compiling.sealing import seal
from views.compiling.view import Noun, Ordering, View

MOST: Final = 100
POSITION: Final = "position"
POSITION_DIGITS: Final = 18
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
BY_ID: Final = Ordering(0, "{t}.id", "number", descending=False)
Where = Mapping[str, Any]
Filters = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The valid arguments of a page. They are judged before anything is read, whatever is selected.

    `filters`: the names of the filters given, each with whether it has exactly one value. A single value is compared
    with `=`, because then an index also gives the order; with several values no index does.
    """

    first: int
    order: Ordering
    after: tuple[Any, int] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    filters: Filters = ()

    @property
    def sought(self) -> dict[str, Any]:
        """The values of the filters by their parameter names in SQL."""
        return {
            f"where_{name.lower()}": self.values[name][0] if is_one else self.values[name]
            for name, is_one in self.filters
        }

    @property
    def limit(self) -> int:
        """One row more than `first`: if it comes, there is a next page."""
        return self.first + 1


def judge(
    view: Noun,
    sight: Sight,
    *,
    first: int,
    after: str | None = None,
    where: Where | None = None,
    order: str | None = None,
) -> Judged:
    """Return the arguments of a page of this view, judged.

    Every argument is judged, also one that would not be used. Raises Refused if `first` is not between 1 and 100,
    BadCursor if `after` does not belong to this list and order, Forbidden if the role may not see what a filter is
    about.
    """
    if not 1 <= first <= MOST:
        raise Refused(f"first 应为1到{MOST}。", f"first must be between 1 and {MOST}.", path=("first",))
    total = view.order_for(order or next(iter(view.orders)), sight.role) if isinstance(view, View) else BY_ID
    values = {name: _value(view, name, value, sight) for name, value in (where or {}).items() if value is not None}
    filters = tuple((name, isinstance(value, list) and len(value) == 1) for name, value in values.items())
    return Judged(first, total, None if after is None else _opened(view, total, after), values, filters)


def _value(view: Noun, name: str, value: Any, sight: Sight) -> Any:
    condition = view.filters[name]
    view.filter_on(name, sight.role)
    return table(condition.codes).of_codes(value) if condition.codes else value


def _opened(view: Noun, order: Ordering, after: str) -> tuple[Any, int]:
    if order.kind == POSITION:
        return (at := position(after)), at
    place = seal().open_cursor(after, view.tag or 0, order.number)
    try:
        if place is not None:
            return _from_number(order.kind, place[0]), place[1]
    except (OverflowError, ValueError):
        pass
    raise BadCursor(
        "这个翻页标记不属于这个列表或这种排序。请从第一页重新开始。",
        "This cursor is not one of this list and order. Start from the first page.",
        path=("after",),
    )


def position(text: str) -> int:
    """Return the ledger position that these decimal digits give, at most 18 of them.

    A position is not sealed, because it tells nothing of when anybody did something. Raises BadCursor otherwise.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= POSITION_DIGITS):
        raise BadCursor(
            "位置应是事件给出的十进制数字，如“1042”。",
            "A position is the decimal digits that an event gave, like “1042”.",
            path=("after",),
        )
    return int(text)


def _from_number(kind: str, number: int) -> Any:
    if kind == "time":
        return EPOCH + timedelta(microseconds=number)
    return date.fromordinal(number) if kind == "day" else number


def _to_number(key: Any) -> int:
    if isinstance(key, datetime):
        return (key - EPOCH) // MICROSECOND
    return key.toordinal() if isinstance(key, date) else int(key)


def where(view: View, sight: Sight, filters: Filters, reach: str) -> str:
    """Return the SQL condition of a page: the reach and every filter.

    Raises Forbidden if a filter is about a member hidden from the role.
    """
    conditions = [f"({reach})"]
    for name, is_one in filters:
        sql = view.filters[name].sql.replace("= any({v})", "= {v}") if is_one else view.filters[name].sql
        condition = sql.replace("{m}", view.filter_on(name, sight.role)).replace("{v}", f":where_{name.lower()}")
        conditions.append(f"({condition})")
    return place(" and ".join(conditions), TABLE)


def cursors(view: Noun, order: Ordering, rows: Sequence[Any]) -> list[str]:
    """Return the cursors of these rows in this order. Each row has its key as `k` and its tie as `i`."""
    if order.kind == POSITION:
        return [str(row["k"]) for row in rows]
    return seal().cursors(view.tag or 0, order.number, [(_to_number(row["k"]), row["i"]) for row in rows])


def values_of(judged: Judged) -> dict[str, Any]:
    """Return the SQL parameters of a page: filter values, place of the cursor (if any), and limit."""
    values = judged.sought
    if judged.after is not None:
        values["after_key"], values["after_tie"] = judged.after
    return values | {"limit": judged.limit}
