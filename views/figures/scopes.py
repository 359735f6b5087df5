"""The scopes of a board: the city, a district, agency, service item, hall or person; and its steps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.errors import Forbidden
from domain.policy import DESKS
from domain.working_days import CITY_ZONE, start_of
from views.compiling.question import Refused
from views.compiling.references import row, table
from views.compiling.statement import Asking
from views.nouns.roles import KNOW_THE_DAY

CITY: Final = "CITY"
VIEW_OF: Final = {
    "DISTRICT": "District",
    "AGENCY": "Agency",
    "SERVICE": "Service",
    "HALL": "Hall",
    "STAFF": "StaffMember",
}
ARGUMENT: Final = {
    "districtCode": "DISTRICT",
    "agencyCode": "AGENCY",
    "serviceCode": "SERVICE",
    "hallCode": "HALL",
    "staffNumber": "STAFF",
}
# kind → the kind below it, and the column that names the parent
BELOW: Final = {
    CITY: ("DISTRICT", None),
    "DISTRICT": ("AGENCY", "district_id"),
    "AGENCY": ("SERVICE", "agency_id"),
    "HALL": ("STAFF", "hall_id"),
}
MOST_POINTS: Final = 1_000  # of one curve
MOST_TOGETHER: Final = 10_000  # of all curves that one board has below it


def below(kind: str | None) -> str | None:
    """Return the kind one level below, or None if there is none."""
    return BELOW[kind][0] if kind in BELOW else None


def children(kind: str, parent: int) -> Sequence[int]:
    """Return the ids of the scopes below, sorted."""
    if kind not in BELOW:
        return ()
    under, column = BELOW[kind]
    return table(VIEW_OF[under]).under(column, parent)


def rows(kind: str) -> Mapping[int, Any]:
    """Return the rows of all scopes of a kind from memory, by id."""
    return table(VIEW_OF[kind]).rows


def code_column(kind: str) -> str:
    """Return the column that has the code of a scope of this kind."""
    return "number" if kind == "STAFF" else "code"


def code(kind: str, scope_id: int) -> str:
    """Return the code of a scope; that of the city is `city`."""
    if kind == CITY:
        return "city"
    return str(row(VIEW_OF[kind], scope_id)[code_column(kind)])


def is_large(kind: str) -> bool:
    """Return whether it is the city or a district.

    Their totals are live, because they reveal nobody's rating; those of smaller scopes might.
    """
    return kind in (CITY, "DISTRICT")


def judge_step(kind: str, step: str, first: date, last: date, boards: int, asking: Asking) -> None:
    """Judge the step of a curve, for `boards` curves together.

    Raises Forbidden for hours below a district, unless the asker has a desk that may know more than the day of a
    rating. Raises Refused if there would be more than MOST_POINTS points in a curve or MOST_TOGETHER in all.
    """
    by_the_hour = asking.actor.role in DESKS and asking.actor.role not in KNOW_THE_DAY and asking.actor.staff is None
    if step == "HOUR" and not is_large(kind) and not by_the_hour:
        raise Forbidden(
            "按小时的数据只公开到市和区。", "By the hour only the city's and the districts' figures are open to you."
        )
    asked = how_many(step, first, last)
    if asked > MOST_POINTS or asked * boards > MOST_TOGETHER:
        raise Refused(
            f"一条曲线最多{MOST_POINTS}个点，合起来最多{MOST_TOGETHER}个；请缩短时间或换更大的步长。",
            f"At most {MOST_POINTS} points a curve and {MOST_TOGETHER} together: shorten the period or widen the step.",
            path=("from",),
        )


def how_many(step: str, first: date, last: date) -> int:
    """Return how many points a curve has between two days, both inclusive, without making them."""
    days = (last - first).days + 1
    if step == "MONTH":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    if step == "WEEK":
        return (days + first.weekday() + 6) // 7
    return days * 24 if step == "HOUR" else days


def points(step: str, first: date, last: date, now: datetime) -> list[datetime]:
    """Return the beginnings of all steps between two days that have begun by `now`, without gaps."""
    if last < first:
        return []
    at = beginning(step, first)
    end = min(start_of(last + timedelta(days=1)), now)
    found = []
    while at < end:
        found.append(at)
        at = _next(step, at)
    return found


def beginning(step: str, day: date) -> datetime:
    """Return the beginning of the week or month that the day is in; for other steps that of the day."""
    if step == "WEEK":
        return start_of(day - timedelta(days=day.weekday()))
    return start_of(day.replace(day=1) if step == "MONTH" else day)


def _next(step: str, at: datetime) -> datetime:
    if step == "HOUR":
        return at + timedelta(hours=1)
    if step == "MONTH":
        return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=CITY_ZONE)
    return at + timedelta(days=7 if step == "WEEK" else 1)
