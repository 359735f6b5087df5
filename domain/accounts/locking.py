"""Locking accounts, unlocking them, and signing their people out everywhere.

Nobody does it to the own account, and the last security administrator stays unlocked: otherwise nobody could unlock.
"""

from typing import Final

import asyncpg

from domain import outbox, policy, texts
from domain.actor import Actor, ActorKind
from domain.errors import Conflict, Forbidden, NotAllowed, NotFound
from domain.words import Role
from storage.transactions import execute, fetch_row, fetch_value, transaction

LONGEST_REASON: Final = 500
ONE_AT_A_TIME: Final = "select pg_advisory_xact_lock(hashtext('account'))"
# A session that is being opened locks the account too, so it is either ended here or not opened.
ACCOUNT: Final = "select id, roles, is_enabled from account where id = $1 for update"
MAY_STILL: Final = "select exists (select from account where id = $1 and is_enabled and $2 = any(roles))"
LAST: Final = "select not exists (select from account where is_enabled and id <> $1 and $2 = any(roles))"
ENABLE: Final = "update account set is_enabled = $2 where id = $1"
SIGN_OUT: Final = "with gone as (delete from session where account_id = $1 returning 1) select count(*) from gone"
REMEMBER: Final = """
insert into account_act (account_id, act, reason, actor_id, actor_name, at) values ($1, $2, $3, $4, $5, now())
"""


async def lock(account_id: int, *, reason: str, by: Actor) -> None:
    """Lock an account: its sessions end at once, and neither password nor tokens let anybody in.

    `reason`: at most LONGEST_REASON characters, kept with who and when. Raises NotFound, Conflict if it is locked,
    NotAllowed for the own account and for the last security administrator.
    """
    policy.require(by, "account.lock")
    why = texts.needed(reason, "reason", "锁定的原因", "why it is locked", longest=LONGEST_REASON)
    async with transaction():
        account = await _locked_row(account_id, by)
        if not account["is_enabled"]:
            raise Conflict("这个账号已经锁定了。", "The account is locked already.")
        guards = Role.SECURITY_ADMINISTRATOR.value
        if guards in account["roles"] and await fetch_value(LAST, account_id, guards):
            raise NotAllowed(
                "这是最后一位安全管理员，锁定以后没有人能解锁。请先给另一位安全管理员开账号。",
                "This is the last security administrator; once locked, nobody could unlock. Add another one first.",
            )
        await execute(ENABLE, account_id, False)
        await execute(SIGN_OUT, account_id)
        await _remember(account_id, "LOCKED", why, by)
        await outbox.record("account.locked", "account", account_id, by)


async def unlock(account_id: int, *, by: Actor) -> None:
    """Unlock an account; its people sign in anew. Raises NotFound, NotAllowed, Conflict if it is not locked."""
    policy.require(by, "account.lock")
    async with transaction():
        account = await _locked_row(account_id, by)
        if account["is_enabled"]:
            raise Conflict("这个账号没有锁定。", "The account is not locked.")
        await execute(ENABLE, account_id, True)
        await _remember(account_id, "UNLOCKED", None, by)
        await outbox.record("account.unlocked", "account", account_id, by)


async def sign_out_everywhere(account_id: int, *, by: Actor) -> int:
    """End all sessions of an account; returns how many. Raises NotFound, NotAllowed for the own account."""
    policy.require(by, "account.lock")
    async with transaction():
        await _locked_row(account_id, by)
        ended: int = await fetch_value(SIGN_OUT, account_id)
        await _remember(account_id, "SIGNED_OUT", None, by)
        await outbox.record("account.signed_out", "account", account_id, by, count=ended)
    return ended


async def _locked_row(account_id: int, by: Actor) -> asyncpg.Record:
    """The account, while no other is locked or unlocked.

    Raises NotFound, NotAllowed for the own account, Forbidden if the actor was locked meanwhile.
    """
    await execute(ONE_AT_A_TIME)
    if by.kind is ActorKind.ACCOUNT and not await fetch_value(MAY_STILL, by.id, by.role):
        raise Forbidden("您的账号刚刚被锁定，或不再有这个角色。", "Your account was locked, or has lost this role.")
    account = await fetch_row(ACCOUNT, account_id)
    if account is None:
        raise NotFound("没有这个账号。", "There is no such account.")
    if by.kind is ActorKind.ACCOUNT and by.id == account_id:
        raise NotAllowed("自己的账号由另一位安全管理员来办。", "Another security administrator does this for you.")
    return account


async def _remember(account_id: int, act: str, reason: str | None, by: Actor) -> None:
    await execute(REMEMBER, account_id, act, reason, by.id, by.name)
