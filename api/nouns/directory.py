"""The directory: districts, agencies, halls, windows, service items and staff."""

from typing import Annotated

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info

from api.context import Context
from api.executing.reading import see
from api.vocabulary.fields import answer
from api.vocabulary.paging import After, Connection, Edge, First, Node, PageInfo

NAME = "The official name, in the language of the request where the directory has it; else in Chinese."


@strawberry.type(description="A district, a new-district committee, or the city itself for municipal bureaus.")
class District(Node):
    code: str = field(description="Administrative division code.")
    name: str = field(description=NAME)


@strawberry.type(description="A government unit that is rated and answers for its ratings.")
class Agency(Node):
    code: str = field(description="Unified social credit code, 18 characters.")
    name: str = field(description=NAME)
    district: District = field(description="The district it belongs to; the city for municipal bureaus.")
    parent: "Agency | None" = field(description="The unit it is part of; null: none.")


@strawberry.type(description="A service hall.")
class Hall(Node):
    code: str = field(description="The hall's code in the city's directory.")
    name: str = field(description=NAME)
    district: District = field(description="The district it stands in.")


@strawberry.type(description="A counter of a hall.")
class Window(Node):
    code: str = field(description="The counter's code in the city's directory.")
    name: str = field(description="What is written above it, in Chinese.")
    hall: Hall = field(description="The hall it is in.")


@strawberry.type(description="A service item (事项) of an agency.")
class Service(Node):
    code: str = field(description="Item code, at most 33 characters.")
    name: str = field(description=NAME)
    agency: Agency = field(description="The agency the item belongs to.")


@strawberry.type(description="A person who serves at a window or on the hotline.")
class StaffMember(Node):
    number: str = field(description="Staff number, as on the badge.")
    name: str = field(description="Name, in Chinese.")
    agency: Agency = field(description="The employer, who answers for conduct.")


AgencyConnection = Connection[Agency]
ServiceConnection = Connection[Service]


@strawberry.type(description="One entry of a page.")
class StaffEdge(Edge[StaffMember]): ...


@strawberry.type(description="One page of a list.")
class StaffConnection:
    edges: list[StaffEdge] = field(description="The entries of this page, in the order of the list.")
    page_info: PageInfo = field(description="Where this page begins and ends.")


@strawberry.input(description="Which agencies. Every field may be left out; lists mean “one of”.")
class AgencyFilter:
    district_code: list[str] | None = field(default=UNSET, description="Only of these districts, by code.")
    name: str | None = field(default=UNSET, description="Only those whose name contains this.")


@strawberry.input(description="Which service items. Every field may be left out; lists mean “one of”.")
class ServiceFilter:
    agency_code: list[str] | None = field(default=UNSET, description="Only of these agencies, by code.")
    name: str | None = field(default=UNSET, description="Only those whose name contains this.")


@strawberry.input(description="Which staff. Every field may be left out; lists mean “one of”.")
class StaffFilter:
    agency_code: list[str] | None = field(default=UNSET, description="Only employed by these agencies, by code.")
    hall_code: list[str] | None = field(default=UNSET, description="Only working in these halls, by code.")
    name: str | None = field(default=UNSET, description="Only those whose name contains this.")


@strawberry.type
class DirectoryQuery:
    @answer("All districts, the city itself among them.")
    async def districts(self, info: Info[Context, None]) -> list[District]:
        return await see(info)

    @answer("One agency by its code; null: there is none.")
    async def agency(
        self,
        info: Info[Context, None],
        code: Annotated[str, argument(description="Unified social credit code, 18 characters.")],
    ) -> Agency | None:
        return await see(info)

    @answer("Agencies, by code.")
    async def agencies(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[AgencyFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        after: After = UNSET,
    ) -> Connection[Agency]:
        return await see(info)

    @answer("One service item by its code; null: there is none.")
    async def service(
        self,
        info: Info[Context, None],
        code: Annotated[str, argument(description="Item code, at most 33 characters.")],
    ) -> Service | None:
        return await see(info)

    @answer("Service items, by code.")
    async def services(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[ServiceFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        after: After = UNSET,
    ) -> Connection[Service]:
        return await see(info)

    @answer("One person by staff number; null: there is none, or your role does not see staff.")
    async def staff_member(
        self,
        info: Info[Context, None],
        number: Annotated[str, argument(description="Staff number, as on the badge.")],
    ) -> StaffMember | None:
        return await see(info)

    @answer("Staff, by number, as far as your role sees them.")
    async def staff(
        self,
        info: Info[Context, None],
        first: First,
        where: Annotated[StaffFilter | None, argument(description="Which ones; left out: all.")] = UNSET,
        after: After = UNSET,
    ) -> StaffConnection:
        return await see(info)
