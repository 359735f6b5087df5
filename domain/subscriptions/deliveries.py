"""Progress of webhooks: position, time of the next attempt, and the log their owners read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from domain import outbox
from domain.actor import SYSTEM
from domain.subscriptions import leasing
from domain.subscriptions.attempts import Attempt
from domain.subscriptions.leasing import Leased
from storage.transactions import execute, fetch_value, transaction

KEPT: Final = timedelta(days=30)

MOVE = """
update webhook set position = $3, attempt = $4, reason = $5, next_at = now() + $6::interval,
  is_enabled = is_enabled and $7::text is null, disabled_because = coalesce($7, disabled_because),
  delivered_at = case when $8 then now() else delivered_at end,
  lease = case when $9 then null else lease end, leased_until = case when $9 then null else now() + $10::interval end
where id = $1 and lease = $2 returning is_enabled
"""
LOG = """
insert into delivery (webhook_id, event_id, position, kind, attempt, status, reason, response_code, took, headers, sent,
  answer, at, next_at)
select $1, t.* from unnest($2::uuid[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::int[],
  $9::int[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::timestamptz[]) as t
"""
FORGET = "delete from delivery where at < now() - $1::interval and status <> 'PENDING'"


async def progress(webhook: Leased, attempts: Sequence[Attempt], position: int, *, is_over: bool = False) -> bool:
    """Write down attempts and position; returns False if sending must stop.

    That is so if the lease is lost, and nothing is then written, or if the webhook was disabled. If the last attempt
    failed, the next one is due later, or the webhook is disabled with the reason.
    """
    last = attempts[-1] if attempts else None
    failed = last if last is not None and last.reason is not None else None
    delay = failed.delay if failed else timedelta(0)
    given_up = failed.reason if failed and delay is None else None
    async with transaction():
        held = await fetch_value(
            MOVE, webhook.id, webhook.lease, position, failed.number if failed else 0,
            failed.reason if failed else None, delay or timedelta(0), given_up,
            any(attempt.reason is None for attempt in attempts), is_over or failed is not None, leasing.LEASE,
        )  # fmt: skip
        if held is None:
            return False
        await _log(webhook, attempts)
        if given_up:
            await outbox.record("webhook.disabled", "webhook", webhook.id, SYSTEM, reason=given_up)
    return bool(held)


async def _log(webhook: Leased, attempts: Sequence[Attempt]) -> None:
    rows = [
        (a.event_id, a.position, a.kind, a.number, a.status, a.reason, a.code, a.took, a.headers, a.sent, a.answer,
         a.at, a.next_at) for a in attempts
    ]  # fmt: skip
    if rows:
        await execute(LOG, webhook.id, *[list(column) for column in zip(*rows, strict=True)])


async def forget() -> None:
    """Delete attempts older than 30 days."""
    await execute(FORGET, KEPT)
