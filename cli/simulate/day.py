"""Simulates one day: systems report and raters rate, some with mistakes; every answer is checked."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, TypeAlias

from cli.city import rhythm
from cli.city.crowd import Crowd, Opinion
from cli.simulate import trouble
from cli.simulate.api import Answer, Api
from cli.simulate.words import ACKNOWLEDGED, RECORD, SUBMIT, code_of, rating, reported
from domain.collecting import NewServiceEvent
from domain.collecting.recording import handed_out

Unrated: TypeAlias = tuple[NewServiceEvent, str]

BATCH: Final = 200
RATERS: Final = 24
RATED_SHARE: Final = 0.85
PUBLIC_SHARE: Final = 0.02


@dataclass(slots=True)
class Outcome:
    """Counts of what was sent and how it was answered."""

    events: int = 0
    ratings: int = 0
    bad: int = 0
    by_level: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)  # expected refusals, by code
    repeated: int = 0  # repeated and answered the same again
    sent: int = 0
    errors: Counter[str] = field(default_factory=Counter)  # unexpected answers


class Day:
    """One run of simulated service events and ratings."""

    def __init__(self, api: Api, crowd: Crowd, run: str, now: datetime, seed: int) -> None:
        self.api, self.crowd, self.run, self.now = api, crowd, run, now
        self.dice, self.outcome = Random(seed), Outcome()

    async def live(self, wanted: int, rate: float | None, tell: Callable[[int], None]) -> Outcome:
        """Report and rate `wanted` events until all are acknowledged, and return the counts.

        `tell` is called with the number of events that are done.
        """
        queue: asyncio.Queue[Unrated | None] = asyncio.Queue(BATCH * 5)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(RATERS):
                tasks.create_task(self._raters(queue, tell))
            await self._report(wanted, rate, queue)
            for _ in range(RATERS):
                await queue.put(None)
        return self.outcome

    async def _report(self, wanted: int, rate: float | None, queue: "asyncio.Queue[Unrated | None]") -> None:
        began, done = time.monotonic(), 0
        size = BATCH if rate is None else max(1, min(BATCH, int(rate / 4)))
        while done < wanted:
            batch = [self._event(n, wanted) for n in range(done, min(done + size, wanted))]
            if rate is not None:
                await asyncio.sleep(began + rhythm.share_of_day(done / wanted) * wanted / rate - time.monotonic())
            for event, token in await self._record(batch):
                await queue.put((event, token))
            done += len(batch)

    def _event(self, n: int, wanted: int) -> NewServiceEvent:
        """Return the n-th event, at its hour of the last day."""
        hour, minute = divmod(int(rhythm.hour_when(n / wanted) * 60), 60)
        at = self.now.replace(hour=hour, minute=minute, second=self.dice.randrange(60), microsecond=0)
        at = at if at <= self.now else at - timedelta(days=1)
        return self.crowd.arrive(f"SIM-{self.run}-{n:07d}", at, windows_open=hour in rhythm.WINDOW_HOURS)

    async def _record(self, batch: list[NewServiceEvent]) -> list[Unrated]:
        """Report a batch, with mistakes added, and return the good events with their proofs."""
        plain = len(batch)
        late = [event for event in batch if event.rater and self.dice.random() < trouble.LATE_CONTACT]
        sent = [replace(event, rater=None) if event in late else event for event in batch]
        extra = [(event, "RECORDED") for event in late] + [
            way for event in batch for way in trouble.clumsy(event, self.now, self.dice)
        ]
        sent += [event for event, _ in extra]
        answer = await self.api.ask("business", RECORD, {"events": [reported(event) for event in sent]})
        if answer.error:
            self.outcome.errors[f"recordServiceEvents {answer.error}"] += 1
            return []
        outcomes = answer.data["recordServiceEvents"]["outcomes"]
        for (_, expected), outcome in zip(extra, outcomes[plain:], strict=True):
            self._expect(expected, outcome.get("code", "RECORDED"))
        return [
            (event, token)
            for event, outcome in zip(batch, outcomes, strict=False)
            if (token := self._recorded(outcome))
        ]

    def _recorded(self, outcome: Mapping[str, Any]) -> str | None:
        if "code" in outcome:
            self.outcome.errors[f"event {outcome['code']}"] += 1
            return None
        self.outcome.events += 1
        return str(outcome["token"])

    async def _raters(self, queue: "asyncio.Queue[Unrated | None]", tell: Callable[[int], None]) -> None:
        while (waiting := await queue.get()) is not None:
            event, token = waiting
            if self.dice.random() < RATED_SHARE:
                await self._rate(event, token)
            tell(1)

    async def _rate(self, event: NewServiceEvent, token: str) -> None:
        opinion = self.crowd.opinion(event.stage, event.service_code, handed_out(event.stage))
        said = rating(event, token, opinion, key=event.case_number)
        before, after = trouble.of_a_rater(self.dice)
        if before:
            who, wrong, expected = before(said)
            self._expect(expected, code_of(await self._submit(who, wrong)))
        first = await self._submit(self._who(), said)
        self._acknowledged(opinion, first)
        if after and code_of(first) == ACKNOWLEDGED:
            again, expected = after(said)
            self._compare(expected, first, await self._submit("channel", again))

    async def _submit(self, who: str, said: Mapping[str, Any]) -> Answer:
        self.outcome.sent += 1
        return await self.api.ask(who, SUBMIT, {"input": said}, measured=True)

    def _acknowledged(self, opinion: Opinion, answer: Answer) -> None:
        if code_of(answer) != ACKNOWLEDGED:
            self.outcome.errors[f"rating {code_of(answer)}"] += 1
            return
        self.outcome.ratings += 1
        self.outcome.by_level[opinion.level] += 1
        self.outcome.bad += opinion.level.is_bad
        if opinion.level.is_bad != (answer.data["submitEvaluation"]["evaluation"]["workOrder"] is not None):
            self.outcome.errors["差评没有工单 / a bad rating without an order"] += 1

    def _compare(self, expected: str, first: Answer, second: Answer) -> None:
        """Check the answer to a second submission: the first answer again, or the expected refusal."""
        self._expect(expected, code_of(second))
        if expected == ACKNOWLEDGED and first.data != second.data:
            self.outcome.errors["重发得到不同的答复 / a repeat was answered differently"] += 1

    def _expect(self, expected: str, found: str) -> None:
        if found != expected:
            self.outcome.errors[f"{expected} → {found}"] += 1
        elif found in ("RECORDED", ACKNOWLEDGED):
            self.outcome.repeated += 1
        else:
            self.outcome.refused[found] += 1

    def _who(self) -> str:
        """Return whose key is used: mostly a channel's, sometimes the public (a rater's own browser)."""
        return "public" if self.dice.random() < PUBLIC_SHARE else "channel"
