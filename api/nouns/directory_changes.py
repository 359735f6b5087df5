"""Changes of the directory, as the city's system of record sends them."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, argument, field
from strawberry.types import Info
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from api.context import Context
from api.vocabulary.fields import mutation
from api.vocabulary.refusals import Refusal
from domain.directory.saving import MOST_AT_ONCE, save_each
from domain.errors import DomainError
from domain.words import DirectoryChange, Stage

ENDS = "The last day in use; null: it does not end; left out: as it is."
ENGLISH = "The name in English; null: none; left out: as it is."


@strawberry.input(description="A district, or the city itself. The code tells entries apart.")
class DistrictInput:
    code: str = field(description="Administrative division code, 6 or 12 digits.")
    name: str = field(description="Its name.")
    name_en: str | None = field(default=UNSET, description=ENGLISH)
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(description="A government unit.")
class AgencyInput:
    code: str = field(description="Unified social credit code, 18 characters with a valid check digit.")
    name: str = field(description="Its official name.")
    name_en: str | None = field(default=UNSET, description=ENGLISH)
    district_code: str = field(description="The district it belongs to; the city's for municipal bureaus.")
    parent_code: str | None = field(default=UNSET, description="The unit it is part of; null: none.")
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(description="A service hall.")
class HallInput:
    code: str = field(description="The hall's code in the city's directory.")
    name: str = field(description="Its official name.")
    name_en: str | None = field(default=UNSET, description=ENGLISH)
    district_code: str = field(description="The district it stands in.")
    centre_agency_code: str | None = field(
        default=UNSET, description="The centre that runs it; a new hall needs one. Left out: as it is."
    )
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(description="A counter of a hall.")
class WindowInput:
    code: str = field(description="The counter's code in the city's directory.")
    name: str = field(description="What is written above it.")
    hall_code: str = field(description="The hall it is in.")
    stages: list[Stage] | None = field(default=UNSET, description="What is done there; null: not said.")
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(description="A service item (事项).")
class ServiceInput:
    code: str = field(description="Item code, 31 to 33 characters.")
    name: str = field(description="Its official name.")
    name_en: str | None = field(default=UNSET, description=ENGLISH)
    agency_code: str = field(description="The agency the item belongs to.")
    guide_owner_code: str | None = field(
        default=UNSET, description="The agency that answers for its guide; null: its own."
    )
    platform_owner_code: str | None = field(
        default=UNSET, description="The agency that answers for the platform it runs on; null: the channel's."
    )
    guide_version: str | None = field(default=UNSET, description="The version of its guide that is published.")
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(description="A person who serves.")
class StaffInput:
    number: str = field(description="Staff number, as on the badge.")
    name: str = field(description="The person's name.")
    employer_code: str = field(description="The employer, who answers for conduct.")
    hall_code: str | None = field(default=UNSET, description="The hall; left out beside a counter: the counter's.")
    window_code: str | None = field(default=UNSET, description="The counter; null: at none.")
    from_: date | None = field(name="from", default=UNSET, description="The first day; null: not said.")
    ends_on: date | None = field(default=UNSET, description=ENDS)


@strawberry.input(one_of=True, description="One entry of the directory: exactly one of these.")
class DirectoryEntryInput:
    district: DistrictInput | None = field(default=UNSET, description="A district.")
    agency: AgencyInput | None = field(default=UNSET, description="A government unit.")
    hall: HallInput | None = field(default=UNSET, description="A service hall.")
    window: WindowInput | None = field(default=UNSET, description="A counter.")
    service: ServiceInput | None = field(default=UNSET, description="A service item.")
    staff: StaffInput | None = field(default=UNSET, description="A person who serves.")

    def facts(self) -> tuple[str, Mapping[str, Any]]:
        """Return the kind, and API name → value of what was sent."""
        ((kind, sent),) = _given(self).items()
        return kind, _given(sent)


@strawberry.type(description="An entry that stands in the directory as it was sent.")
class DirectorySaved:
    code: str = field(description="The code that was sent; of staff the number.")
    change: DirectoryChange = field(description="What it changed; of a dry run: what it would change.")


DirectoryOutcome = Annotated[
    DirectorySaved | Refusal,
    strawberry.union("DirectoryOutcome", description="What became of one entry of the request."),
]


@strawberry.type(description="What became of the entries of a request.")
class SaveDirectoryResult:
    outcomes: list[DirectoryOutcome] = field(description="One for each entry, in the order sent.")


@strawberry.type
class DirectoryMutation:
    @mutation(
        "Add, change and end entries of the directory. For the city's system of record, a client with the scope "
        "DIRECTORY; entries may name each other in any order, the same entry twice changes nothing, and one entry's "
        "refusal never fails its neighbours."
    )
    async def save_directory(
        self,
        info: Info[Context, None],
        entries: Annotated[list[DirectoryEntryInput], argument(description=f"1 to {MOST_AT_ONCE} entries.")],
        dry_run: Annotated[bool, argument(description="Only say what would change.")] = False,
    ) -> SaveDirectoryResult:
        context = info.context
        saved = await save_each([entry.facts() for entry in entries], by=context.actor, dry_run=dry_run)
        return SaveDirectoryResult(
            outcomes=[
                Refusal.of(one.change, context.language)
                if isinstance(one.change, DomainError)
                else DirectorySaved(code=one.code, change=one.change)
                for one in saved
            ]
        )


def _given(sent: Any) -> dict[str, Any]:
    """Return API name → value of the fields of an input that were sent."""
    return {
        one.graphql_name or to_camel_case(one.python_name): value
        for one in fields(sent)
        if isinstance(one, StrawberryField) and (value := getattr(sent, one.python_name)) is not UNSET
    }
