"""Who must mend: a table by suggested cause (domain.md §4, ours). Pure."""

from dataclasses import dataclass

from domain.words import Cause


@dataclass(frozen=True, slots=True)
class Candidates:
    """The agencies that might answer for one rating. Only the rated agency is always known."""

    rated_agency: int
    item_agency: int
    staff_employer: int | None
    hall_centre: int | None
    platform_owner: int | None


def route(cause: Cause, to: Candidates) -> int:
    """The responsible agency: the employer for conduct, the item's agency for content and process, the platform's
    owner.
    """
    match cause:
        case Cause.STAFF_CONDUCT:
            return to.staff_employer or to.hall_centre or to.rated_agency
        case Cause.GUIDE_MATERIAL | Cause.PROCESS_POLICY | Cause.EFFICIENCY:
            return to.item_agency
        case Cause.PLATFORM:
            return to.platform_owner or to.rated_agency
        case Cause.FACILITY:
            return to.hall_centre or to.rated_agency
        case Cause.OTHER:
            return to.rated_agency
