"""Lists below rows: one statement for all parents together, grouped while it is read."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from views.references import filling
from views.statement import Asking, Statement
from views.view import VIEWS, Ask, Many, Sight, View


class Link:
    """The children of many parents. Empty parents cost no statement."""

    def __init__(self, member: Many, sight: Sight, asks: tuple[Ask, ...]) -> None:
        from views.objects import TABLE, Objects, place  # an object has links, and a link has objects

        child = VIEWS[member.named]
        self.filled = filling(child.name, sight, asks) if member.item else None
        self.hidden = member.item is not None and self.filled is None
        self.objects: Objects | None = None
        parent = place(member.sql, TABLE)
        if member.item:
            columns, table, joins = [parent, place(member.item, TABLE)], member.table, ""
        else:
            assert isinstance(child, View)
            self.objects = Objects(child, sight)
            key = self.objects.column(parent)
            self.objects.finish(f"({key}, {self.objects.rendering(child, asks)})")
            columns, table, joins = self.objects.columns, child.table, self.objects.joined
        order = place(member.order, TABLE)
        self.statement = Statement(
            f"select {', '.join(columns)} from {table} {TABLE} {joins} "
            f"where {parent} = any(:parents) and {place(member.where, TABLE)} order by {parent}, {order}"
        )

    async def below(self, parents: Sequence[int], asking: Asking) -> dict[int, list[Any]]:
        grouped: dict[int, list[Any]] = defaultdict(list)
        if not parents or self.hidden:
            return grouped
        rows = await self.statement.rows(asking, {"parents": list(dict.fromkeys(parents))})
        if self.filled is not None:
            for parent, item in rows:
                grouped[parent].append(self.filled[item])
        elif self.objects is not None:
            for parent, told in (await self.objects.build(rows, asking))[0]:
                grouped[parent].append(told)
        return grouped
