"""Access: clients with a key, officials with a personal access token.

A key is 32 random bytes; only its SHA-256 is stored, which is enough for a secret that cannot be guessed. Times are
real time.
"""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from domain.actor import PUBLIC, Actor, ActorKind, Scope
from domain.errors import Invalid, NotFound
from storage.transactions import execute, fetch, fetch_value

CLIENT_PREFIX, TOKEN_PREFIX = "hck_", "hct_"
KINDS = ("CHANNEL", "BUSINESS", "SUBSCRIBER", "PUBLIC")

# The scopes a client of each kind has; a business system can never submit ratings (docs/rules.md §2).
SCOPES_OF = {
    "CHANNEL": (Scope.SUBMIT_RATINGS, Scope.READ_BOARD),
    "BUSINESS": (Scope.RECORD_EVENTS,),
    "SUBSCRIBER": (Scope.READ_EVENTS, Scope.READ_BOARD),
    "PUBLIC": (),
}
# Scopes that a client has only if it was registered with them: a system of record for the directory.
FURTHER_SCOPES = {"BUSINESS": (Scope.CHANGE_DIRECTORY,)}

CLIENT = "select id, name, kind, scopes, agency_id, origins from client where is_enabled and"
ACCOUNT = """
select a.id, a.name, a.roles, a.agency_id, a.district_id, a.hall_id, a.staff_id
from access_token t join account a on a.id = t.account_id
where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now()) and a.is_enabled
"""


async def bearers(digest: bytes) -> tuple[Actor, ...]:
    """The actors for the secret with this SHA-256: one client, or an account in each of its roles.

    Empty if the secret is unknown, expired, revoked or disabled.
    """
    for row in await fetch(f"{CLIENT} key_hash = $1", digest):
        return (_client(**row),)
    for row in await fetch(ACCOUNT, digest):
        return account_actors(**row)
    return ()


async def client(client_id: int) -> Actor | None:
    """The client as an actor, without its key, for acting on its behalf; None if it is disabled."""
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
    """One actor for each role of an account, in their order. An actor has one role, never several."""
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
    """Add a client; returns its key, of which only a hash is stored.

    `scopes`: None for those of its kind. Raises Invalid for a kind or scope that is not allowed, NotFound for an
    unknown agency or channel.
    """
    if kind not in KINDS:
        raise Invalid(f"种类应为 {' | '.join(KINDS)}。", f"The kind is one of {', '.join(KINDS)}.")
    allowed = (*SCOPES_OF[kind], *FURTHER_SCOPES.get(kind, ()))
    wanted = SCOPES_OF[kind] if scopes is None else scopes
    if wrong := [scope for scope in wanted if scope not in allowed]:
        raise Invalid(f"{kind} 不能有权限 {', '.join(wrong)}。", f"A {kind} client may not have {', '.join(wrong)}.")
    if agency is not None and Scope.CHANGE_DIRECTORY in wanted:
        raise Invalid(
            "只属于一个单位的系统不能改全市的目录。", "A system of one agency may not change the city's directory."
        )
    key = CLIENT_PREFIX + secrets.token_urlsafe(32)
    await execute(
        """insert into client (name, kind, key_hash, scopes, agency_id, channel_id, origins, is_enabled, created_at)
           values ($1, $2, $3, $4, $5, $6, '{}', true, now())""",
        name,
        kind,
        digest(key),
        [str(scope) for scope in wanted],
        await id_of("agency", "code", agency),
        await id_of("channel", "code", channel),
    )
    return key


async def id_of(table: str, column: str, value: str | None) -> int | None:
    """The id of the row with this code, None for None; NotFound if there is none.

    Table and column must be constants of ours: they are put into the SQL.
    """
    if value is None:
        return None
    found: int | None = await fetch_value(f"select id from {table} where {column} = $1", value)
    if found is None:
        raise NotFound(f"目录里没有 {table} {value}。", f"The directory has no {table} {value}.")
    return found


def digest(secret: str) -> bytes:
    """The SHA-256 that is stored of a secret."""
    return sha256(secret.encode()).digest()
