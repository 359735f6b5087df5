"""Dispatching: a bad rating becomes an order in the transaction that stores it — routed, with its terms, its evidence
frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import asyncpg
import orjson

from domain import calendar, deadlines, outbox, rulebook
from domain.actor import SYSTEM
from domain.calendar import CityCalendar
from domain.clock import day_of
from domain.collecting.proofs import random_digits
from domain.deadlines import Obligation
from domain.rulebook import Rulebook
from domain.words import Cause, Entry, Level, Role, Stage, Term, WorkOrderState
from domain.work_orders.routing import Candidates, route
from storage.transactions import Connection

NUMBER_LENGTH = 10
NOT_YET = 0

CANDIDATES = """
select k.n, s.agency_id as item_agency, s.code as service_code, m.agency_id as staff_employer, m.number as
  staff_number, h.agency_id as hall_centre,
  h.code as hall_code, w.code as window_code, p.agency_id as platform_owner, g.version as guide_version
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) with ordinality as k (service_id,
  hall_id, window_id, staff_id, entry, n)
join service s on s.id = k.service_id
left join staff_member m on m.id = k.staff_id
left join hall h on h.id = k.hall_id
left join service_window w on w.id = k.window_id
left join channel c on c.code = k.entry
left join platform p on p.id = c.platform_id
left join lateral (select version from guide where service_id = k.service_id order by version desc limit 1) g on true
"""

INSERT = """
insert into work_order (evaluation_id, number, agency_id, district_id, rated_staff_id, is_urgent, is_hidden, cause,
  dispatched_at, next_due_at,
                        dispatched_on, state, version, urged, supervision, reopened)
select t.*, city_day(t.dispatched_at), 'DISPATCHED', 1, 0, 0, 0
from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[],
  $8::text[], $9::timestamptz[],
  $10::timestamptz[]) as t (evaluation_id, number, agency_id, district_id, rated_staff_id, is_urgent, is_hidden,
    cause, dispatched_at, next_due_at)
returning id, evaluation_id, agency_id
"""

MOVE = """
insert into work_order_move (work_order_id, move, to_state, actor_kind, actor_role, actor_name, at, "on")
select id, 'dispatch', 'DISPATCHED', 'SYSTEM', 'SYSTEM', '系统', city_now(), city_today() from unnest($1::bigint[]) as
  t (id)
"""

FREEZE = """
insert into evidence (work_order_id, snapshot, frozen_at) select id, snapshot::jsonb, city_now() from
  unnest($1::bigint[], $2::text[]) as t (id, snapshot)
"""


@dataclass(frozen=True, slots=True)
class BadRating:
    """What dispatching needs to know of a bad rating."""

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
        """Contact within one working day (ours): the worst level, or somebody's conduct."""
        return self.level is Level.VERY_DISSATISFIED or self.cause is Cause.STAFF_CONDUCT


async def dispatch(connection: Connection, ratings: Sequence[BadRating]) -> None:
    """One order for each bad rating; the clock starts now, at dispatch, not at sign-for."""
    if not ratings:
        return
    book, days = await rulebook.in_force(day_of(ratings[0].rated_at)), await calendar.load()
    known = await _candidates(connection, ratings)
    terms = [_terms(rating, book, days) for rating in ratings]
    rows = [_row(rating, known[n], deadlines.first_due(terms[n - 1])) for n, rating in enumerate(ratings, 1)]
    orders = {r["evaluation_id"]: r for r in await connection.fetch(INSERT, *zip(*rows, strict=True))}
    pairs = [(orders[rating.evaluation_id], rating) for rating in ratings]
    await connection.execute(MOVE, [order["id"] for order, _ in pairs])
    owed = zip(pairs, terms, strict=True)
    await deadlines.write(connection, [replace(o, order_id=order["id"]) for (order, _), of in owed for o in of])
    await _freeze(connection, pairs, [known[n] for n in range(1, len(ratings) + 1)])
    await outbox.record_all(connection, [_happening(order, rating) for order, rating in pairs], SYSTEM)


async def _candidates(connection: Connection, ratings: Sequence[BadRating]) -> dict[int, asyncpg.Record]:
    columns = zip(*[(r.service_id, r.hall_id, r.window_id, r.staff_id, r.entry.value) for r in ratings], strict=True)
    return {row["n"]: row for row in await connection.fetch(CANDIDATES, *columns)}


def _row(rating: BadRating, known: asyncpg.Record, next_due: datetime) -> tuple[object, ...]:
    to = Candidates(
        rating.agency_id, known["item_agency"], known["staff_employer"], known["hall_centre"], known["platform_owner"]
    )
    return (
        rating.evaluation_id,
        random_digits(NUMBER_LENGTH),
        route(rating.cause, to),
        rating.district_id,
        rating.staff_id,
        rating.is_urgent,
        rating.is_hidden,
        rating.cause.value,
        rating.rated_at,
        next_due,
    )


def _terms(rating: BadRating, book: Rulebook, days: CityCalendar) -> list[Obligation]:
    """Sign, contact and rectify, all from dispatch, of an order whose id is not known yet. While the rater is hidden
    the dispatcher owes the contact.
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
        for row in deadlines.term(NOT_YET, kind, rule, start=start, owner=owner, rulebook=book, calendar=days)
    ]


async def _freeze(
    connection: Connection, pairs: Sequence[tuple[asyncpg.Record, BadRating]], known: Sequence[asyncpg.Record]
) -> None:
    """What is known at this moment and may change tomorrow: who stood where, which guide was in force."""
    snapshots = [
        orjson.dumps(
            {
                "caseNumber": rating.case_number,
                "serviceNumber": rating.service_number,
                "stage": rating.stage.value,
                "service": row["service_code"],
                "guideVersion": row["guide_version"],
                "hall": row["hall_code"],
                "window": row["window_code"],
                "staff": row["staff_number"],
            }
        ).decode()
        for (_, rating), row in zip(pairs, known, strict=True)
    ]
    await connection.execute(FREEZE, [order["id"] for order, _ in pairs], snapshots)


def _happening(order: asyncpg.Record, rating: BadRating) -> outbox.Happening:
    return outbox.Happening(
        "work_order.dispatched",
        "work_order",
        order["id"],
        order["agency_id"],
        {"state": WorkOrderState.DISPATCHED.value, "evaluation": rating.evaluation_id},
    )
