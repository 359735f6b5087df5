"""An attempt to deliver, and the time of the next one as the Standard Webhooks specification proposes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import uniform
from typing import Final
from uuid import UUID

JITTER: Final = 0.2
LONGEST_WISH: Final = timedelta(hours=24)

# Pauses between attempts; after the last attempt the webhook is disabled.
SCHEDULE: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent and what came back. `reason` None: delivered. `wish`: the wait the receiver asked for."""

    event_id: UUID | str
    position: int | None
    kind: str
    number: int
    at: datetime
    took: int
    headers: str
    sent: str
    reason: str | None = None
    code: int | None = None
    answer: str | None = None
    wish: timedelta | None = None
    is_gone: bool = False
    luck: float = field(default_factory=lambda: uniform(1 - JITTER, 1 + JITTER))

    @property
    def delay(self) -> timedelta | None:
        """The wait until the next attempt; None if there is none."""
        if self.reason is None or self.is_gone or self.number > len(SCHEDULE):
            return None
        usual = SCHEDULE[self.number - 1] * self.luck
        return max(usual, min(self.wish or usual, LONGEST_WISH))

    @property
    def status(self) -> str:
        """DELIVERED, FAILED if another attempt follows, otherwise GIVEN_UP."""
        return "DELIVERED" if self.reason is None else "FAILED" if self.delay else "GIVEN_UP"

    @property
    def next_at(self) -> datetime | None:
        """The time of the next attempt; None if there is none."""
        return None if self.delay is None else self.at + self.delay
