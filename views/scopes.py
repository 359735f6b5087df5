"""What a board is about: the city, a district, agency, service item, hall or person; who may see a person's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from domain.actor import Actor
from domain.errors import Forbidden
from domain.policy import HALL_MANAGER, HEAD, HR, SUPERVISOR
from domain.working_days import CITY_ZONE, start_of
from views.question import Refused
from views.references import row, table
from views.roles import BY_WHOLE_DAYS, KNOW_THE_DAY, RATED
from views.statement import Asking, Statement

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
FEWEST: Final = 5  # as many as a batch shown to the rated person
MOST_POINTS: Final = 1_000  # of one curve
MOST_TOGETHER: Final = 10_000  # of all curves that one board has below it
SHOWN: Final = Statement(
    "select max(rated_on) from evaluation where staff_id = :staff and shown_to_staff_on is not null"
)

# Who sees the figures of one person: whoever leads, appraises or supervises, and the person.
MAY_SEE: Final[dict[str, Callable[[Actor, Any], bool]]] = {
    **dict.fromkeys(RATED, lambda actor, staff: actor.staff == staff["id"]),
    HALL_MANAGER: lambda actor, staff: actor.hall is not None and actor.hall == staff["hall_id"],
    HEAD: lambda actor, staff: actor.agency is not None and actor.agency == staff["agency_id"],
    **dict.fromkeys(
        (HR, SUPERVISOR),
        lambda actor, staff: actor.district in (None, row("Agency", staff["agency_id"])["district_id"]),
    ),
}


def chosen(given: Mapping[str, str | None] | None, asking: Asking) -> tuple[str, int]:
    """The scope of the arguments: at most one code, known, and open to the asker."""
    named = {name: code for name, code in (given or {}).items() if code is not None}
    if not named:
        return CITY, 0
    if len(named) > 1:
        raise Refused("范围最多选一个。", "Name at most one scope.", path=("scope",))
    ((name, code),) = named.items()
    if ARGUMENT[name] == "STAFF" and asking.actor.role not in MAY_SEE:
        raise _not_yours()  # before looking: whether there is such a number is nobody's business either
    ids = table(VIEW_OF[ARGUMENT[name]]).of_codes([code])
    if not ids:
        raise Refused(f"没有这个编码：{code[:40]}。", f"There is no such code: {code[:40]}.", path=("scope", name))
    if ARGUMENT[name] == "STAFF" and not may_see(asking.actor, ids[0]):
        raise _not_yours()
    return ARGUMENT[name], ids[0]


def _not_yours() -> Forbidden:
    return Forbidden("您现在的身份看不到这个人的数据。", "Your role does not see this person's figures.")


def may_see(actor: Actor, staff_id: int) -> bool:
    """The own figures only as the rated person, which stop at the last batch: not from another desk one also has."""
    rule, is_own = MAY_SEE.get(actor.role), actor.staff == staff_id
    return rule is not None and (actor.role in RATED or not is_own) and rule(actor, row("StaffMember", staff_id))


def below(kind: str | None) -> str | None:
    """The kind one level below; None: there is none."""
    return BELOW[kind][0] if kind in BELOW else None


def children(kind: str, parent: int, asking: Asking) -> Sequence[int]:
    """The scopes below, by id."""
    if kind not in BELOW:
        return ()
    under, column = BELOW[kind]
    ids = table(VIEW_OF[under]).under(column, parent)
    return [row_id for row_id in ids if may_see(asking.actor, row_id)] if under == "STAFF" else ids


def rows(kind: str) -> Mapping[int, Any]:
    """The rows of all scopes of a kind, as memory knows them now."""
    return table(VIEW_OF[kind]).rows


def code_column(kind: str) -> str:
    return "number" if kind == "STAFF" else "code"


def code(kind: str, scope_id: int) -> str:
    if kind == CITY:
        return "city"
    return str(row(VIEW_OF[kind], scope_id)[code_column(kind)])


def is_large(kind: str) -> bool:
    """The city and its districts: their figures are live and tell nobody's rating. What is below may."""
    return kind in (CITY, "DISTRICT")


async def last_day(kind: str, today: date, asking: Asking) -> date:
    """The last day that this asker may know. Two looks around one rating would tell it (decision 0007)."""
    role = asking.actor.role
    if is_large(kind) or role not in (*RATED, *BY_WHOLE_DAYS):
        return date.max
    if role in BY_WHOLE_DAYS:
        return today - timedelta(days=1)
    shown = (await SHOWN.rows(asking))[0][0]
    return shown or date.min


def fewest(kind: str, role: str) -> int | None:
    """Ratings there must be before reasons are told; None: this role is never told them (domain.md §8)."""
    if role == HR and kind == "STAFF":
        return None
    return FEWEST if not is_large(kind) and role in (*RATED, *BY_WHOLE_DAYS) else 0


def judge_step(kind: str, step: str, first: date, last: date, boards: int, asking: Asking) -> None:
    """Hours only of city and districts for whoever may know the day; no more points than anybody can look at."""
    if step == "HOUR" and kind not in (CITY, "DISTRICT") and asking.actor.role in KNOW_THE_DAY:
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
    """The points between two days, counted without making them."""
    days = (last - first).days + 1
    if step == "MONTH":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    if step == "WEEK":
        return (days + first.weekday() + 6) // 7
    return days * 24 if step == "HOUR" else days


def points(step: str, first: date, last: date, now: datetime) -> list[datetime]:
    """The beginnings of all steps that have begun, without gaps."""
    if last < first:
        return []
    at = _beginning(step, first)
    end = min(start_of(last + timedelta(days=1)), now)
    found = []
    while at < end:
        found.append(at)
        at = _next(step, at)
    return found


def _beginning(step: str, day: date) -> datetime:
    if step == "WEEK":
        return start_of(day - timedelta(days=day.weekday()))
    return start_of(day.replace(day=1) if step == "MONTH" else day)


def _next(step: str, at: datetime) -> datetime:
    if step == "HOUR":
        return at + timedelta(hours=1)
    if step == "MONTH":
        return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=CITY_ZONE)
    return at + timedelta(days=7 if step == "WEEK" else 1)
