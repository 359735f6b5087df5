"""Lists below rows: one statement for all parents together, grouped while it is read."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from views.compiling.objects import TABLE, Objects, place
from views.compiling.question import Ask, Sight
from views.compiling.statement import Asking, Statement
from views.compiling.view import VIEWS, Many, Member, View


class Link:
    """The children of many parents. Empty parents cost no statement."""

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
        grouped: dict[int, list[Any]] = defaultdict(list)
        if parents:
            rows = await self.statement.rows(asking, {"parents": list(dict.fromkeys(parents))})
            for parent, told in (await self.objects.build(rows, asking))[0]:
                grouped[parent].append(told)
        return grouped


def list_told(objects: Objects, view: View, member: Member, ask: Ask, alias: str, seen: str) -> str:
    assert isinstance(member, Many)
    return f"({objects.below(f'{alias}.{view.key}', Link(member, objects.sight, ask.below))} or [])"
