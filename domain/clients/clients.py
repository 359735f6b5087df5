"""Managing API clients: register, renew keys, set origins, enable and disable.

Every change is one transaction with its event. Times are real time: keys of machines do not follow a shifted clock.
"""

import re
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import asyncpg

from domain import access, outbox, policy, texts
from domain.actor import Actor, Scope
from domain.clients.signing_keys import read_public_key
from domain.errors import Conflict, Invalid, NotFound
from domain.personal import outside
from domain.working_days import start_of
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction

LONGEST_NAME: Final = 120
MOST_ORIGINS: Final = 20
KID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
SIGNS: Final = "CHANNEL"  # only a channel has users to sign for


@dataclass(frozen=True, slots=True)
class Registered:
    """A new client and its key, of which only a hash is stored."""

    id: int
    key: str


async def register(
    name: str,
    kind: str,
    *,
    agency: str | None = None,
    channel: str | None = None,
    keeps_directory: bool = False,
    by: Actor,
) -> Registered:
    """Register a client with the scopes of its kind; Conflict if an enabled one has the name.

    `keeps_directory`: it is the city's system of record and may change the directory too.
    """
    policy.require(by, "client.change")
    name = texts.line(name)
    if not 1 <= len(name) <= LONGEST_NAME or not texts.is_line(name):
        raise Invalid("请写名称，最多120个字。", "Give a name of 1 to 120 characters.", path=("name",))
    outside.check(name, "name", "名称", "the name")
    async with transaction():
        if await fetch_value("select 1 from client where name = $1 and is_enabled", name):
            raise Conflict(f"“{name}”已经有了。", f"There is an enabled client named {name!r}.", path=("name",))
        scopes = [*access.SCOPES_OF.get(kind, ()), Scope.CHANGE_DIRECTORY] if keeps_directory else None
        key = await access.add_client(name, kind, agency=agency, channel=channel, scopes=scopes)
        client_id: int = await fetch_value("select max(id) from client where name = $1", name)
        await outbox.record("client.registered", "client", client_id, by, client_kind=kind)
    return Registered(client_id, key)


async def renew_key(client_id: int, *, by: Actor) -> str:
    """Give the client another key and return it; the old one ends at once."""
    key = access.CLIENT_PREFIX + secrets.token_urlsafe(32)
    async with _changing(client_id, "client.rekeyed", by):
        await execute("update client set key_hash = $2 where id = $1", client_id, access.digest(key))
    return key


