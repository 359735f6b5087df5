"""The pulse: sweep, relay and search of new texts, all working without Redis, until it is stopped."""

import asyncio
import logging

from domain.pulse import Watch
from wakeups import Wakeups
from workers.deadlines import keep_sweeping
from workers.inspecting import keep_inspecting
from workers.relay import keep_relaying

log = logging.getLogger("haochaping.pulse")


async def keep_alive(redis_url: str, watch: Watch | None = None) -> None:
    """Run all parts; each handles its own failures, so none of them ends."""
    wakeups = Wakeups(redis_url)
    async with asyncio.TaskGroup() as parts:
        parts.create_task(keep_sweeping(watch or Watch()), name="sweep")
        parts.create_task(keep_relaying(wakeups), name="relay")
        parts.create_task(keep_inspecting(), name="texts")
        parts.create_task(wakeups.publish(), name="publish")
