"""What is asked of a connection, whatever its rows are, and how it is told."""

from collections.abc import Mapping, Sequence
from typing import Any

from views.compiling.question import Ask


class Connection:
    """What is asked of a connection, whatever its rows are: edges, page info and count under their keys, in order."""

    def __init__(self, name: str, asks: tuple[Ask, ...]) -> None:
        self.name, self.asks = name, asks
        self.edges = [ask for ask in asks if ask.name == "edges"]
        self.infos = [ask for ask in asks if ask.name == "pageInfo"]
        self.is_listed = bool(self.edges or self.infos)
        self.is_counted = any(ask.name == "totalCount" for ask in asks)
        self.needs_cursors = any(below.name == "cursor" for ask in self.edges for below in ask.below)

    def source(self, edge: Ask, node: Any) -> str:
        """The source of one edge; `node` makes that of a node, `k` is its cursor."""
        parts = []
        for ask in edge.below:
            told = {"cursor": "k", "__typename": repr(f"{self.name}Edge")}.get(ask.name) or node(ask.below)
            parts.append(f"{ask.key!r}: {told}")
        return "{" + ", ".join(parts) + "}"

    def answer(self, edges: Sequence[list[Any]], info: Mapping[str, Any], total: int | None) -> dict[str, Any]:
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
    start, end = (ends[0], ends[-1]) if ends else (None, None)
    return {
        "__typename": "PageInfo",
        "hasNextPage": has_next,
        "hasPreviousPage": has_previous,
        "startCursor": start,
        "endCursor": end,
    }
