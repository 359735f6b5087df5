"""Locking accounts, unlocking them, and signing their people out everywhere.

Nobody does it to the own account, and the last security administrator stays unlocked: otherwise nobody could unlock.
"""

from typing import Final

import asyncpg

from domain import outbox, policy, texts
from domain.actor import Actor
from domain.errors import Conflict, NotAllowed, NotFound
from domain.words import Role
from storage.transactions import execute, fetch_row, fetch_value, transaction

ONE_AT_A_TIME: Final = "select pg_advisory_xact_lock(hashtext('account'))"
ACCOUNT: Final = "select id, name, roles, is_enabled from account where id = $1"
LAST: Final = "select not exists (select from account where is_enabled and id <> $1 and $2 = any(roles))"
LOCK: Final = "update account set is_enabled = false, locked_because = $2 where id = $1"
UNLOCK: Final = "update account set is_enabled = true, locked_because = null where id = $1"
SIGN_OUT: Final = """
with gone as (delete from session where account_id = $1 returning 1) select count(*) from gone
"""


async def lock(account_id: int, *, reason: str, by: Actor) -> None:
    """Lock an account: its sessions end at once, and neither password nor tokens let anybody in.

    Raises NotFound, Conflict if it is locked, NotAllowed for the own account and for the last security administrator.
    """
    policy.require(by, "account.change")
    why = texts.needed(reason, "reason", "锁定的原因", "why it is locked")
    async with transaction():
        account = await _locked_row(account_id, by)
        if not account["is_enabled"]:
            raise Conflict("这个账号已经锁定了。", "The account is locked already.")
        if Role.SECURITY_ADMINISTRATOR in account["roles"] and await fetch_value(
            LAST, account_id, Role.SECURITY_ADMINISTRATOR.value
        ):
            raise NotAllowed(
                "这是最后一位安全管理员，锁定以后没有人能解锁。请先给另一位安全管理员开账号。",
                "This is the last security administrator; once locked, nobody could unlock. Add another one first.",
            )
        await execute(LOCK, account_id, why)
        await execute(SIGN_OUT, account_id)
        await outbox.record("account.locked", "account", account_id, by)


async def unlock(account_id: int, *, by: Actor) -> None:
    """Unlock an account; its people sign in anew. Raises NotFound, Conflict if it is not locked."""
    policy.require(by, "account.change")
    async with transaction():
        account = await _locked_row(account_id, by)
        if account["is_enabled"]:
            raise Conflict("这个账号没有锁定。", "The account is not locked.")
        await execute(UNLOCK, account_id)
        await outbox.record("account.unlocked", "account", account_id, by)


async def sign_out_everywhere(account_id: int, *, by: Actor) -> int:
    """End all sessions of an account; returns how many. Raises NotFound."""
    policy.require(by, "account.change")
    async with transaction():
        await _locked_row(account_id, by)
        ended: int = await fetch_value(SIGN_OUT, account_id)
        await outbox.record("account.signed_out", "account", account_id, by, count=ended)
    return ended


async def _locked_row(account_id: int, by: Actor) -> asyncpg.Record:
    """The account, while no other is locked or unlocked."""
    await execute(ONE_AT_A_TIME)
    account = await fetch_row(ACCOUNT, account_id)
    if account is None:
        raise NotFound("没有这个账号。", "There is no such account.")
    if by.id == account_id:
        raise NotAllowed("自己的账号由另一位安全管理员来办。", "Another security administrator does this for you.")
    return account
