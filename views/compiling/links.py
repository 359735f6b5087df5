"""Compiles the short lists below rows, with one statement for all parents together."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from views.compiling.member import Many, Member
from views.compiling.objects import TABLE, Objects, place
from views.compiling.question import Ask, Sight
from views.compiling.statement import Asking, Statement
from views.compiling.view import VIEWS, View


class Link:
    """Reads the children of many parents. Without parents no statement is sent."""

    def __init__(self, member: Many, sight: Sight, asks: tuple[Ask, ...]) -> None:
        child = VIEWS[member.named]
        assert isinstance(child, View)
        self.objects = Objects(child, sight)
        parent, order = place(member.sql, TABLE), place(member.order, TABLE)
        self.objects.finish(f"({self.objects.column(parent)}, {self.objects.rendering(child, asks)})")
        self.statement = Statement(
            f"select {self.objects.select} from {child.table} {TABLE} {self.objects.joined} "
            f"where {parent} = any(:parents) and {place(member.where, TABLE)} order by {parent}, {order}"
        )

    async def below(self, parents: Sequence[int], asking: Asking) -> dict[int, list[Any]]:
        """Return the children by the parent's id; a parent without children is missing."""
        grouped: dict[int, list[Any]] = defaultdict(list)
        if parents:
            rows = await self.statement.rows(asking, {"parents": list(dict.fromkeys(parents))})
            for parent, told in (await self.objects.build(rows, asking))[0]:
                grouped[parent].append(told)
        return grouped


def list_told(objects: Objects, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
    """Return the builder source of a Many member."""
    assert isinstance(member, Many)
    return f"({objects.below(f'{alias}.{view.key}', Link(member, objects.sight, ask.below))} or [])"
