"""The demonstration's accounts and clients: made once, shown once, written to city.json."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cli.city import bureaus
from cli.city.plan import CityPlan
from domain import access
from domain.accounts import accounts
from domain.actor import SYSTEM, Actor
from domain.clients import clients
from domain.words import Role
from storage.transactions import fetch

TOKEN_NAME: Final = "演示令牌"
OFFICER: Final = "专员{number:02d}"  # case officers of the other bureaus, whose passwords are not kept
CLIENTS: Final = {
    "business": "演示·综合受理平台",
    "channel": "演示·滨海政务服务网",
    "subscriber": "演示·第三方订阅",
    "public": "演示·公众",
}
CHANNEL: Final = "WEB_PORTAL"
ORIGINS: Final = ("https://www.binhai.example", "https://m.binhai.example")

EVERYBODY: Final = """select id, name, roles, agency_id, district_id, hall_id, staff_id from account
where $1 = any(roles) order by id"""


@dataclass(frozen=True, slots=True)
class Part:
    """One account of the demonstration: its login, role, and place."""

    login: str
    role: Role
    agency: str = bureaus.MANAGING
    staff: str | None = None
    hall: str | None = None


CAST: Final = (
    Part("officer", Role.CASE_OFFICER, bureaus.OFFICERS_OWN, "ZY-002"),
    Part("officer2", Role.CASE_OFFICER, bureaus.OFFICERS_OWN, "ZY-102"),
    Part("hall", Role.HALL_MANAGER, hall="BH01"),
    Part("dispatcher", Role.DISPATCHER),
    Part("moderator", Role.MODERATOR),
    Part("reviewer", Role.REVIEWER),
    Part("supervisor", Role.SUPERVISOR),
    Part("hr", Role.HR),
    Part("auditor", Role.AUDITOR),
    Part("staff", Role.WINDOW_STAFF, staff="BH01-01-A"),
    Part("hotline", Role.HOTLINE_AGENT, bureaus.HOTLINE, "12345-001"),
    Part("head", Role.AGENCY_HEAD, bureaus.OFFICERS_OWN),
    Part("sysadmin", Role.SYSTEM_ADMINISTRATOR),
    Part("security", Role.SECURITY_ADMINISTRATOR),
)
NAMES: Final = {
    "hall": "赖望潮",
    "dispatcher": "温听涛",
    "moderator": "谢晴川",
    "reviewer": "邓知帆",
    "supervisor": "梁海若",
    "hr": "钟云舟",
    "auditor": "许晓屿",
    "head": "苏沐汐",
    "sysadmin": "叶映澜",
    "security": "曾霁月",
}


async def engage(city: CityPlan) -> dict[str, Any]:
    """Make the accounts and clients of a new city, and return the contents of city.json."""
    names = city.staff_names()
    passwords = [secrets.token_urlsafe(12) for _ in CAST]
    await asyncio.gather(
        *(_account(city, part, password, names) for part, password in zip(CAST, passwords, strict=True))
    )
    await _other_officers(city, names)
    tokens = [await accounts.add_token(part.login, TOKEN_NAME, by=SYSTEM) for part in CAST]
    return _facts(city, passwords, tokens, {key: await _client(key) for key in CLIENTS})


async def engage_anew(city: CityPlan) -> dict[str, Any]:
    """Give the same accounts and clients new passwords, tokens and keys, after city.json was lost.

    The old ones end. Returns the contents of city.json.
    """
    passwords = [secrets.token_urlsafe(12) for _ in CAST]
    await asyncio.gather(
        *(
            accounts.renew_password(part.login, password, by=SYSTEM)
            for part, password in zip(CAST, passwords, strict=True)
        )
    )
    tokens = [await accounts.add_token(part.login, TOKEN_NAME, by=SYSTEM) for part in CAST]
    known = {row["name"] for row in await fetch("select name from client where is_enabled")}
    for name in known & {*CLIENTS.values()}:
        await clients.set_enabled(await clients.id_of(name), False, by=SYSTEM)
    return _facts(city, passwords, tokens, {key: await _client(key) for key in CLIENTS})


async def actors(role: Role) -> list[Actor]:
    """Return all accounts with this role as actors in it."""
    rows = await fetch(EVERYBODY, role.value)
    return [next(actor for actor in access.account_actors(**row) if actor.role == role) for row in rows]


async def client(name: str) -> Actor | None:
    """Return the client of this name as an actor; None if there is none or it is disabled."""
    rows = await fetch("select key_hash from client where name = $1 and is_enabled order by id desc limit 1", name)
    found = await access.bearers(rows[0]["key_hash"]) if rows else ()
    return found[0] if found else None


async def _account(city: CityPlan, part: Part, password: str, names: dict[str, str]) -> None:
    name = names[part.staff] if part.staff else NAMES[part.login]
    await accounts.add(
        part.login, name, password, [part.role], agency=city.agencies[part.agency], hall=part.hall, staff=part.staff,
        by=SYSTEM,
    )  # fmt: skip


async def _other_officers(city: CityPlan, names: dict[str, str]) -> None:
    """Make a case officer for each other agency, so that all orders are handled."""
    own = city.agencies[bureaus.OFFICERS_OWN]
    others = [(agency, staff) for agency, staff in city.officers.items() if agency != own]
    await asyncio.gather(*(_officer(n, agency, staff, names[staff]) for n, (agency, staff) in enumerate(others, 1)))


async def _officer(number: int, agency: str, staff: str, name: str) -> None:
    login, password = OFFICER.format(number=number), secrets.token_urlsafe(32)
    await accounts.add(login, name, password, [Role.CASE_OFFICER], agency=agency, staff=staff, by=SYSTEM)


async def _client(key: str) -> str:
    channel = CHANNEL if key == "channel" else None
    made = await clients.register(CLIENTS[key], key.upper(), channel=channel, by=SYSTEM)
    if channel:
        await _furnish(made.id)
    return made.key


async def _furnish(channel: int) -> None:
    """Register origins and a signing key for a channel.

    The private key is not kept; whoever wants to try signing registers another key.
    """
    public = Ed25519PrivateKey.generate().public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    await clients.set_origins(channel, ORIGINS, by=SYSTEM)
    await clients.register_key(channel, "demo-1", pem, by=SYSTEM)


def _facts(city: CityPlan, passwords: Sequence[str], tokens: Sequence[str], keys: dict[str, str]) -> dict[str, Any]:
    accounts = [
        {
            "role": part.role.value,
            "login": part.login,
            "password": password,
            "token": token,
            "agencyCode": city.agencies[part.agency],
        }
        for part, password, token in zip(CAST, passwords, tokens, strict=True)
    ]
    return {"accounts": accounts, "keys": keys}
