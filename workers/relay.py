"""The relay's loop: outbox → ledger every 100 ms.

Any number may run; the database lets one work at a time, and another takes over when it is killed.
"""

import asyncio
import logging

from domain.ledger import relay
from domain.ledger.relaying import MOST_AT_ONCE
from wakeups import Wakeups
from workers.patience import Patience

SECONDS_BETWEEN = 0.1

log = logging.getLogger("haochaping.relay")


async def keep_relaying(wakeups: Wakeups) -> None:
    """Relay events and tell the new position, until cancelled."""
    patience = Patience("relay", log)
    while True:
        try:
            moved = await relay()
            patience.over()
        except Exception as error:
            await patience.bear(error)
            continue
        if moved is not None and moved.count:
            wakeups.tell(moved.position)
        if moved is None or moved.count < MOST_AT_ONCE:
            await asyncio.sleep(SECONDS_BETWEEN)
