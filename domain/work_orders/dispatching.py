"""Dispatching: a bad rating gets its order in the transaction that stores it.

The order is routed, its terms start and its evidence is frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson

from domain import calendar, deadlines, outbox, rulebook
from domain.actor import SYSTEM
from domain.calendar import CityCalendar
from domain.clock import day_of
from domain.collecting.proofs import random_digits
from domain.deadlines import Obligation
from domain.moves.work_orders import MOVES
from domain.rulebook import Rulebook
from domain.words import Cause, Entry, Level, Role, Stage, Term
from domain.work_orders import hiding
from domain.work_orders.routing import Candidates, route
from storage.together import WriteStep
from storage.transactions import fetch

NUMBER_LENGTH = 10
DISPATCH = MOVES["dispatch"]

CANDIDATES = f"""
select k.n, case when k.is_hidden then {hiding.FITS.format(at="k.rated_at")} end as fits,
  nextval('work_order_id_seq') as order_id, s.agency_id as item_agency, s.code as service_code,
  m.agency_id as staff_employer, m.number as staff_number, h.agency_id as hall_centre, h.code as hall_code,
  w.code as window_code, coalesce(s.platform_owner_id, p.agency_id) as platform_owner, s.guide_version
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[],
  $8::timestamptz[], $9::boolean[]) with ordinality as k (service_id, hall_id, window_id, staff_id, entry, agency_id,
  stage, rated_at, is_hidden, n)
join service s on s.id = k.service_id
left join staff_member m on m.id = k.staff_id
left join hall h on h.id = k.hall_id
left join service_window w on w.id = k.window_id
left join channel c on c.code = k.entry
left join platform p on p.id = c.platform_id
"""

INSERT = f"""
insert into work_order (id, evaluation_id, number, agency_id, district_id, rated_staff_id, is_urgent, is_hidden, cause,
  dispatched_at, next_due_at, told, dispatched_on, state, version, urged, supervision, reopened)
select t.*, city_day(t.dispatched_at), '{DISPATCH.target}', 1, 0, 0, 0
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[],
  $8::boolean[], $9::text[], $10::timestamptz[], $11::timestamptz[], $12::smallint[]) as t (id, evaluation_id, number,
  agency_id, district_id, rated_staff_id, is_urgent, is_hidden, cause, dispatched_at, next_due_at, told)
"""

MOVE = f"""
insert into work_order_move (work_order_id, move, to_state, actor_kind, actor_role, actor_name, at, "on")
select id, 'dispatch', '{DISPATCH.target}', '{SYSTEM.kind}', '{SYSTEM.role}', '{SYSTEM.name}', at, city_day(at)
from unnest($1::bigint[], $2::timestamptz[]) as t (id, at)
"""

FREEZE = """
insert into evidence (work_order_id, snapshot, frozen_at)
select id, snapshot::jsonb, at from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as t (id, snapshot, at)
"""


@dataclass(frozen=True, slots=True)
class BadRating:
    """What dispatching needs to know of a rating."""

    evaluation_id: int
    rated_at: datetime
    level: Level
    cause: Cause
    entry: Entry
    stage: Stage
    agency_id: int
    district_id: int
    service_id: int
    hall_id: int | None
    window_id: int | None
    staff_id: int | None
    is_hidden: bool
    case_number: str
    service_number: int

    @property
    def is_urgent(self) -> bool:
        """The worst level, or a person's conduct: contact within one working day (ours)."""
        return self.level is Level.VERY_DISSATISFIED or self.cause is Cause.STAFF_CONDUCT


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The order of one rating before it is written: id reserved, agency and terms known."""

    id: int
    rating: BadRating
    agency_id: int
    terms: list[Obligation]
    known: asyncpg.Record


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What must be written with the bad ratings, and the events."""

    steps: list[WriteStep]
    events: list[outbox.Happening]


async def dispatch(ratings: Sequence[BadRating]) -> Dispatched:
    """One order for each bad rating; the terms run from the dispatch, not from signing."""
    if not ratings:
        return Dispatched([], [])
    book, days = await rulebook.in_force(day_of(ratings[0].rated_at)), await calendar.load()
    known = await _candidates(ratings)
    orders = [_order(rating, known[n], book, days) for n, rating in enumerate(ratings, 1)]
    steps = [
        *WriteStep.of(INSERT, [_row(order) for order in orders]),
        *WriteStep.of(MOVE, [(order.id, order.rating.rated_at) for order in orders]),
        *deadlines.steps([owed for order in orders for owed in order.terms]),
        *WriteStep.of(FREEZE, [(order.id, _snapshot(order), order.rating.rated_at) for order in orders]),
    ]
    return Dispatched(steps, [_happening(order) for order in orders])


async def _candidates(ratings: Sequence[BadRating]) -> dict[int, asyncpg.Record]:
    columns = zip(
        *[
            (
                r.service_id, r.hall_id, r.window_id, r.staff_id, r.entry.value, r.agency_id, r.stage.value, r.rated_at,
                r.is_hidden,
            )
            for r in ratings
        ],
        strict=True,
    )  # fmt: skip
    return {row["n"]: row for row in await fetch(CANDIDATES, *columns)}


def _order(rating: BadRating, known: asyncpg.Record, book: Rulebook, days: CityCalendar) -> NewOrder:
    to = Candidates(
        rating.agency_id, known["item_agency"], known["staff_employer"], known["hall_centre"], known["platform_owner"]
    )
    return NewOrder(
        known["order_id"], rating, route(rating.cause, to), _terms(known["order_id"], rating, book, days), known
    )


def _row(order: NewOrder) -> tuple[object, ...]:
    rating = order.rating
    return (
        order.id,
        rating.evaluation_id,
        random_digits(NUMBER_LENGTH),
        order.agency_id,
        rating.district_id,
        rating.staff_id,
        rating.is_urgent,
        rating.is_hidden,
        rating.cause.value,
        rating.rated_at,
        deadlines.first_due(order.terms),
        (hiding.told(order.known["fits"]) if rating.is_hidden else hiding.Disclosed.ALL).value,
    )


def _terms(order_id: int, rating: BadRating, book: Rulebook, days: CityCalendar) -> list[Obligation]:
    """The terms to sign, contact and rectify, from the dispatch on.

    While the rater is hidden from the agency, the dispatcher owes the contact.
    """
    start = day_of(rating.rated_at)
    caller = Role.DISPATCHER if rating.is_hidden else Role.CASE_OFFICER
    owed = (
        (Term.SIGN, "sign", Role.CASE_OFFICER),
        (Term.CONTACT, "urgent_contact" if rating.is_urgent else "contact", caller),
        (Term.RECTIFY, "rectify", Role.CASE_OFFICER),
    )
    return [
        row
        for kind, rule, owner in owed
        for row in deadlines.term(order_id, kind, rule, start=start, owner=owner, rulebook=book, calendar=days)
    ]


def _snapshot(order: NewOrder) -> str:
    """The evidence as JSON: what is known now and may change later, such as window, person and guide."""
    rating, known = order.rating, order.known
    return orjson.dumps(
        {
            "caseNumber": rating.case_number,
            "serviceNumber": rating.service_number,
            "stage": rating.stage.value,
            "service": known["service_code"],
            "guideVersion": known["guide_version"],
            "hall": known["hall_code"],
            "window": known["window_code"],
            "staff": known["staff_number"],
        }
    ).decode()


def _happening(order: NewOrder) -> outbox.Happening:
    facts = {"state": str(DISPATCH.target), "evaluation": order.rating.evaluation_id}
    return outbox.Happening(str(DISPATCH.event), "work_order", order.id, order.agency_id, facts)
