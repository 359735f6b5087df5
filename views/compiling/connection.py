"""The parts of a connection that do not depend on its rows: edges, page info and count."""

from collections.abc import Mapping, Sequence
from typing import Any

from views.compiling.question import Ask


class AskedConnection:
    """What is asked of one connection: edges, page info and count, under their keys and in order.

    `is_listed`: rows must be read. `is_counted`: the total is asked for. `needs_cursors`: edges ask for their cursor.
    """

    def __init__(self, name: str, asks: tuple[Ask, ...]) -> None:
        self.name, self.asks = name, asks
        self.edges = [ask for ask in asks if ask.name == "edges"]
        self.infos = [ask for ask in asks if ask.name == "pageInfo"]
        self.is_listed = bool(self.edges or self.infos)
        self.is_counted = any(ask.name == "totalCount" for ask in asks)
        self.needs_cursors = any(below.name == "cursor" for ask in self.edges for below in ask.below)

    def source(self, edge: Ask, node: Any) -> str:
        """Return the builder source of one edge.

        `node` takes the asks below `node` and returns the node's source. The source uses the variable `k` as cursor.
        """
        parts = []
        for ask in edge.below:
            told = {"cursor": "k", "__typename": repr(f"{self.name}Edge")}.get(ask.name) or node(ask.below)
            parts.append(f"{ask.key!r}: {told}")
        return "{" + ", ".join(parts) + "}"

    def answer(self, edges: Sequence[list[Any]], info: Mapping[str, Any], total: int | None) -> dict[str, Any]:
        """Return the connection as asked. `edges` holds one list for each time edges are asked for, in order."""
        lists = iter(edges)
        told: dict[str, Any] = {}
        for ask in self.asks:
            if ask.name == "edges":
                told[ask.key] = next(lists)
            elif ask.name == "pageInfo":
                told[ask.key] = {below.key: info[below.name] for below in ask.below}
            else:
                told[ask.key] = total if ask.name == "totalCount" else f"{self.name}Connection"
        return told


def info(ends: Sequence[str], has_next: bool, has_previous: bool) -> dict[str, Any]:
    """Return a PageInfo. Of `ends`, the cursors of the page, only the first and the last are used."""
    start, end = (ends[0], ends[-1]) if ends else (None, None)
    return {
        "__typename": "PageInfo",
        "hasNextPage": has_next,
        "hasPreviousPage": has_previous,
        "startCursor": start,
        "endCursor": end,
    }
