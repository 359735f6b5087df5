"""Terms that run out: a sweep every second finds them in sets; arq fires single ones on time.

Each term is checked again before anything is changed.
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
    """Write the pulse and sweep, every second; works without Redis and waits while PostgreSQL is away."""
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
    """Run the consequences of terms that are over, about AT_ONCE; returns whether there may be more.

    A term that fails is left to the next sweep.
    """
    done, stuck = 0, list[int]()
    while done < AT_ONCE and (found := await pulse.due(AT_ONCE, without=stuck)):
        moved = await _expire(found, watch)
        stuck += set(found) - moved
        done += len(moved)
        if not moved and not await pulse.beat(watch):
            break
    return done >= AT_ONCE


async def _expire(deadline_ids: Sequence[int], watch: pulse.Watch) -> set[int]:
    """Run the consequences of these terms in one transaction; returns the ids of those that had them.

    If it fails, each half is tried on its own, so that a term that cannot be handled does not stop the others.
    """
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
    """A deferred arq job, run when the term is over; it has only the id. The sweep does the same, later."""
    try:
        await _expire([deadline_id], ctx["watch"])
    except Exception as error:
        log.warning("deadline %d: %s; left to the sweep", deadline_id, type(error).__name__)


async def arm(ctx: dict[str, Any]) -> None:
    """Defer one job for each term that ends within the hour; jobs that exist already stay."""
    for one in await pulse.coming(HORIZON, MOST_ARMED):
        await ctx["redis"].enqueue_job(
            "expire", one.deadline_id, _job_id=f"deadline:{one.deadline_id}", _defer_by=one.remaining + A_MOMENT
        )
