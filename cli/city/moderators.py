"""Simulates moderation: most texts are published within a day, some redacted, a few hidden or suspect."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final

from cli.city import texts
from cli.city.cast import actors
from domain.actor import Actor
from domain.clock import CITY_ZONE
from domain.errors import DomainError
from domain.moderation import Span, inspect_waiting, moderate, read_detected
from domain.words import ModerationAction as A
from domain.words import Role
from storage.transactions import fetch

ROUNDS: Final = (10, 15)  # the hours at which the queue is cleared
HIDDEN_SHARE, DOUBTED_SHARE, VOID_SHARE = 0.012, 0.025, 0.4
# Texts that have waited since yesterday; younger ones stay in the queue, so that it is not empty at the start.
WAITING: Final = """
select e.id, i.found::text as found from evaluation e join text_inspection i on i.id = e.id
where e.text_raw is not null and e.moderation is null and e.standing = 'VALID'
  and e.rated_at < city_now() - interval '22 hours'
order by e.rated_on, e.shuffle
"""
DOUBTED: Final = """
select e.id from evaluation e join moderation_act a on a.evaluation_id = e.id and a.action = 'SUSPECT'
where e.standing = 'SUSPECT' and a.at < city_now() - interval '6 days'
"""


class Moderators:
    """One moderator and one reviewer, who work twice each working day."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self._cleared: set[tuple[object, int]] = set()

    async def come_to_work(self) -> None:
        """Find the accounts of the moderator and the reviewer."""
        self._moderator, self._reviewer = (await actors(Role.MODERATOR))[0], (await actors(Role.REVIEWER))[0]

    async def work(self, now: datetime, *, working: bool) -> None:
        """Clear the queue if it is time for it and was not done yet."""
        here = now.astimezone(CITY_ZONE)
        hour = max((hour for hour in ROUNDS if hour <= here.hour), default=None)
        if not working or hour is None or (here.date(), hour) in self._cleared:
            return
        self._cleared.add((here.date(), hour))
        while await inspect_waiting():
            continue
        await self._clear()
        await self._decide()

    async def _clear(self) -> None:
        clean: list[int] = []
        for row in await fetch(WAITING):
            found, chance = read_detected(row["found"]), self.dice.random()
            if chance < HIDDEN_SHARE and await self._tried(row["id"], A.HIDE, texts.hidden(self.dice)):
                continue
            if chance < HIDDEN_SHARE + DOUBTED_SHARE:
                await self._tried(row["id"], A.SUSPECT, texts.doubt(self.dice))
            elif found:
                spans = [Span(one.start, one.end) for one in found]
                await self._tried(row["id"], A.REDACT, None, spans=spans)
            else:
                clean.append(row["id"])
        for first in range(0, len(clean), 100):
            await moderate(clean[first : first + 100], A.PUBLISH, by=self._moderator)

    async def _decide(self) -> None:
        for row in await fetch(DOUBTED):
            action = A.MAKE_VOID if self.dice.random() < VOID_SHARE else A.MAKE_VALID
            await self._tried(row["id"], action, texts.judgement(self.dice, void=action is A.MAKE_VOID), self._reviewer)

    async def _tried(
        self, id: int, action: A, reason: str | None, by: Actor | None = None, spans: Sequence[Span] = ()
    ) -> bool:
        """Make one act, and return whether the rules allowed it.

        They refuse it for a verified complaint, or a rating of the reviewer's own agency.
        """
        try:
            await moderate([id], action, reason=reason, spans=spans, by=by or self._moderator)
        except DomainError:
            return False
        return True
