"""Tests and repeated deliveries that an owner asks for, outside the sequence. Each is tried once."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from domain import policy
from domain.actor import Actor
from domain.errors import NotFound, RateLimited
from domain.subscriptions.attempts import Attempt
from domain.subscriptions.leasing import Leased
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

MOST_WAITING: Final = 20  # of one webhook
TEST: Final = "test"

HOLD = "select 1 from webhook where id = $1 for no key update"
COUNT = "select count(*) from delivery where webhook_id = $1 and status = 'PENDING'"
WAITING = "select id, event_id, position, kind from delivery where webhook_id = $1 and status = 'PENDING' order by id"
SETTLE = """
update delivery set status = $3, reason = $4, response_code = $5, took = $6, headers = $7, sent = $8, answer = $9,
  at = $10 where id = $1 and webhook_id = $2 and status = 'PENDING'
  and exists (select from webhook where id = $2 and lease = $11) returning true
"""


@dataclass(frozen=True, slots=True)
class PendingDelivery:
    """A test or repeat that is waiting. A test has no position."""

    id: int
    event_id: UUID
    position: int | None
    kind: str


async def send_test(webhook_id: int, *, by: Actor) -> int:
    """Queue a signed event of the type `test`; returns the id of its delivery."""
    policy.require(by, "webhook.manage")
    return await _queue(
        "Webhook", webhook_id, by, "select t.id, null::uuid, null::bigint, $2::text from webhook t", TEST
    )


async def resend(delivery_id: int, *, by: Actor) -> int:
    """Queue an event that was tried before again, under its old id; returns the new delivery's id."""
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
    async with transaction():
        new = await fetch_row(
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
        await _check_room(new["webhook_id"])
    return int(new["id"])


async def _check_room(webhook_id: int) -> None:
    """Raise RateLimited if too many are waiting.

    The webhook is locked first, so that two requests at the same time see each other.
    """
    await execute(HOLD, webhook_id)
    if await fetch_value(COUNT, webhook_id) > MOST_WAITING:
        raise RateLimited(
            f"这个接收地址已有{MOST_WAITING}条测试或重发在等，请等它们发出后再试。",
            f"{MOST_WAITING} tests and repeats wait for this webhook already; try again when they were sent.",
        )


async def waiting(webhook: Leased) -> list[PendingDelivery]:
    """The tests and repeats that wait, oldest first."""
    return [PendingDelivery(**row) for row in await fetch(WAITING, webhook.id)]


async def settle(webhook: Leased, one: PendingDelivery, attempt: Attempt) -> bool:
    """Write down the result of a test or repeat; False, with nothing written, if the lease is lost."""
    status = "DELIVERED" if attempt.reason is None else "GIVEN_UP"
    settled = await fetch_value(
        SETTLE, one.id, webhook.id, status, attempt.reason, attempt.code, attempt.took, attempt.headers, attempt.sent,
        attempt.answer, attempt.at, webhook.lease,
    )  # fmt: skip
    return bool(settled)
