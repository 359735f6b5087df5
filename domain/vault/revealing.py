"""Opening one identity: it needs a reason, is logged, and stays visible for a limited time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.actor import Actor
from domain.errors import NotFound
from domain.vault.identity import Identity, unseal
from storage.transactions import execute, fetch_row, fetch_value, transaction

OPENED = """
select i.ref, i.key_id, i.sealed, r.expires_at from vault.reveal r join vault.identity i on i.ref = r.ref
where r.work_order_id = $1 and r.account_id = $2 and r.role = $3 and r.session = $4
  and r.revealed_at <= $5 and r.expires_at > $5
order by r.expires_at desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Revealed:
    """An identity that may be shown until `expires_at`."""

    identity: Identity
    expires_at: datetime


async def open_identity(
    ref: UUID, *, work_order_id: int, reason: str, minutes: int, by: Actor, session: bytes | None = None
) -> Revealed:
    """Open the identity of a reference for one order, and log it; NotFound if none is stored.

    The caller has checked the permission. With `session` it may be shown again in that session until it expires.
    """
    async with transaction():
        now: datetime = await fetch_value("select city_now()")
        expires = now + timedelta(minutes=minutes)
        await execute("set local role haochaping_vault")
        row = await fetch_row("select key_id, sealed from vault.identity where ref = $1", ref)
        if row is not None:
            await execute(
                """insert into vault.reveal (ref, work_order_id, account_id, role, reason, revealed_at, expires_at,
                   session) values ($1, $2, $3, $4, $5, $6, $7, $8)""",
                ref,
                work_order_id,
                by.id,
                by.role,
                reason,
                now,
                expires,
                session,
            )
        await execute("set local role none")
    if row is None:
        raise NotFound("这次办事没有留下联系方式。", "No contact was left for this visit.")
    return Revealed(unseal(ref, row["key_id"], row["sealed"]), expires)


async def opened(work_order_id: int, *, by: Actor, session: bytes) -> Revealed | None:
    """What this person opened for this order in this session and role, if it has not expired.

    Showing it again is not logged again.
    """
    async with transaction():
        now: datetime = await fetch_value("select city_now()")
        await execute("set local role haochaping_vault")
        row = await fetch_row(OPENED, work_order_id, by.id, by.role, session, now)
        await execute("set local role none")
    return Revealed(unseal(row["ref"], row["key_id"], row["sealed"]), row["expires_at"]) if row else None
