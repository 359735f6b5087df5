"""Fresh service events, each good for one rating by anybody. Id of event and invitation are the same number."""

from dataclasses import dataclass
from typing import Any, Final

import asyncpg

AGENCIES: Final = 200
EVERY_BAD: Final = 64

EVENTS: Final = """
insert into service_event (id, case_number, service_number, stage, service_id, agency_id, district_id, happened_at,
  recorded_at)
select n, 'FRESH' || n, 1, 'ONLINE', 1 + n % 200, 1 + n % 200, 2, now() - interval '5 minutes', now()
from generate_series($1::bigint, $2::bigint) n
"""
INVITATIONS: Final = """
insert into invitation (id, service_event_id, entries, issued_at, expires_at)
select n, n, array['WEB_PORTAL'], now(), now() + interval '30 days' from generate_series($1::bigint, $2::bigint) n
"""
LEFT: Final = "select count(*) from evaluation where service_event_id between $1 and $2"


@dataclass(slots=True)
class Mint:
    """Hands out ranges of events that nobody has rated, and makes more when they run out."""

    url: str
    next: int
    last: int

    async def range(self, count: int) -> range:
        """So many fresh events in a row."""
        if self.next + count - 1 > self.last:
            await self._make(self.next + count - 1)
        return range(self.next, self.next + count)

    def used(self, count: int) -> None:
        self.next += count

    async def _make(self, last: int) -> None:
        connection: Any = await asyncpg.connect(self.url)
        try:
            await connection.execute("set session_replication_role = replica")
            for statement in (EVENTS, INVITATIONS):
                await connection.execute(statement, self.last + 1, last)
            await connection.execute("analyze service_event, invitation")
        finally:
            await connection.close()
        self.last = last


async def stored(url: str, events: range) -> int:
    """How many of these events are rated now."""
    connection: Any = await asyncpg.connect(url)
    try:
        count: int = await connection.fetchval(LEFT, events.start, events.stop - 1)
        return count
    finally:
        await connection.close()
