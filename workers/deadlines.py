"""Terms that run out: found by the sweep every second, set by set, fired sharp by arq. Each is asked again before it
moves.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain import pulse
from domain.faults import is_outage
from workers.patience import Patience

SECONDS_BETWEEN = 1.0
AT_ONCE = 200
HORIZON = timedelta(hours=1, minutes=5)
MOST_ARMED = 20_000
A_MOMENT = timedelta(milliseconds=100)

log = logging.getLogger("haochaping.deadlines")


async def keep_sweeping(watch: pulse.Watch) -> None:
    """The beat: works without Redis, waits out PostgreSQL."""
    patience = Patience("deadlines", log)
    while True:
        try:
            more = await pulse.beat(watch) and await sweep(watch)
            patience.over()
        except Exception as error:
            await patience.bear(error)
            continue
        await asyncio.sleep(0 if more else SECONDS_BETWEEN)


async def sweep(watch: pulse.Watch) -> bool:
    """A handful of the terms that are over now; whether there are more. One that fails is left to the next sweep."""
    done, stuck = 0, list[int]()
    while done < AT_ONCE and (found := await pulse.due(AT_ONCE, without=stuck)):
        moved = await _expire(found, watch)
        stuck += set(found) - moved
        done += len(moved)
        if not moved and not await pulse.beat(watch):
            break
    return done >= AT_ONCE


async def _expire(deadline_ids: Sequence[int], watch: pulse.Watch) -> set[int]:
    """Those that had their consequences, in one transaction; one that cannot have it is halved out and stays alone."""
    try:
        return await pulse.expire(deadline_ids, watch)
    except Exception as error:
        if is_outage(error):
            raise
        if len(deadline_ids) == 1:
            log.exception("deadline %d had no consequence; the next sweep tries again", deadline_ids[0])
            return set()
    half = len(deadline_ids) // 2
    return await _expire(deadline_ids[:half], watch) | await _expire(deadline_ids[half:], watch)


async def expire(ctx: dict[str, Any], deadline_id: int) -> None:
    """A deferred job of arq, sharp at the moment. It carries the deadline's id only; the sweep does the same, later."""
    try:
        await _expire([deadline_id], ctx["watch"])
    except Exception as error:
        log.warning("deadline %d: %s; left to the sweep", deadline_id, type(error).__name__)


async def arm(ctx: dict[str, Any]) -> None:
    """Defer one job for each term that will be over within the hour. A job that is armed already stays as it is."""
    for one in await pulse.coming(HORIZON, MOST_ARMED):
        await ctx["redis"].enqueue_job(
            "expire", one.deadline_id, _job_id=f"deadline:{one.deadline_id}", _defer_by=one.remaining + A_MOMENT
        )
