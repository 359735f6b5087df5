"""Which agency must mend a bad rating, by its suggested cause (docs/rules.md §4, ours). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.words import Cause

# With several causes the first in this list decides, in whatever order the tags were ticked. A person's conduct comes
# first, because it is urgent and the employer must hear of it; then what affects everybody until it is changed, content
# before process; then slowness; then tools and place.
PRECEDENCE = (
    Cause.STAFF_CONDUCT,
    Cause.GUIDE_MATERIAL,
    Cause.PROCESS_POLICY,
    Cause.EFFICIENCY,
    Cause.PLATFORM,
    Cause.FACILITY,
    Cause.OTHER,
)


def leading(causes: Iterable[Cause]) -> Cause:
    """The cause that decides route and urgency; OTHER if no tag has one."""
    return min(causes, key=PRECEDENCE.index, default=Cause.OTHER)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The agencies that might be responsible. Always known: the rated agency and the item's."""

    rated_agency: int
    item_agency: int
    staff_employer: int | None
    hall_centre: int | None
    platform_owner: int | None


def route(cause: Cause, to: Candidates) -> int:
    """The id of the responsible agency for this cause.

    The employer for conduct, the item's agency for content, process and slowness, the platform's owner, the hall's
    centre; where that is not known, the rated agency.
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
