"""Simulates the officials' moves: most in time, some late, some only after the rules have acted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Final

from cli.city import rhythm, texts
from cli.city.cast import actors
from domain import calendar, work_orders
from domain.actor import Actor
from domain.calendar import CityCalendar
from domain.clock import CITY_ZONE
from domain.words import Attribution, CallbackOutcome, Cause, Role, Verdict, WorkOrderState
from domain.work_orders import NewFinding
from domain.working_days import day_in
from storage.transactions import fetch

S = WorkOrderState
FINAL: Final = (S.CLOSED, S.VOIDED)

# Working days until an official looks at an order again, by its state: least and most.
PACE: Final[Mapping[str, Mapping[WorkOrderState, tuple[int, int]]]] = {
    "diligent": {
        S.DISPATCHED: (0, 0),
        S.SIGNED: (0, 1),
        S.VERIFYING: (1, 2),
        S.RECTIFYING: (2, 5),
        S.EXPLAINED: (1, 3),
        S.PENDING_REVIEW: (0, 2),
        S.PENDING_CALLBACK: (1, 3),
        S.REOPENED: (1, 2),
    },
    "busy": {
        S.DISPATCHED: (1, 3),
        S.SIGNED: (2, 5),
        S.VERIFYING: (2, 4),
        S.RECTIFYING: (4, 8),
        S.EXPLAINED: (2, 5),
        S.PENDING_REVIEW: (1, 3),
        S.PENDING_CALLBACK: (2, 5),
        S.REOPENED: (2, 4),
    },
    "forgetful": {
        S.DISPATCHED: (4, 7),
        S.SIGNED: (5, 9),
        S.VERIFYING: (4, 8),
        S.RECTIFYING: (6, 12),
        S.EXPLAINED: (5, 9),
        S.PENDING_REVIEW: (1, 3),
        S.PENDING_CALLBACK: (2, 4),
        S.REOPENED: (2, 5),
    },
}
CHARACTERS: Final = {"diligent": 74, "busy": 20, "forgetful": 6}
OUTCOMES: Final = {
    CallbackOutcome.SATISFIED: 60,
    CallbackOutcome.FAIRLY_SATISFIED: 20,
    CallbackOutcome.DISSATISFIED: 9,
    CallbackOutcome.UNREACHABLE: 11,
}
ATTRIBUTIONS: Final = {
    Cause.STAFF_CONDUCT: Attribution.STAFF,
    Cause.PLATFORM: Attribution.PLATFORM,
    Cause.EFFICIENCY: Attribution.AGENCY,
    Cause.FACILITY: Attribution.AGENCY,
}
LOOK = """select o.id, o.state, o.agency_id, o.is_hidden, o.cause, o.rated_staff_id from work_order o
where o.id = $1"""


@dataclass(frozen=True, slots=True)
class OrderAsSeen:
    """What an official sees of an order."""

    id: int
    state: WorkOrderState
    agency_id: int
    is_hidden: bool
    cause: Cause
    rated_staff_id: int | None


class Officials:
    """The desks of all officials as one agenda of orders and times."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self._agenda: list[tuple[datetime, int]] = []
        self._characters: dict[int, str] = {}
        self._officers: dict[int, Actor] = {}

    async def come_to_work(self) -> None:
        """Load the calendar and find the officials' accounts."""
        self._days: CityCalendar = await calendar.load()
        self._officers = {actor.agency: actor for actor in reversed(await actors(Role.CASE_OFFICER)) if actor.agency}
        self._dispatcher, self._supervisor = (await actors(Role.DISPATCHER))[0], (await actors(Role.SUPERVISOR))[0]

    async def receive(self, evaluation_ids: list[int], now: datetime) -> None:
        """Put the orders of these ratings on the agenda."""
        for row in await fetch(
            "select id from work_order where evaluation_id = any($1::bigint[]) order by id", evaluation_ids
        ):
            self._characters[row["id"]] = self.dice.choices(list(CHARACTERS), list(CHARACTERS.values()))[0]
            self._plan(row["id"], S.DISPATCHED, now)

    async def work(self, now: datetime) -> int:
        """Make the moves on the agenda until now, and return how many there were."""
        moves = 0
        while self._agenda and self._agenda[0][0] <= now:
            order = await self._look(heappop(self._agenda)[1])
            if order.state not in FINAL:
                await self._move(order)
                self._plan(order.id, (await self._look(order.id)).state, now)
                moves += 1
        return moves

    def _plan(self, order_id: int, state: WorkOrderState, now: datetime) -> None:
        """Put the order on the agenda for the next look."""
        if state in FINAL:
            return
        soonest, latest = PACE[self._characters[order_id]][state]
        day = now.astimezone(CITY_ZONE).date()
        moment = rhythm.office_time(self._working_day(day, self.dice.randint(soonest, latest)), self.dice)
        while moment <= now:
            day += timedelta(days=1)
            moment = rhythm.office_time(self._working_day(day, 0), self.dice)
        heappush(self._agenda, (moment, order_id))

    def _working_day(self, day: date, ahead: int) -> date:
        """Return the working day so many ahead; with 0 today, or else the next working day."""
        while ahead or not day_in(self._days.days, day).is_working:
            day += timedelta(days=1)
            ahead -= ahead > 0 and day_in(self._days.days, day).is_working
        return day

    async def _look(self, order_id: int) -> OrderAsSeen:
        row = (await fetch(LOOK, order_id))[0]
        return OrderAsSeen(
            row["id"],
            S(row["state"]),
            row["agency_id"],
            row["is_hidden"],
            Cause(row["cause"]),
            row["rated_staff_id"],
        )

    async def _move(self, order: OrderAsSeen) -> None:
        officer = self._officers[order.agency_id]
        match order.state:
            case S.DISPATCHED:
                await work_orders.sign(order.id, by=officer)
            case S.SIGNED:
                caller = self._dispatcher if order.is_hidden else officer
                await work_orders.record_contact(order.id, note=texts.contact(self.dice), by=caller)
            case S.VERIFYING:
                await work_orders.record_finding(order.id, finding=self._finding(order), by=officer)
            case S.RECTIFYING | S.EXPLAINED:
                await self._submit(order, officer)
            case S.PENDING_REVIEW:
                approve = self.dice.random() > 0.08
                await work_orders.review(
                    order.id, approve=approve, reason=texts.review(self.dice, approve=approve), by=self._supervisor
                )
            case S.PENDING_CALLBACK:
                outcome = self.dice.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
                await work_orders.record_callback(
                    order.id, outcome=outcome, note=texts.call(self.dice, outcome), by=self._dispatcher
                )
            case S.REOPENED:
                await work_orders.close(
                    order.id, reason="两次整改后仍有分歧，已当面说明依据，审定办结。", by=self._supervisor
                )

    async def _submit(self, order: OrderAsSeen, officer: Actor) -> None:
        if order.state is S.RECTIFYING and self.dice.random() < 0.04:
            await work_orders.explain(order.id, reason="进一步核实，所述要求是法定条件，改为解释说明。", by=officer)
        measures, reply = texts.mending(self.dice, order.cause, responsible=order.state is S.RECTIFYING)
        await work_orders.submit_rectification(order.id, measures=measures, reply=reply, by=officer)

    def _finding(self, order: OrderAsSeen) -> NewFinding:
        verdicts = {
            Verdict.VALID_RESPONSIBLE: 68,
            Verdict.VALID_NOT_RESPONSIBLE: 17,
            Verdict.UNFOUNDED: 10,
            Verdict.UNVERIFIABLE: 5,
        }
        verdict = self.dice.choices(list(verdicts), list(verdicts.values()))[0]
        responsible = verdict is Verdict.VALID_RESPONSIBLE
        attribution = ATTRIBUTIONS.get(order.cause, Attribution.ITEM_PROCESS) if responsible else Attribution.NONE
        if attribution is Attribution.STAFF and order.rated_staff_id is None:
            attribution = Attribution.AGENCY
        return NewFinding(
            verdict, attribution, order.cause, texts.finding(self.dice, order.cause, responsible=responsible)
        )
