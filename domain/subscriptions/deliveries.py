"""Deliveries: who may send now, what became of each attempt, when the next one is. Real time, never the city's.

A webhook has one attempt in flight. Whoever holds its lease sends; a sender that is killed leaves the lease to run out,
and the next one goes on from the last position written down: the receiver may get an event twice, under the same id.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import uniform
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from cryptography.exceptions import InvalidTag

from domain import outbox, policy
from domain.actor import SYSTEM, Actor, ActorKind, Scope
from domain.errors import NotFound, RateLimited
from domain.policy import SUBSCRIBER
from domain.subscriptions import signing
from domain.subscriptions.signing import Signer
from storage.transactions import Connection, execute, fetch, fetch_value, transaction

LEASE: Final = timedelta(seconds=20)
MOST_WAITING: Final = 20  # tests and repeats of one webhook
TEST: Final = "test"
KEPT: Final = timedelta(days=30)
JITTER: Final = 0.2
LONGEST_WISH: Final = timedelta(hours=24)

# Between attempts, as the Standard Webhooks specification proposes: after the last one the webhook is switched off.
SCHEDULE: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)

log = logging.getLogger("haochaping.deliveries")

TAKE = """
with ready as (
  select w.id from webhook w join client c on c.id = w.client_id
  where c.is_enabled and $5 = any(c.scopes) and (w.leased_until is null or w.leased_until < now())
    and ((w.is_enabled and w.next_at <= now()
          and w.position < case when c.agency_id is null then $2::bigint else $3::bigint end)
         or exists (select from delivery d where d.webhook_id = w.id and d.status = 'PENDING'))
  order by w.next_at limit $4 for update of w skip locked)
update webhook w set lease = $1, leased_until = now() + $6::interval from ready, client c
where w.id = ready.id and c.id = w.client_id
returning w.*, w.is_enabled and w.next_at <= now() as is_due, c.name as client_name, c.agency_id as client_agency,
  c.scopes, (select a.code from agency a where a.id = w.agency_id) as agency_code,
  case when w.previous_until > now() then w.previous_secret end as still_good
"""
HOLD = "select 1 from webhook where id = $1 for no key update"
COUNT = "select count(*) from delivery where webhook_id = $1 and status = 'PENDING'"
WAITING = "select id, event_id, position, kind from delivery where webhook_id = $1 and status = 'PENDING' order by id"
MOVE = """
update webhook set position = $3, attempt = $4, reason = $5, next_at = now() + $6::interval,
  is_enabled = is_enabled and $7::text is null, disabled_because = coalesce($7, disabled_because),
  delivered_at = case when $8 then now() else delivered_at end,
  lease = case when $9 then null else lease end, leased_until = case when $9 then null else now() + $10::interval end
where id = $1 and lease = $2 returning is_enabled
"""
RENEW = "update webhook set leased_until = now() + $3::interval where id = $1 and lease = $2 returning true"
PUT_DOWN = "update webhook set lease = null, leased_until = null where id = $1 and lease = $2"
LOG = """
insert into delivery (webhook_id, event_id, position, kind, attempt, status, reason, response_code, took, headers, sent,
  answer, at, next_at)
