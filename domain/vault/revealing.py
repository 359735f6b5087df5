"""Opening one identity: a reason is needed, the opening is logged, and what was seen expires."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.actor import Actor
from domain.errors import NotFound
from domain.vault.identity import Identity, unseal
from storage.transactions import transaction


@dataclass(frozen=True, slots=True)
class Revealed:
    """What may be looked at until `expires_at`."""

    identity: Identity
    expires_at: datetime


async def open_identity(ref: UUID, *, work_order_id: int, reason: str, minutes: int, by: Actor) -> Revealed:
    """Open the identity behind a reference for one order. The caller has checked who may."""
    async with transaction() as connection:
        now: datetime = await connection.fetchval("select city_now()")
        expires = now + timedelta(minutes=minutes)
        await connection.execute("set local role haochaping_vault")
        row = await connection.fetchrow("select key_id, sealed from vault.identity where ref = $1", ref)
        if row is not None:
            await connection.execute(
                """insert into vault.reveal (ref, work_order_id, account_id, role, reason, revealed_at, expires_at)
                   values ($1, $2, $3, $4, $5, $6, $7)""",
                ref,
                work_order_id,
                by.id,
                by.role,
                reason,
                now,
                expires,
            )
        await connection.execute("set local role none")
    if row is None:
        raise NotFound("这次办事没有留下联系方式。", "No contact was left for this visit.")
    return Revealed(unseal(ref, row["key_id"], row["sealed"]), expires)
