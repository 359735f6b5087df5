"""Signing in with a password, and sessions. Times are real time.

The browser has a random token, of which only a hash is stored.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

import asyncpg

from domain import outbox
from domain.accounts import guessing, logins, passwords
from domain.accounts.guessing import SignInPlace
from domain.actor import Actor, ActorKind
from domain.errors import Invalid, NotAllowed
from domain.words import Role
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
TOKEN_BYTES: Final = 32

ACCOUNT = (
    "select id, password_hash from account where login in ($1, $2) and is_enabled order by login = $2 desc limit 1"
)
# The password was checked before: meanwhile the account may have been locked, or got another password.
STILL = "select 1 from account where id = $1 and is_enabled and password_hash = $2 for update"
OPEN = """
insert into session (token_hash, account_id, role, csrf, created_at, seen_at)
select $1, id, roles[1], $2, now(), now() from account where id = $3
"""
SEEN = """
update session set seen_at = now() from account a
where token_hash = $1 and a.id = session.account_id and a.is_enabled and session.role = any(a.roles)
  and session.seen_at > now() - $2::interval and session.created_at > now() - $3::interval
returning session.role, session.csrf, a.id, a.login, a.name, a.roles, a.agency_id, a.district_id, a.hall_id, a.staff_id
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """The token of a new session, and the cookie that makes the browser a known device."""

    token: str
    device: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The actor of a session, and the token that its forms must contain."""

    actor: Actor
    login: str
    csrf: str

    @property
    def mark(self) -> bytes:
        """What is recorded to recognise this session; it gives no access."""
        return sha256(f"the session of {self.csrf}".encode()).digest()


async def sign_in(login: str, password: str, *, address: str, device: str = "") -> Opened:
    """Sign in and open a session.

    Raises NotAllowed if login or password is wrong, RateLimited after too many tries. An unknown login takes the same
    time as a wrong password. `device`: the cookie this browser kept.
    """
    name = logins.canonical(login)
    found = await fetch(ACCOUNT, name, logins.as_written(login))
    account = found[0] if found else None
    place = guessing.place_of(address.replace("\x00", ""), device, account)
    attempt = await guessing.begin(name, place)
    kept = account["password_hash"] if account else None
    if not await passwords.is_right(password, kept) or account is None:
        raise _wrong()
    return Opened(await _open(account, name, place, attempt), guessing.device_of(account))


def _wrong() -> NotAllowed:
    return NotAllowed("账号或密码不对。", "Login or password is wrong.", path=("password",))


async def _open(account: asyncpg.Record, login: str, place: SignInPlace, attempt: int) -> str:
    account_id: int = account["id"]
    token, by = secrets.token_urlsafe(TOKEN_BYTES), Actor(ActorKind.ACCOUNT, "ACCOUNT", account_id)
    async with transaction():
        if not await fetch_value(STILL, account_id, account["password_hash"]):
            raise _wrong()
        await execute(OPEN, _hash(token), secrets.token_hex(TOKEN_BYTES), account_id)
        await execute("update account set signed_in_at = now() where id = $1", account_id)
        await guessing.succeed(login, place, attempt)
        await outbox.record("session.opened", "session", account_id, by)
    return token


async def seen(token: str) -> SignedIn | None:
    """The actor of this session, which is thereby kept alive; None if it has ended or is unknown."""
    async with transaction():
        row = await fetch_row(SEEN, _hash(token), IDLE, LONGEST)
    return SignedIn(_actor(row), row["login"], row["csrf"]) if row else None


async def switch_role(token: str, role: str, *, by: Actor) -> None:
    """Act in another of one's own roles, one at a time; Invalid if the account does not have it."""
    if role not in by.roles:
        raise Invalid("这个账号没有这个角色。", "This account has no such role.", path=("role",))
    async with transaction():
        await execute("update session set role = $2 where token_hash = $1", _hash(token), role)
        await outbox.record("session.role_switched", "session", by.id or 0, by, role=role)


async def sign_out(token: str, *, by: Actor) -> None:
    """End the session now."""
    async with transaction():
        await execute("delete from session where token_hash = $1", _hash(token))
        await outbox.record("session.closed", "session", by.id or 0, by)


async def forget() -> None:
    """Delete sessions that have ended, and failures that no longer count."""
    async with transaction():
        await execute(
            "delete from session where seen_at < now() - $1::interval or created_at < now() - $2::interval",
            IDLE,
            LONGEST,
        )
        await guessing.forget()


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _actor(row: asyncpg.Record) -> Actor:
    return Actor(
        ActorKind.ACCOUNT,
        Role(row["role"]).value,
        row["id"],
        row["name"],
        agency=row["agency_id"],
        district=row["district_id"],
        hall=row["hall_id"],
        staff=row["staff_id"],
        roles=tuple(row["roles"]),
    )
