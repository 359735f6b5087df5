"""Terms as rows, written in the transaction that starts them, with the rule and days they follow from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Final

from domain.calendar import CityCalendar, due
from domain.rulebook import Rulebook
from domain.words import Role, Term
from domain.working_days import back, end_of, start_of
from storage.together import WriteStep, carry_out
from storage.transactions import execute, fetch_value

YELLOW = "_YELLOW"
URGED_TERMS = (Term.CONTACT, Term.RECTIFY)

INSERT = """
insert into deadline (subject_kind, subject_id, kind, is_alarm, generation, owner, rule, profile_id, authority,
  counted_from, days, day_type, calendar_version, due_on, due_at, provisional)
select 'work_order', t.* from unnest($1::bigint[], $2::text[], $3::boolean[], $4::int[], $5::text[], $6::text[],
  $7::bigint[], $8::text[], $9::date[], $10::int[], $11::text[], $12::int[], $13::date[], $14::timestamptz[],
  $15::boolean[]) as t
on conflict (subject_kind, subject_id, kind, generation) do nothing
"""

# Not met, without consequences so far, not cancelled.
OPEN = "met_at is null and fired_at is null and cancelled_at is null and subject_kind = 'work_order'"
FIRST_OPEN = """
select min(due_at) from deadline where subject_kind = 'work_order' and subject_id = {order}
  and not is_alarm and met_at is null and cancelled_at is null
"""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One row to be written; the fields are in the order of INSERT."""

    order_id: int
    kind: str
    is_alarm: bool
    generation: int
    owner: str
    rule: str
    profile_id: int
    authority: str
    counted_from: date
    days: int
    day_type: str
    calendar_version: int
    due_on: date
    due_at: datetime
    provisional: bool


_columns: Final = attrgetter(*Obligation.__slots__)


def term(
    order_id: int,
    kind: Term,
    rule: str,
    *,
    start: date,
    owner: Role,
    rulebook: Rulebook,
    calendar: CityCalendar,
    generation: int = 1,
    days: int | None = None,
) -> list[Obligation]:
    """The rows of one term: the term itself and, if it is long enough, the yellow alarm before it.

    `days` replaces the rule's own number: what was left of an earlier generation.
    """
    value = rulebook[rule]
    length = value.value if days is None else days
    last = due(start, length, calendar, value.day_type)
    owed = Obligation(
        order_id,
        kind.value,
        False,
        generation,
        owner.value,
        rule,
        rulebook.profile_id,
        value.authority,
        start,
        length,
        value.unit,
        calendar.version,
        last.day,
        end_of(last.day),
        last.provisional,
    )
    return [owed, *_yellow(owed, rulebook, calendar)]


def _yellow(owed: Obligation, rulebook: Rulebook, calendar: CityCalendar) -> list[Obligation]:
    """The alarm some working days before the due day (rule "yellow"), for terms longer than that."""
    ahead = rulebook["yellow"]
    if owed.days <= ahead.value:
        return []
    day = back(owed.due_on, ahead.value, calendar.days)
    return [
        Obligation(
            owed.order_id,
            owed.kind + YELLOW,
            True,
            owed.generation,
            owed.owner,
            "yellow",
            owed.profile_id,
            ahead.authority,
            owed.due_on,
            ahead.value,
            ahead.unit,
            owed.calendar_version,
            day,
            start_of(day),
            owed.provisional,
        )
    ]


async def write(obligations: Sequence[Obligation]) -> None:
    """Write the terms."""
    await carry_out(steps(obligations))


def steps(obligations: Sequence[Obligation]) -> list[WriteStep]:
    """The step that writes the terms, to be run together with others."""
    return WriteStep.of(INSERT, [_columns(owed) for owed in obligations])


async def meet(order_id: int, kind: Term) -> None:
    """Mark the term and its alarm as met now."""
    await meet_all([order_id], kind)


async def meet_all(order_ids: Sequence[int], kind: Term) -> None:
    """As `meet`, for many orders."""
    await execute(
        """update deadline set met_at = (select city_now()) where subject_kind = 'work_order'
           and subject_id = any($1::bigint[]) and kind = any($2::text[]) and met_at is null and cancelled_at is null""",
        order_ids,
        _with_alarm(kind),
    )


async def reopen(order_id: int, kind: Term) -> None:
    """Make the newest generation owed again, with its old due moment.

    Its alarm stays met if its moment is past.
    """
    await execute(
        """update deadline set met_at = null where subject_kind = 'work_order' and subject_id = $1 and kind =
        any($2::text[]) and (kind = ($2::text[])[1] or due_at > city_now())
           and generation = (select max(generation) from deadline where subject_kind = 'work_order' and subject_id =
             $1 and kind = ($2::text[])[1])""",
        order_id,
        _with_alarm(kind),
    )


async def supersede(order_id: int, kind: Term) -> None:
    """Cancel the newest generation, met or not, because another one takes its place."""
    await execute(
        """update deadline set met_at = null, cancelled_at = city_now() where subject_kind = 'work_order'
           and subject_id = $1 and kind = any($2::text[])
           and generation = (select max(generation) from deadline where subject_kind = 'work_order' and subject_id =
             $1 and kind = ($2::text[])[1])""",
        order_id,
        _with_alarm(kind),
    )


def _with_alarm(kind: Term) -> list[str]:
    return [kind.value, kind.value + YELLOW]


async def cancel_all(order_id: int) -> None:
    """Cancel the order's terms that are open."""
    await execute(
        """update deadline set cancelled_at = city_now() where subject_kind = 'work_order' and subject_id = $1
           and met_at is null and fired_at is null and cancelled_at is null""",
        order_id,
    )


def first_due(obligations: Sequence[Obligation]) -> datetime:
    """The earliest due moment of these terms, leaving out alarms."""
    return min(owed.due_at for owed in obligations if not owed.is_alarm)


async def next_due(order_id: int) -> datetime | None:
    """The earliest due moment of the order's open terms, leaving out alarms; None if there is none."""
    moment: datetime | None = await fetch_value(FIRST_OPEN.format(order="$1"), order_id)
    return moment
