"""Leases of webhooks: which worker may send now. All times are the database's real time.

A webhook has one attempt under way: only the worker that holds its lease sends. If that worker is killed, the lease
runs out, and the next one continues from the last position written down; the receiver may then get an event twice,
under the same id.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from cryptography.exceptions import InvalidTag

from domain.actor import Actor, ActorKind, Scope
from domain.policy import SUBSCRIBER
from domain.subscriptions import signing
from domain.subscriptions.signing import Signer
from storage.transactions import execute, fetch, fetch_value

LEASE: Final = timedelta(seconds=20)

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
  case when w.previous_until > now() then w.previous_secret end as still_good, now() as taken_at
"""
RENEW = "update webhook set leased_until = now() + $3::interval where id = $1 and lease = $2 returning true"
PUT_DOWN = "update webhook set lease = null, leased_until = null where id = $1 and lease = $2"


@dataclass(frozen=True, slots=True)
class Leased:
    """A webhook with its lease, for one worker."""

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
    taken_at: datetime
    taken: float = field(default_factory=monotonic)

    def now(self) -> datetime:
        """The database's time: the time at which the lease was taken, plus the seconds passed since.

        A worker's own clock may be wrong, and a receiver would then refuse the signature.
        """
        return self.taken_at + timedelta(seconds=monotonic() - self.taken)


async def take(head: int, until_yesterday: int, *, most: int) -> list[Leased]:
    """Lease at most `most` webhooks with something to send; no webhook is leased to two workers.

    `head` is the newest position, `until_yesterday` the newest that a client owned by an agency may read.
    """
    rows = await fetch(TAKE, uuid4(), head, until_yesterday, most, Scope.READ_EVENTS, LEASE)
    return [leased for row in rows if (leased := _leased(row)) is not None]


def _leased(row: Any) -> Leased | None:
    """The lease from its row; None, with an error in the log, if the secret cannot be opened.

    One such webhook must not stop the others.
    """
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
        row["taken_at"],
    )


async def renew(webhook: Leased) -> bool:
    """Renew the lease; returns False if it is no longer held. Called before each test and repeat."""
    return bool(await fetch_value(RENEW, webhook.id, webhook.lease, LEASE))


async def put_down(webhook: Leased) -> None:
    """Release the lease."""
    await execute(PUT_DOWN, webhook.id, webhook.lease)
