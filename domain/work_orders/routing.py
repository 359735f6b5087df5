"""Why it happened, and who must mend: tables by suggested cause (docs/rules.md §4, ours). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.words import Cause

# Of several causes the first of these leads, in whatever order the tags were ticked: a person's conduct before all, for
# it is urgent and its own employer must hear of it; then what wrongs everybody until it is changed, content before
# process; then what was slow; then the tools and the place.
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
    """The cause that decides route and urgency; OTHER where no tag tells."""
    return min(causes, key=PRECEDENCE.index, default=Cause.OTHER)


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
