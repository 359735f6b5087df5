"""Signing in: a password for a session. The browser holds a random token, we its hash. All times here are real."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import asyncpg

from domain import outbox
from domain.actor import Actor, ActorKind
from domain.directory import logins, passwords
from domain.errors import Invalid, NotAllowed, RateLimited
from domain.words import Role
from storage.transactions import Connection, fetch, transaction

WINDOW: Final = timedelta(minutes=15)
PER_LOGIN, PER_ADDRESS = 5, 20
IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
TOKEN_BYTES, LONGEST_ADDRESS = 32, 64

ACCOUNT = (
    "select id, password_hash from account where login in ($1, $2) and is_enabled order by login = $2 desc limit 1"
)
FAILURES = """
select count(*) filter (where login = $1) as of_login, count(*) filter (where address = $2) as of_address,
  min(at) filter (where login = $1) as login_since, min(at) filter (where address = $2) as address_since, now() as now
from sign_in_attempt where at > now() - $3::interval and (login = $1 or address = $2)
"""
ATTEMPT = "insert into sign_in_attempt (login, address, at) values ($1, $2, now()) returning id"
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
class SignedIn:
    """Who the browser stands for, and the token its forms must carry."""

    actor: Actor
    login: str
    csrf: str


async def sign_in(login: str, password: str, *, address: str) -> str:
    """A new session's token. Guessing is slowed down, and an unknown login costs the same time."""
    name, place = logins.canonical(login), address[:LONGEST_ADDRESS]
    attempt = await _attempt(name, place)
    found = await fetch(ACCOUNT, name, logins.as_written(login))
    kept = found[0]["password_hash"] if found else None
    if not await passwords.is_right(password, kept):
        raise NotAllowed("账号或密码不对。", "Login or password is wrong.", path=("password",))
    return await _open(found[0]["id"], name, attempt)


async def _attempt(login: str, address: str) -> int:
    """Write the try down before it is judged, one at a time: many guesses at once count as many."""
    async with transaction() as connection:
        for key in (f"address {address}", f"login {login}"):
            await connection.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        row = await connection.fetchrow(FAILURES, login, address, WINDOW)
        since = [
            begun
            for count, most, begun in (
                (row["of_login"], PER_LOGIN, row["login_since"]),
                (row["of_address"], PER_ADDRESS, row["address_since"]),
            )
            if count >= most
        ]
        if since:
            raise _too_often(max(since), row["now"])
        return int(await connection.fetchval(ATTEMPT, login, address))


def _too_often(since: datetime, now: datetime) -> RateLimited:
    wait = max(since + WINDOW - now, timedelta(seconds=1))
    minutes = -(-int(wait.total_seconds()) // 60)
    return RateLimited(
        f"试错次数太多，请{max(minutes, 1)}分钟后再试。忘了密码请找系统管理员重设。",
        f"Too many wrong tries. Try again in {max(minutes, 1)} minutes; the administrator can reset your password.",
        retry_after=int(wait.total_seconds()),
    )


async def _open(account_id: int, login: str, attempt: int) -> str:
    token, by = secrets.token_urlsafe(TOKEN_BYTES), Actor(ActorKind.ACCOUNT, "ACCOUNT", account_id)
    async with transaction() as connection:
        await connection.execute(OPEN, _hash(token), secrets.token_hex(TOKEN_BYTES), account_id)
        await connection.execute("delete from sign_in_attempt where login = $1 or id = $2", login, attempt)
        await outbox.record("session.opened", "session", account_id, by)
    return token


async def seen(token: str) -> SignedIn | None:
    """Who this session stands for; each look keeps it alive. None: over, or never was."""
    async with transaction() as connection:
        row = await connection.fetchrow(SEEN, _hash(token), IDLE, LONGEST)
    return SignedIn(_actor(row), row["login"], row["csrf"]) if row else None


async def switch_role(token: str, role: str, *, by: Actor) -> None:
    """Act as another of one's own roles. One role at a time; they are never mixed."""
    if role not in by.roles:
        raise Invalid("这个账号没有这个角色。", "This account has no such role.", path=("role",))
    async with transaction() as connection:
        await connection.execute("update session set role = $2 where token_hash = $1", _hash(token), role)
        await outbox.record("session.role_switched", "session", by.id or 0, by, role=role)


async def sign_out(token: str, *, by: Actor) -> None:
    """End the session now, whatever the browser keeps."""
    async with transaction() as connection:
        await connection.execute("delete from session where token_hash = $1", _hash(token))
        await outbox.record("session.closed", "session", by.id or 0, by)


async def forget() -> None:
    """Drop what is over: idle sessions, and failures that no longer count."""
    async with transaction() as connection:
        await _drop(connection)


async def _drop(connection: Connection) -> None:
    await connection.execute(
        "delete from session where seen_at < now() - $1::interval or created_at < now() - $2::interval", IDLE, LONGEST
    )
    await connection.execute("delete from sign_in_attempt where at < now() - $1::interval", WINDOW)


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
