"""Simulates the invented city day by day through the real use cases, until its time is the real time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final

from cli.city import cast, rhythm
from cli.city.crowd import Crowd
from cli.city.moderators import Moderators
from cli.city.officials import Officials
from cli.city.plan import CityPlan
from domain import calendar, clock, evaluations, pulse
from domain.actor import PUBLIC, SYSTEM, Actor
from domain.board import close_nights
from domain.calendar import CityCalendar
from domain.clock import CITY_ZONE
from domain.collecting import NewServiceEvent, Recorded, hand_out, record
from domain.collecting.recording import handed_out
from domain.evaluations import Submission, Submitted
from domain.evaluations.releasing import release
from domain.words import Entry, Stage
from domain.working_days import day_in

DAYS: Final = 60
EVENTS_A_DAY: Final = 470
BAD_PER_10000: Final = 130
RATED_SHARE: Final = 0.82
DELIVERED_SHARE: Final = 0.3
SEED: Final = 20_190_809
MIDNIGHT: Final = time(0, 0, 30)

# Longest delay until a rating → its weight: most rate at the counter, some the same day, some much later.
DELAYS: Final = {
    timedelta(minutes=2): 62,
    timedelta(hours=3): 16,
    timedelta(days=1): 12,
    timedelta(days=4): 7,
    timedelta(days=15): 3,
}


@dataclass(slots=True)
class Lived:
    """Counts of everything that happened."""

    events: int = 0
    ratings: int = 0
    bad: int = 0
    moves: int = 0
    expired: int = 0


class Life:
    """Simulates the past days of the city, sixty by default."""

    def __init__(
        self, city: CityPlan, *, days: int = DAYS, events_a_day: float = EVENTS_A_DAY, seed: int = SEED
    ) -> None:
        self.lived, self.days, self.events_a_day = Lived(), days, events_a_day
        self.crowd, self.dice = Crowd(city, seed, bad_per_10000=BAD_PER_10000), Random(seed)
        self.officials, self.moderators = Officials(Random(seed + 1)), Moderators(Random(seed + 2))
        self._raters: list[tuple[datetime, int, int, Entry, NewServiceEvent, str]] = []
        self._deliveries: list[tuple[datetime, int, NewServiceEvent]] = []
        self._serial, self._cases = count(), count(1)

    async def live(self, tell: Callable[[float, date], None]) -> Lived:
        """Simulate from the city's present day to the real one, and return the counts.

        `tell` is called with the share that is done, and the day.
        """
        self._calendar: CityCalendar = await calendar.load()
        self._business, self._channel = await self._clients()
        await self.officials.come_to_work()
        await self.moderators.come_to_work()
        first = await clock.now()
        for n in range(self.days + 1):
            day = first.date() + timedelta(days=n)
            await self._live_day(day, after=first)
            tell((n + 1) / (self.days + 1), day)
        await clock.catch_up()
        await self._expire()
        return self.lived

    async def _live_day(self, day: date, *, after: datetime) -> None:
        working = day_in(self._calendar.days, day).is_working
        await self._live_at(datetime.combine(day, MIDNIGHT, CITY_ZONE), 0, working=working, after=after)
        await self._expire()
        await release()
        await close_nights(by=SYSTEM)
        for moment, share in rhythm.slots(day, self.dice, working=working):
            await self._live_at(moment, share, working=working, after=after)

    async def _live_at(self, moment: datetime, share: float, *, working: bool, after: datetime) -> None:
        """Simulate up to one moment: service events since the last one, ratings, and officials' moves."""
        behind = await clock.lag()
        until_then = moment - await clock.now()
        if moment < after or until_then <= timedelta(0) or until_then > -behind:
            return  # before the city began, or after the real now
        await clock.shift(until_then)
        wanted = share * self.events_a_day
        arriving = int(wanted) + (self.dice.random() < wanted % 1)
        served = [*self._arrivals(moment, arriving, working=working), *self._due_deliveries(moment)]
        await asyncio.gather(self._serve(served, moment), self._answer(moment))
        await self.moderators.work(moment, working=working)

    async def _answer(self, moment: datetime) -> None:
        """Submit the ratings and make the officials' moves that are due."""
        await self._rate(moment)
        self.lived.moves += await self.officials.work(moment)

    def _arrivals(self, moment: datetime, number: int, *, working: bool) -> list[NewServiceEvent]:
        is_open = rhythm.is_window_hour(moment, working=working)
        return [
            self.crowd.arrive(
                self._case_number(moment),
                moment - timedelta(seconds=self.dice.randrange(20, 700)),
                windows_open=is_open,
            )
            for _ in range(number)
        ]

    def _due_deliveries(self, moment: datetime) -> list[NewServiceEvent]:
        due = []
        while self._deliveries and self._deliveries[0][0] <= moment:
            due.append(heappop(self._deliveries)[2])
        return due

    async def _serve(self, events: Sequence[NewServiceEvent], moment: datetime) -> None:
        if not events:
            return
        for event, outcome in zip(events, await record(events, by=self._business), strict=True):
            assert isinstance(outcome, Recorded), outcome
            self.lived.events += 1
            self._remember(event, outcome, moment)

    def _remember(self, event: NewServiceEvent, outcome: Recorded, moment: datetime) -> None:
        """Plan what follows a service event: mostly a rating, and after acceptance sometimes the delivery."""
        if self.dice.random() < RATED_SHARE:
            longest = self.dice.choices(list(DELAYS), list(DELAYS.values()))[0]
            at = moment + longest * self.dice.random()
            heappush(
                self._raters,
                (at, next(self._serial), outcome.service_event_id, self.crowd.entry(event.stage), event, outcome.token),
            )
        if event.stage is Stage.ACCEPTANCE and self.dice.random() < DELIVERED_SHARE:
            day = self._working_day_after(moment.date(), self.dice.randint(1, 8))
            at = rhythm.office_time(day, self.dice)
            delivery = self.crowd.serve(event.case_number, 2, Stage.DELIVERY, event.service_code, at)
            heappush(self._deliveries, (at, next(self._serial), delivery))

    async def _rate(self, moment: datetime) -> None:
        due = []
        while self._raters and self._raters[0][0] <= moment:
            due.append(heappop(self._raters))
        if not due:
            return
        said = await asyncio.gather(*(self._submission(*waiting[2:]) for waiting in due))
        outcomes = [outcome for outcome in await evaluations.submit(said) if isinstance(outcome, Submitted)]
        assert len(outcomes) == len(said)
        bad = [outcome.evaluation_id for outcome in outcomes if outcome.is_bad]
        self.lived.ratings, self.lived.bad = self.lived.ratings + len(outcomes), self.lived.bad + len(bad)
        await self.officials.receive(bad, moment)

    async def _submission(self, event_id: int, entry: Entry, event: NewServiceEvent, token: str) -> Submission:
        """Return a submission with the proof of its entry.

        The business system's proof is used only if its own entry is the one it hands out.
        """
        proof = token if entry is handed_out(event.stage) else await hand_out(event_id, entry, by=SYSTEM)
        opinion = self.crowd.opinion(event.stage, event.service_code, entry, event.staff_number)
        by = PUBLIC if entry in (Entry.RECEIPT_QR, Entry.SMS_LINK) else self._channel
        return Submission(proof, opinion.level, by, opinion.tags, opinion.dimensions, opinion.text, opinion.anonymous)

    async def _expire(self) -> None:
        """Let the rules act on terms that have run out."""
        self.lived.expired += await pulse.expire_all()

    async def _clients(self) -> tuple[Actor, Actor]:
        business, channel = await asyncio.gather(*(cast.client(cast.CLIENTS[key]) for key in ("business", "channel")))
        assert business is not None
        assert channel is not None
        return business, channel

    def _case_number(self, moment: datetime) -> str:
        return f"BH{moment:%Y%m%d}{next(self._cases):06d}"

    def _working_day_after(self, day: date, ahead: int) -> date:
        while ahead:
            day += timedelta(days=1)
            ahead -= day_in(self._calendar.days, day).is_working
        return day
