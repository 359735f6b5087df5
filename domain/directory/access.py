"""Who may come in: clients with a key, officials with an account and personal access tokens. Secrets are shown once.

A key is 32 random bytes; only its SHA-256 is kept, which is enough for a secret nobody can guess. Times are real.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from domain.actor import PUBLIC, Actor, ActorKind, Scope
from domain.directory import passwords
from domain.errors import Conflict, Invalid, NotFound
from domain.words import Role
from storage.transactions import execute, fetch, fetch_value

CLIENT_PREFIX, TOKEN_PREFIX = "hck_", "hct_"
SHORTEST_PASSWORD = 10
KINDS = ("CHANNEL", "BUSINESS", "SUBSCRIBER", "PUBLIC")

# What a client of a kind does for a living; a business system can never submit a rating (domain.md §2).
SCOPES_OF = {
    "CHANNEL": (Scope.SUBMIT_RATINGS, Scope.READ_BOARD),
    "BUSINESS": (Scope.RECORD_EVENTS,),
    "SUBSCRIBER": (Scope.READ_EVENTS, Scope.READ_BOARD),
    "PUBLIC": (),
}

CLIENT = "select id, name, kind, scopes, agency_id, origins from client where is_enabled and"
ACCOUNT = """
select a.id, a.name, a.roles, a.agency_id, a.district_id, a.hall_id, a.staff_id
from access_token t join account a on a.id = t.account_id
where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and a.is_enabled
"""


async def bearers(digest: bytes) -> tuple[Actor, ...]:
    """Whom the holder of a secret with this SHA-256 may act as: one client, or an account in each of its roles."""
    for row in await fetch(f"{CLIENT} key_hash = $1", digest):
        return (_client(**row),)
    for row in await fetch(ACCOUNT, digest):
        return account_actors(**row)
    return ()


async def client(client_id: int) -> Actor | None:
    """A client as an actor, without its key: for what is done on its behalf. None: it is shut out."""
    for row in await fetch(f"{CLIENT} id = $1", client_id):
        return _client(**row)
    return None


def account_actors(
    *,
    id: int,
    name: str,
    roles: Sequence[str],
    agency_id: int,
    district_id: int | None,
    hall_id: int | None,
    staff_id: int | None,
) -> tuple[Actor, ...]:
    """An account in each of its roles, the first one first. Roles are switched, never mixed."""
    return tuple(
        Actor(
            ActorKind.ACCOUNT,
            role,
            id,
            name,
            agency=agency_id,
            district=district_id,
            hall=hall_id,
            staff=staff_id,
            roles=(role, *(other for other in roles if other != role)),
        )
        for role in roles
    )


async def is_registered(origin: str) -> bool:
    """Whether any enabled client has pages at this origin."""
    return bool(
        await fetch_value("select exists (select from client where is_enabled and origins @> array[$1])", origin)
    )


def _client(
    *, id: int, name: str, kind: str, agency_id: int | None, scopes: Sequence[str], origins: Sequence[str]
) -> Actor:
    places = frozenset(origins)
    if kind == PUBLIC.role:
        return Actor(ActorKind.PUBLIC, PUBLIC.role, name=name, origins=places)
    return Actor(ActorKind.CLIENT, kind, id, name, agency=agency_id, scopes=frozenset(scopes), origins=places)


async def add_client(
    name: str, kind: str, *, agency: str | None = None, channel: str | None = None, scopes: Sequence[str] | None = None
) -> str:
    """A new client; the answer is its key, which is kept nowhere."""
    if kind not in KINDS:
        raise Invalid(f"种类应为 {' | '.join(KINDS)}。", f"The kind is one of {', '.join(KINDS)}.")
    allowed = SCOPES_OF[kind]
    wanted = allowed if scopes is None else scopes
    if wrong := [scope for scope in wanted if scope not in allowed]:
        raise Invalid(f"{kind} 不能有权限 {', '.join(wrong)}。", f"A {kind} client may not have {', '.join(wrong)}.")
    key = CLIENT_PREFIX + secrets.token_urlsafe(32)
    await execute(
        """insert into client (name, kind, key_hash, scopes, agency_id, channel_id, origins, is_enabled, created_at)
           values ($1, $2, $3, $4, $5, $6, '{}', true, now())""",
        name,
        kind,
        digest(key),
        [str(scope) for scope in wanted],
        await _id("agency", "code", agency),
        await _id("channel", "code", channel),
    )
    return key


async def disable_client(name: str) -> int:
    """Shut out all clients of this name; how many there were."""
    done = await fetch("update client set is_enabled = false where name = $1 and is_enabled returning id", name)
    if not done:
        raise NotFound(f"没有启用中的客户端“{name}”。", f"There is no enabled client named {name!r}.")
    return len(done)


async def add_account(
    login: str,
    name: str,
    password: str,
    roles: Sequence[Role],
    *,
    agency: str,
    district: str | None = None,
    hall: str | None = None,
    staff: str | None = None,
) -> int:
    """A new account. District narrows a managing desk's reach, hall is a hall manager's, staff is the person."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            f"口令至少{SHORTEST_PASSWORD}个字符。", f"A password has at least {SHORTEST_PASSWORD} characters."
        )
    if not roles:
        raise Invalid("至少要有一个角色。", "An account needs a role.")
    new: int | None = await fetch_value(
        """insert into account
             (login, name, password_hash, roles, agency_id, district_id, hall_id, staff_id, is_enabled)
           values ($1, $2, $3, $4, $5, $6, $7, $8, true) on conflict (login) do nothing returning id""",
        login,
        name,
        await passwords.make(password),
        [role.value for role in roles],
        await _id("agency", "code", agency),
        await _id("district", "code", district),
        await _id("hall", "code", hall),
        await _id("staff_member", "number", staff),
    )
    if new is None:
        raise Conflict(f"账号“{login}”已经有了。", f"The login {login!r} is taken.")
    return new


async def add_token(login: str, name: str, *, expires_at: datetime | None = None) -> str:
    """A new personal access token of an account; the answer is the token, which is kept nowhere."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    done = await fetch(
        """insert into access_token (account_id, token_hash, name, created_at, expires_at)
           select id, $2, $3, now(), $4 from account where login = $1 returning id""",
        login,
        digest(token),
        name,
        expires_at,
    )
    if not done:
        raise NotFound(f"没有账号“{login}”。", f"There is no account {login!r}.")
    return token


async def revoke_tokens(login: str, name: str) -> int:
    """End the account's tokens of this name; how many there were."""
    done = await fetch(
        """update access_token t set revoked_at = now() from account a
           where a.id = t.account_id and a.login = $1 and t.name = $2 and t.revoked_at is null returning t.id""",
        login,
        name,
    )
    if not done:
        raise NotFound(f"账号“{login}”没有有效的令牌“{name}”。", f"The account {login!r} has no live token {name!r}.")
    return len(done)


async def _id(table: str, column: str, value: str | None) -> int | None:
    """The row with this code. Table and column are our own words."""
    if value is None:
        return None
    found: int | None = await fetch_value(f"select id from {table} where {column} = $1", value)
    if found is None:
        raise NotFound(f"目录里没有 {table} {value}。", f"The directory has no {table} {value}.")
    return found


def digest(secret: str) -> bytes:
    """What is kept of a secret."""
    return sha256(secret.encode()).digest()
