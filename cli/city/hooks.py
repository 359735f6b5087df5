"""Third parties of the invented city: addresses that do not exist, and an invented log of one day.

Later deliveries are really tried, and fail with a reason, because the host names end in .example.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain import access, subscriptions
from domain.actor import SYSTEM, Actor
from domain.clients import clients
from domain.policy import SUBSCRIBER
from domain.subscriptions import NewWebhook
from domain.subscriptions.kinds import heard_by
from storage.transactions import execute, fetch_value, transaction

HEARD_BY_ALL: Final = heard_by(SUBSCRIBER)
ORDERS: Final = tuple(name for name in HEARD_BY_ALL if name.startswith("work_order."))
RATINGS: Final = tuple(name for name in HEARD_BY_ALL if name.startswith("evaluation."))


@dataclass(frozen=True, slots=True)
class Listener:
    """A third party: its events, how many of the last ones were not delivered, and why."""

    name: str
    url: str
    kinds: Sequence[str] | None = None
    behind: int = 0
    reason: str | None = None


LISTENERS: Final = (
    Listener("演示·12345热线平台", "https://hotline.example/hcp/events", ORDERS),
    Listener("演示·海湾区数据中台", "https://data.bay.example/in", RATINGS, behind=4),
    Listener("演示·人社局质量看板", "https://quality.hrss.example/hooks/hcp", behind=37, reason="TIMEOUT"),
    Listener(
        "演示·新闻办公开数据", "https://press.example/feed", ("work_order.approved",), behind=1, reason="HTTP_429"
    ),
)

# The events of the last day that a listener hears, oldest first, and which of them were delivered.
HEARD: Final = """
with heard as (
  select l.*, row_number() over (order by position desc) as last from ledger l
  where kind = any($2::text[]) and occurred_at > now() - interval '24 hours')
"""
LOG: Final = f"""{HEARD}
insert into delivery (webhook_id, event_id, position, kind, attempt, status, response_code, took, headers, sent,
  answer, at)
select $1, h.event_id, h.position, h.kind, 1, 'DELIVERED', 200, 40 + (h.position * 37) % 260,
  'webhook-id: ' || h.event_id || E'\\nwebhook-timestamp: ' || floor(extract(epoch from h.occurred_at))::bigint
    || E'\\nwebhook-signature: v1,' || left(md5(h.event_id::text), 5) || '…' || right(md5(h.event_id::text), 4),
  json_build_object('type', h.kind, 'timestamp', h.occurred_on, 'position', h.position::text, 'data', json_build_object(
    '__typename', case h.subject_kind when 'evaluation' then 'Evaluation' else 'WorkOrder' end,
    'level', e.level, 'stage', e.stage, 'state', o.state, 'ratedOn', e.rated_on,
    'service', json_build_object('code', s.code, 'name', s.name),
    'agency', json_build_object('code', a.code, 'name', a.name)))::text, '', h.occurred_at + interval '1 second'
from heard h
left join work_order o on h.subject_kind = 'work_order' and o.id = h.subject_id
join evaluation e on e.id = case h.subject_kind when 'evaluation' then h.subject_id else o.evaluation_id end
join service s on s.id = e.service_id join agency a on a.id = e.agency_id
where h.last > $3 order by h.position
"""
TRIED: Final = f"""{HEARD}
insert into delivery (webhook_id, event_id, position, kind, attempt, status, reason, response_code, took, headers, sent,
  answer, at, next_at)
select $1, h.event_id, h.position, h.kind, n, 'FAILED', $4::text,
  nullif(regexp_replace($4::text, '\\D', '', 'g'), '')::int,
  case when $4::text = 'TIMEOUT' then 15000 else 120 end, 'webhook-id: ' || h.event_id,
  json_build_object('type', h.kind, 'timestamp', h.occurred_on, 'position', h.position::text)::text, null,
  now() - (7 - n) * interval '70 minutes', now() - (6 - n) * interval '70 minutes'
from heard h, generate_series(1, 6) n where h.last = $3 order by n
"""
STAND: Final = f"""{HEARD}
update webhook set position = coalesce((select max(position) from heard where last > $3), position),
  attempt = case when $4::text is null then 0 else 6 end, reason = $4::text,
  next_at = case when $4::text is null then now() else now() + interval '4 hours' end
where id = $1
"""


async def listen() -> None:
    """Set up the third parties that do not exist yet."""
    for listener in LISTENERS:
        if not await fetch_value("select exists (select from client where name = $1)", listener.name):
            await _one(listener, await _client(listener.name))


async def _client(name: str) -> Actor:
    """Register a client and return it as an actor; its key is not kept, so that nobody can use it."""
    made = await clients.register(name, "SUBSCRIBER", by=SYSTEM)
    found = await access.client(made.id)
    assert found is not None
    return found


async def _one(listener: Listener, owner: Actor) -> None:
    made = await subscriptions.create(NewWebhook(listener.url, listener.kinds), by=owner)
    kinds = list(listener.kinds or HEARD_BY_ALL)
    async with transaction():
        await _history(made.id, kinds, listener)


async def _history(webhook_id: int, kinds: list[str], listener: Listener) -> None:
    await execute(LOG, webhook_id, kinds, listener.behind)
    if listener.reason:
        await execute(TRIED, webhook_id, kinds, listener.behind, listener.reason)
    await execute(STAND, webhook_id, kinds, listener.behind, listener.reason)