select $1, t.* from unnest($2::uuid[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::int[],
  $9::int[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[]) as t
"""
SETTLE = """
update delivery set status = $3, reason = $4, response_code = $5, took = $6, headers = $7, sent = $8, answer = $9,
  at = $10 where id = $1 and webhook_id = $2 and status = 'PENDING'
  and exists (select from webhook where id = $2 and lease = $11) returning true
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """A webhook in somebody's hands for the next seconds."""

    id: int
    lease: UUID
    owner: Actor
    url: str
    kinds: tuple[str, ...] | None
    agency: str | None
    question: Any
    position: int
    attempt: int
    is_due: bool
    signer: Signer


@dataclass(frozen=True, slots=True)
class Waiting:
    """A test or a repeat that somebody asked for. A test has no position."""

    id: int
    event_id: UUID
    position: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent and what came back. `reason` None: delivered. `wish`: the receiver asked us to wait so long."""

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
        """Until the next attempt; None: there is none."""
        if self.reason is None or self.is_gone or self.number > len(SCHEDULE):
            return None
        usual = SCHEDULE[self.number - 1] * self.luck
        return max(usual, min(self.wish or usual, LONGEST_WISH))

    @property
    def status(self) -> str:
        return "DELIVERED" if self.reason is None else "FAILED" if self.delay else "GIVEN_UP"


async def take(head: int, until_yesterday: int, *, most: int) -> list[Leased]:
    """Webhooks that have something to send, each handed to one sender only."""
    rows = await fetch(TAKE, uuid4(), head, until_yesterday, most, Scope.READ_EVENTS, LEASE)
    return [leased for row in rows if (leased := _leased(row)) is not None]


def _leased(row: Any) -> Leased | None:
    """None: its secret does not open, which must not hold up the others."""
    owner = Actor(
        ActorKind.CLIENT,
        SUBSCRIBER,
        row["client_id"],
        row["client_name"],
        agency=row["client_agency"],
        scopes=frozenset(row["scopes"]),
    )
    sealed = [secret for secret in (row["secret"], row["still_good"]) if secret is not None]
    try:
        signer = Signer(tuple(signing.unseal(secret, row["client_id"]) for secret in sealed))
    except InvalidTag:
        log.error("webhook %d: its secret was sealed with another key; rotate it", row["id"])
        return None
    return Leased(
        row["id"],
        row["lease"],
        owner,
        row["url"],
        tuple(row["kinds"]) if row["kinds"] is not None else None,
        row["agency_code"],
        orjson.loads(row["question"]) if row["question"] else None,
        row["position"],
        row["attempt"],
        row["is_due"],
        signer,
    )


async def waiting(webhook: Leased) -> list[Waiting]:
    """The tests and repeats that were asked for, oldest first."""
    return [Waiting(**row) for row in await fetch(WAITING, webhook.id)]


async def renew(webhook: Leased) -> bool:
    """Hold it for another while; False: it is somebody else's by now, or nobody's. Before each attempt on its own."""
    return bool(await fetch_value(RENEW, webhook.id, webhook.lease, LEASE))


async def settle(webhook: Leased, one: Waiting, attempt: Attempt) -> bool:
    """A test or a repeat is tried once. False: the lease is somebody else's by now, and nothing was written."""
    status = "DELIVERED" if attempt.reason is None else "GIVEN_UP"
    settled = await fetch_value(
        SETTLE, one.id, webhook.id, status, attempt.reason, attempt.code, attempt.took, attempt.headers, attempt.sent,
        attempt.answer, attempt.at, webhook.lease,
    )  # fmt: skip
    return bool(settled)


async def progress(webhook: Leased, attempts: Sequence[Attempt], position: int, *, is_over: bool = False) -> bool:
    """Write down the attempts and how far it got; False: stop. The lease is somebody else's by now and nothing was
    written, or the webhook was switched off meanwhile.

    The last attempt may have failed: then the next is due later, or the webhook is switched off and says why.
    """
    last = attempts[-1] if attempts else None
    failed = last if last is not None and last.reason is not None else None
    delay = failed.delay if failed else timedelta(0)
    given_up = failed.reason if failed and delay is None else None
    async with transaction() as connection:
        held = await connection.fetchval(
            MOVE, webhook.id, webhook.lease, position, failed.number if failed else 0,
            failed.reason if failed else None, delay or timedelta(0), given_up,
            any(attempt.reason is None for attempt in attempts), is_over or failed is not None, LEASE,
        )  # fmt: skip
        if held is None:
            return False
        await _log(connection, webhook, attempts)
        if given_up:
            await outbox.record("webhook.disabled", "webhook", webhook.id, SYSTEM, reason=given_up)
    return bool(held)


async def put_down(webhook: Leased) -> None:
    """Nothing more to do for it now."""
    await execute(PUT_DOWN, webhook.id, webhook.lease)


async def _log(connection: Connection, webhook: Leased, attempts: Sequence[Attempt]) -> None:
    if not attempts:
        return
    rows = []
    for a in attempts:
        delay = a.delay
        next_at = a.at + delay if delay else None
        rows.append((a.event_id, a.position, a.kind, a.number, a.status, a.reason, a.code, a.took, a.headers, a.sent,
                     a.answer, a.at, next_at))  # fmt: skip
    await connection.execute(LOG, webhook.id, *[list(column) for column in zip(*rows, strict=True)])


async def send_test(webhook_id: int, *, by: Actor) -> int:
    """Put a signed event of the type `test` in the queue, beside the sequence; the answer is its delivery."""
    policy.require(by, "webhook.manage")
    return await _queue(
        "Webhook", webhook_id, by, "select t.id, null::uuid, null::bigint, $2::text from webhook t", TEST
    )


async def resend(delivery_id: int, *, by: Actor) -> int:
    """Put an event that was tried before in the queue again, under its old id, beside the sequence."""
    policy.require(by, "webhook.manage")
    return await _queue(
        "Delivery",
        delivery_id,
        by,
        "select t.webhook_id, case when t.position is not null then t.event_id end, t.position, "
        "case when $2::text is null then t.kind end from delivery t",
        None,
    )


async def _queue(view: str, row_id: int, by: Actor, source: str, kind: str | None) -> int:
    sql, values = policy.within(by, view, first=4)
    async with transaction() as connection:
        new = await connection.fetchrow(
            "insert into delivery (webhook_id, event_id, position, kind, attempt, status, at) "
            "select s.webhook_id, coalesce(s.event_id, $3), s.position, s.kind, 1, 'PENDING', now() "
            f"from ({source} where t.id = $1 and {sql}) as s (webhook_id, event_id, position, kind) "
            "returning id, webhook_id",
            row_id,
            kind,
            uuid4(),
            *values,
        )
        if new is None:
            raise NotFound("找不到这个接收地址或送达记录。", "There is no such webhook or delivery.")
        await _check_room(connection, new["webhook_id"])
    return int(new["id"])


async def _check_room(connection: Connection, webhook_id: int) -> None:
    """Refuse the one too many. Who counts holds the webhook, so that two at one moment see each other."""
    await connection.execute(HOLD, webhook_id)
    if await connection.fetchval(COUNT, webhook_id) > MOST_WAITING:
        raise RateLimited(
            f"这个接收地址已有{MOST_WAITING}条测试或重发在等，请等它们发出后再试。",
            f"{MOST_WAITING} tests and repeats wait for this webhook already; try again when they were sent.",
        )


async def forget() -> None:
    """Drop the log of attempts older than 30 days."""
    await execute("delete from delivery where at < now() - $1::interval and status <> 'PENDING'", KEPT)


async def forget_secrets() -> None:
    """Drop secrets that were replaced and sign no longer."""
    await execute("update webhook set previous_secret = null, previous_until = null where previous_until <= now()")
