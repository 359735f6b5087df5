"""The query `viewer`: as whom the API sees the asker."""

import strawberry
from strawberry import field
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.nouns.directory import Agency, StaffMember
from api.vocabulary.fields import answer
from domain.words import Role


@strawberry.type(description="Who you are here. Accounts have roles, clients have scopes.")
class Viewer:
    name: str = field(description="Name of the account or client; “公众” without a key.")
    roles: list[Role] = field(description="The account's roles, the one of this request first.")
    scopes: list[str] = field(description="What the client may do.")
    agency: Agency | None = field(description="The agency you belong to; null: none.")
    staff_member: StaffMember | None = field(description="Who you are in the staff directory; null: nobody there.")


@strawberry.type
class ViewerQuery:
    @answer("Who the API takes you for.")
    async def viewer(self, info: Info[Context, None]) -> Viewer:
        return await see(info)
