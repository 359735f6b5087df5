"""Accounts of officials and their personal access tokens; managed by the command `haochaping accounts`.

Secrets are shown once. Every change is one transaction with its event. Times are real time: tokens do not follow a
shifted clock.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from domain import access, outbox, policy, texts
from domain.accounts import logins, passwords
from domain.actor import Actor
from domain.errors import Conflict, Invalid, NotFound
from domain.words import Role
from storage.transactions import execute, fetch, fetch_value, transaction

INSERT = """
insert into account (login, name, password_hash, roles, agency_id, district_id, hall_id, staff_id, is_enabled)
values ($1, $2, $3, $4, $5, $6, $7, $8, true) on conflict (login) do nothing returning id
"""
INSERT_TOKEN = """
insert into access_token (account_id, token_hash, name, created_at, expires_at)
select id, $2, $3, now(), $4 from account where login = $1 returning account_id
"""
REVOKE = """
update access_token t set revoked_at = now() from account a
where a.id = t.account_id and a.login = $1 and t.name = $2 and t.revoked_at is null returning a.id
"""
REVOKE_ALL = "update access_token set revoked_at = now() where account_id = $1 and revoked_at is null"


async def add(
    login: str,
    name: str,
    password: str,
    roles: Sequence[Role],
    *,
    agency: str,
    district: str | None = None,
    hall: str | None = None,
    staff: str | None = None,
    by: Actor,
) -> int:
    """Add an account; returns its id. Conflict if the login is taken.

    `district` limits the reach of a desk of the managing department, `hall` is the hall of a hall manager, `staff` the
    person's staff number.
    """
    policy.require(by, "account.change")
    login, name = logins.new(login), texts.line(name)
    if not roles:
        raise Invalid("至少要有一个角色。", "An account needs a role.")
    kept = await passwords.make(password, known=(login, name))
    async with transaction():
        places = [
            await access.id_of("agency", "code", agency),
            await access.id_of("district", "code", district),
            await access.id_of("hall", "code", hall),
            await access.id_of("staff_member", "number", staff),
        ]
        new: int | None = await fetch_value(INSERT, login, name, kept, [role.value for role in roles], *places)
        if new is None:
            raise Conflict(f"账号“{login}”已经有了。", f"The login {login!r} is taken.")
        await outbox.record("account.added", "account", new, by, roles=[role.value for role in roles])
    return new


async def add_token(login: str, name: str, *, expires_at: datetime | None = None, by: Actor) -> str:
    """Add a personal access token to an account; returns the token, of which only a hash is stored."""
    policy.require(by, "account.change")
    login = await logins.stored(login)
    token = access.TOKEN_PREFIX + secrets.token_urlsafe(32)
    async with transaction():
        account = await fetch_value(INSERT_TOKEN, login, access.digest(token), name, expires_at)
        if account is None:
            raise _nobody(login)
        await outbox.record("account.token_added", "account", account, by)
    return token


async def revoke_tokens(login: str, name: str, *, by: Actor) -> int:
    """Revoke the account's tokens of this name; returns how many. NotFound if there is none."""
    policy.require(by, "account.change")
    login = await logins.stored(login)
    async with transaction():
        ended = await fetch(REVOKE, login, name)
        if not ended:
            raise NotFound(
                f"账号“{login}”没有有效的令牌“{name}”。", f"The account {login!r} has no live token {name!r}."
            )
        await outbox.record("account.tokens_revoked", "account", ended[0]["id"], by, count=len(ended))
    return len(ended)


async def renew_password(login: str, password: str, *, by: Actor) -> None:
    """Set a new password for an account; its sessions and personal access tokens end."""
    policy.require(by, "account.change")
    login = await logins.stored(login)
    kept = await passwords.make(password, known=(login,))
    async with transaction():
        account = await fetch_value("update account set password_hash = $2 where login = $1 returning id", login, kept)
        if account is None:
            raise _nobody(login)
        await execute("delete from session where account_id = $1", account)
        await execute(REVOKE_ALL, account)
        await outbox.record("account.password_renewed", "account", account, by)


def _nobody(login: str) -> NotFound:
    return NotFound(f"没有账号“{login}”。", f"There is no account {login!r}.")
