"""Counts the rows for each value of a member, under the same reach and masks as a page."""

from functools import lru_cache
from typing import Any

from domain.actor import Actor
from views.compiling.judging import Filters, Where, judge, where
from views.compiling.objects import TABLE, place
from views.compiling.question import Sight
from views.compiling.statement import Asking, Shapes
from views.compiling.view import VIEWS, View
from views.plain import asked


async def counts(view: str, member: str, *, actor: Actor, only: Where | None = None) -> dict[Any, int]:
    """Return the number of rows by value of the member, of the rows that `only` (filters) leaves.

    It is empty if the role may not see the member or the view.
    """
    noun, sight = VIEWS[view], Sight(actor.role)
    assert isinstance(noun, View)

    async def read() -> dict[Any, int]:
        judged = judge(noun, sight, first=1, where=only)
        shape = _shapes(view, member, actor.role)((judged.filters,))
        if shape is None:
            return {}
        return dict(await shape.rows(Asking(actor), judged.sought))

    return await asked(read)


@lru_cache(maxsize=128)
def _shapes(view: str, member: str, role: str) -> Any:
    noun, sight = VIEWS[view], Sight(role)
    assert isinstance(noun, View)
    seen, reach = noun.members[member].seen_by(role), noun.reach(role)
    if seen is None or reach is None:
        return lambda shape: None

    def text(filters: Filters) -> str:
        kept = where(noun, sight, filters, reach)
        return f"select {place(seen, TABLE)}, count(*) from {noun.table} {TABLE} where {kept} group by 1"

    shapes = Shapes()
    return lambda shape: shapes.of(shape, text)


__all__ = ["counts"]
