"""The query `node`: any object by its id."""

from typing import Annotated

import strawberry
from strawberry import ID, argument
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.vocabulary.fields import answer
from api.vocabulary.paging import Node


@strawberry.type
class NodeQuery:
    @answer("Anything by its id; null: there is none, or it is not yours to see.")
    async def node(
        self, info: Info[Context, None], id: Annotated[ID, argument(description="The id as it was given out.")]
    ) -> Node | None:
        return await see(info)
