"""The types that every connection shares: edges, page info, sealed cursors, and a required `first`."""

from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry import ID, field
from strawberry.types import Info

T = TypeVar("T")

First = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]
After = Annotated[
    str | None, strawberry.argument(description="The cursor of the last one seen; left out: from the start.")
]
Code = Annotated[str, strawberry.argument(description="The code, exactly.")]


@strawberry.interface(description="Anything with an id of its own.")
class Node:
    id: ID = field(description="Opaque and sealed: tells neither order nor time. Good for `node(id:)`.")


@strawberry.type(description="Where a page begins and ends.")
class PageInfo:
    has_next_page: bool = field(description="Whether more follows after `endCursor`.")
    has_previous_page: bool = field(description="Whether the page began after a cursor.")
    start_cursor: str | None = field(description="The cursor of the first one here; null on an empty page.")
    end_cursor: str | None = field(description="The cursor of the last one here; give it as `after` to go on.")


@strawberry.type(description="One entry of a page.")
class Edge(Generic[T]):
    node: T = field(description="The entry itself.")
    cursor: str = field(description="Sealed mark of this place in this list and order.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = field(description="The entries of this page, in the order of the list.")
    page_info: PageInfo = field(description="Where this page begins and ends.")


def told(source: Any, info: Info) -> Any:
    """Return the value that the view has put under this key, for fields that take arguments."""
    return source[info.path.key]
