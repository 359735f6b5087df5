"""The batches of the two frequent writes: ratings, and service events."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.batching.gathering import Gathering
from domain import collecting, evaluations
from domain.actor import Actor
from domain.collecting import NewServiceEvent, Recorded
from domain.collecting.recording import MOST_AT_ONCE
from domain.errors import DomainError
from domain.evaluations import Submission, Submitted

EVENTS_WAITING = 16 * MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class Reported:
    """One service event and the client that reports it."""

    event: NewServiceEvent
    by: Actor


async def record(reports: Sequence[Reported]) -> Sequence[Recorded | DomainError]:
    """Record service events, all of one client; returns one outcome for each, in order."""
    return await collecting.record([report.event for report in reports], by=reports[0].by)


def _submissions() -> Gathering[Submission, Submitted]:
    return Gathering(evaluations.submit)


def _events() -> Gathering[Reported, Recorded]:
    return Gathering(record, at_once=MOST_AT_ONCE, waiting=EVENTS_WAITING, apart=lambda report: report.by)


@dataclass(slots=True)
class Batches:
    """The two queues of one process."""

    submissions: Gathering[Submission, Submitted] = field(default_factory=_submissions)
    events: Gathering[Reported, Recorded] = field(default_factory=_events)

    async def close(self) -> None:
        """Take no more writes, and wait until those taken are written."""
        await self.submissions.close()
        await self.events.close()
