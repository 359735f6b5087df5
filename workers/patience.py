"""Waits during outages: one line when one begins, one when it ends, longer and longer pauses."""

import asyncio
import logging
from functools import wraps
from typing import Any, Protocol

from redis.exceptions import RedisError

from domain.faults import is_outage

SHORTEST, LONGEST = 0.1, 5.0

log = logging.getLogger("haochaping.jobs")


class Job(Protocol):
    """A job that arq runs."""

    __name__: str
    __qualname__: str

    async def __call__(self, ctx: dict[str, Any]) -> None: ...


def bearing(job: Job) -> Job:
    """A recurring job whose outages are one line in the log; it is tried again at its next turn."""

    @wraps(job)
    async def borne(ctx: dict[str, Any]) -> None:
        try:
            await job(ctx)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("%s: %s: %s; next time", job.__name__, type(error).__name__, error)

    return borne


class Patience:
    """Handles the failures of one part of the worker; it never gives up."""

    def __init__(self, part: str, log: logging.Logger) -> None:
        self.part, self.log = part, log
        self.failures = 0

    async def bear(self, error: Exception) -> None:
        """Log the first failure, then wait."""
        expected = is_outage(error) or isinstance(error, RedisError | OSError | TimeoutError)
        if not self.failures:
            reason = f"{type(error).__name__}: {error}".strip()
            self.log.warning(
                "%s: %s; trying again until it is back", self.part, reason, exc_info=None if expected else error
            )
        self.failures += 1
        await asyncio.sleep(self.pause)

    @property
    def pause(self) -> float:
        """Seconds to wait after the failures so far."""
        return float(min(LONGEST, SHORTEST * 2 ** min(self.failures - 1, 10)))

    def over(self) -> None:
        """Note a success; logs the end of an outage."""
        if self.failures:
            self.log.warning("%s: well again after %d failures", self.part, self.failures)
        self.failures = 0
