"""Deliveries to webhooks: events not delivered yet, and the attempts of the last 24 hours.

Only counts, and none below the city, because whoever runs the machine could read an agency's ratings off them. So
waiting events are counted for the whole city. For a webhook limited to one agency, an hour with deliveries counts as 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.policy import SUBSCRIBER
from domain.subscriptions.kinds import heard_by
from views.compiling.statement import Asking, Statement

HOURS: Final = 24
COUNTED: Final = 10_000

LAGS: Final = Statement(f"""
select w.id, behind.many, extract(epoch from city_now() - behind.since)::float8 as seconds
from webhook w join client c on c.id = w.client_id cross join lateral (
  select count(*) as many, min(occurred_at) as since from (
    select l.occurred_at from ledger l
    where l.position > w.position and l.kind = any(coalesce(w.kinds, :kinds))
      and (c.agency_id is null or l.occurred_on < city_today())
    order by l.position limit {COUNTED}) waiting) behind
where w.id = any(:ids)""")

BY_HOUR: Final = Statement(f"""
select least(taken, case when w.agency_id is not null then 1 end) as taken, failed, webhook_id, place from (
select webhook_id, {HOURS - 1} - floor(extract(epoch from now() - at) / 3600)::int as place,
  count(*) filter (where status = 'DELIVERED') as taken,
  count(*) filter (where status in ('FAILED', 'GIVEN_UP')) as failed
from delivery where webhook_id = any(:ids) and at > now() - interval '{HOURS} hours' and at <= now()
  group by 1, 2) counted join webhook w on w.id = webhook_id""")

HEAD: Final = Statement("select coalesce(max(position), 0) from ledger")


@dataclass(frozen=True, slots=True)
class Lag:
    """How many events wait for a webhook, counted up to 10,000, and for how long the oldest has waited."""

    count: int = 0
    since: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Hour:
    """How many attempts of one hour were taken by the receiver, and how many failed or were given up."""

    taken: int = 0
    failed: int = 0


async def lags(ids: Sequence[int]) -> Mapping[int, Lag]:
    """Return the lag of each webhook by its id."""
    rows = await LAGS.rows(Asking(), {"ids": list(ids), "kinds": list(heard_by(SUBSCRIBER))})
    return {row["id"]: Lag(row["many"], timedelta(seconds=max(row["seconds"] or 0.0, 0.0))) for row in rows}


async def last_day(ids: Sequence[int]) -> Mapping[int, Sequence[Hour]]:
    """Return the last 24 hours of each webhook by its id, the present hour last."""
    found: dict[int, list[Hour]] = {row_id: [Hour()] * HOURS for row_id in ids}
    for row in await BY_HOUR.rows(Asking(), {"ids": list(ids)}):
        found[row["webhook_id"]][max(row["place"], 0)] = Hour(row["taken"], row["failed"])
    return found


async def head() -> int:
    """Return the last position of the ledger, 0 if it is empty."""
    return int((await HEAD.rows(Asking()))[0][0])