async def set_origins(
    client_id: int, origins: Sequence[str], *, by: Actor, seen: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Set all origins from whose pages a browser may use the client's key; returns them.

    `seen` are the origins that were shown: Conflict if they were changed to others since.
    """
    policy.require(by, "client.change")
    wanted = tuple(dict.fromkeys(_origin(text) for text in map(texts.line, origins) if text))
    if len(wanted) > MOST_ORIGINS:
        raise Invalid(f"最多{MOST_ORIGINS}个来源。", f"At most {MOST_ORIGINS} origins.", path=("origins",))
    async with _changing(client_id, "client.opened", by, origins=list(wanted)) as row:
        if seen is not None and set(seen) != set(row["origins"]) != set(wanted):
            raise Conflict(
                "您打开之后，别人改过来源。您写的没有保存，也没有丢；请看过现在的再决定。",
                "Somebody changed the origins after you opened this. Yours were not saved and are not lost.",
                path=("origins",),
            )
        await execute("update client set origins = $2 where id = $1", client_id, list(wanted))
    return wanted


async def set_enabled(client_id: int, enabled: bool, *, by: Actor) -> None:
    """Disable a client or enable it again; takes effect within seconds. Conflict if nothing changes."""
    async with _changing(client_id, "client.enabled" if enabled else "client.disabled", by) as row:
        if row["is_enabled"] is enabled:
            raise Conflict("已经是这个状态了。", "It is so already.")
        await execute("update client set is_enabled = $2 where id = $1", client_id, enabled)


async def register_key(client_id: int, kid: str, key: str, *, valid_until: datetime | None = None, by: Actor) -> str:
    """Register a public key with which the channel signs, under its own `kid`; returns the algorithm.

    Raises Invalid for an unfit key, kid or date, Conflict if the kid was used before.
    """
    policy.require(by, "client.change")
    kid = texts.line(kid)
    if not KID.fullmatch(kid):
        raise Invalid(
            "密钥编号（kid）请用1到64个字母、数字、点、横线或下划线。",
            "A kid has 1 to 64 letters, digits, dots, dashes or underscores.",
            path=("kid",),
        )
    algorithm, jwk = read_public_key(key)
    async with _changing(client_id, "signing_key.registered", by, kid=kid) as row:
        if valid_until is not None and valid_until <= await fetch_value("select now()"):
            raise Invalid("有效期已经过了。", "This day is over already.", path=("until",))
        if row["kind"] != SIGNS:
            raise Invalid("只有渠道才有用户可以签名。", "Only a channel has users to sign for.", path=("key",))
        try:
            await execute(
                """insert into signing_key (client_id, kid, algorithm, jwk, valid_from, valid_until, created_at)
                   values ($1, $2, $3, $4, now(), $5, now())""",
                client_id, kid, algorithm, jwk, valid_until,
            )  # fmt: skip
        except asyncpg.UniqueViolationError as error:
            raise Conflict(
                f"密钥编号 {kid} 用过了。请换一个编号，旧的不会被覆盖。",
                f"The kid {kid} has been used. Take another; the old key is never overwritten.",
                path=("kid",),
            ) from error
    return algorithm


async def revoke_key(client_id: int, kid: str, *, by: Actor) -> None:
    """Revoke a key: signatures by it are no longer accepted. NotFound if it is not in use."""
    async with _changing(client_id, "signing_key.revoked", by, kid=kid):
        done = await fetch_value(
            """update signing_key set revoked_at = now()
               where client_id = $1 and kid = $2 and revoked_at is null returning id""",
            client_id, kid,
        )  # fmt: skip
        if done is None:
            raise NotFound("没有这把有效的密钥。", "There is no such key in use.", path=("kid",))


def end_of(day: date) -> datetime:
    """The end of a day, as the end of a key's validity."""
    return start_of(day + timedelta(days=1))


async def id_of(name: str) -> int:
    """The id of the enabled client with this name; NotFound or Conflict unless there is exactly one."""
    return int((await _named(name))["id"])


async def code_of(name: str) -> str:
    """The public code of the enabled client with this name, by which it signs."""
    return str((await _named(name))["code"])


async def _named(name: str) -> asyncpg.Record:
    found = await fetch("select id, code from client where name = $1 and is_enabled", name)
    if not found:
        raise NotFound(f"没有启用中的客户端“{name}”。", f"There is no enabled client named {name!r}.")
    if len(found) > 1:
        raise Conflict(f"有几个客户端都叫“{name}”，请在管理页面上处理。", f"Several clients are named {name!r}.")
    return found[0]


@asynccontextmanager
async def _changing(client_id: int, kind: str, by: Actor, **facts: Any) -> AsyncIterator[asyncpg.Record]:
    """Check the permission, lock the client, yield its row for the change, then record the event."""
    policy.require(by, "client.change")
    async with transaction():
        row = await fetch_row("select kind, is_enabled, origins from client where id = $1 for update", client_id)
        if row is None:
            raise NotFound("没有这个客户端。", "There is no such client.")
        yield row
        await outbox.record(kind, "client", client_id, by, **facts)


def _origin(text: str) -> str:
    """The origin as browsers send it: scheme, host and port in small letters.

    Raises Invalid for anything else; http is allowed only for this machine.
    """
    try:
        parts = urlsplit(text.lower())
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        raise _no_origin(text) from None
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname or ""
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not host or not is_bare or not is_safe or not host.isascii():
        raise _no_origin(text)
    default = {"https": ":443", "http": ":80"}[parts.scheme]
    return f"{parts.scheme}://{host}{'' if port == default else port}"


def _no_origin(text: str) -> Invalid:
    told = "".join(c if c.isprintable() else "?" for c in text.strip()[:60])
    return Invalid(
        f"“{told}”不是来源。请写成 https://主机名，不带路径；本机调试可以用 http://localhost:端口。",
        f"“{told}” is not an origin. Write https://host without a path; http://localhost:port on your own machine.",
        path=("origins",),
    )
