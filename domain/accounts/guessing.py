"""Slows down the guessing of passwords without letting anybody lock out another. Times are real time.

After failures one waits ever longer, counted by login and place together. A place is an address, or a browser in which
the person signed in before (its cookie); such a known device does not wait for what others try. Unknown devices also
wait after many failures from one address against any logins, or against one login from any addresses.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import asyncpg

from domain import outbox, policy
from domain.accounts import logins
from domain.actor import Actor
from domain.errors import Invalid, RateLimited
from domain.keys import keyed_hash, keys
from storage.transactions import execute, fetch, fetch_row, fetch_value, transaction
from throttling import network

REMEMBERED: Final = timedelta(hours=1)
FREE, OF_LOGIN, OF_ADDRESS = 3, 100, 20  # failures without a wait: of one pair, of a login, of an address
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=15)
OF_OTHERS: Final = timedelta(seconds=5)  # the wait of an unknown device for failures of others at its address
DEVICE_DAYS: Final = 180
LONGEST_PLACE: Final = 64

FAILURES = """
select count(*) filter (where login = $1 and address = $2) as of_pair,
  max(at) filter (where login = $1 and address = $2) as pair_last,
  count(*) filter (where login = $1) as of_login, max(at) filter (where login = $1) as login_last,
  count(*) filter (where address = $2) as of_address, max(at) filter (where address = $2) as address_last,
  clock_timestamp() as now
from sign_in_attempt where at > clock_timestamp() - $3::interval and (login = $1 or address = $2)
"""
ATTEMPT = "insert into sign_in_attempt (login, address, at) values ($1, $2, clock_timestamp()) returning id"
SUCCEED = "delete from sign_in_attempt where login = $1 and address = $2 or id = $3"


@dataclass(frozen=True, slots=True)
class SignInPlace:
    """Where somebody tries to sign in from; `is_known` if it is a known device."""

    name: str
    is_known: bool


def place_of(address: str, device: str, account: asyncpg.Record | None) -> SignInPlace:
    """The device, if this account has signed in with it under its present password; else the address.

    IPv6 addresses count by their network.
    """
    number, _, signed = device.partition(".")
    if account is not None and number and hmac.compare_digest(signed.encode(), _sign(number, account).encode()):
        return SignInPlace(f"device {number}"[:LONGEST_PLACE], True)
    return SignInPlace(network(address)[:LONGEST_PLACE], False)


def device_of(account: asyncpg.Record) -> str:
    """The cookie for a browser in which somebody has signed in.

    It gives no access by itself, and is no longer valid after a change of password.
    """
    number = secrets.token_urlsafe(12)
    return f"{number}.{_sign(number, account)}"


def _sign(number: str, account: asyncpg.Record) -> str:
    said = f"device {number} {account['id']} {account['password_hash']}"
    return keyed_hash(keys().session, said.encode()).hex()[:40]


async def begin(login: str, place: SignInPlace) -> int:
    """Write the attempt down before the password is checked; returns its id.

    Raises RateLimited if there is still time to wait. Attempts at one login or from one place run one after the other,
    so that simultaneous guesses are all counted.
    """
    async with transaction():
        for key in sorted((f"address {place.name}", f"login {login}")):
            await execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
        row = await fetch_row(FAILURES, login, place.name, REMEMBERED)
        wait = max(until - row["now"] for until in _ends(row, place))
        if wait > timedelta(0):
            raise _too_often(wait)
        return int(await fetch_value(ATTEMPT, login, place.name))


async def succeed(login: str, place: SignInPlace, attempt: int) -> None:
    """Forget the failures of this login from this place; those from other places stay counted."""
    await execute(SUCCEED, login, place.name, attempt)


def _ends(row: asyncpg.Record, place: SignInPlace) -> Sequence[datetime]:
    """When each of the waits ends; the first is now."""
    ends = [row["now"]]
    if row["of_pair"] >= FREE:
        ends.append(row["pair_last"] + delay(row["of_pair"]))
    if not place.is_known and row["of_login"] >= OF_LOGIN:
        ends.append(row["login_last"] + delay(row["of_login"] - OF_LOGIN + FREE))
    if not place.is_known and row["of_address"] >= OF_ADDRESS:
        ends.append(row["address_last"] + OF_OTHERS)
    return ends


def delay(failures: int) -> timedelta:
    """The wait after so many failures: none while they are free, then doubled with each, up to LONGEST."""
    return min(FIRST * 2 ** min(max(failures - FREE, 0), 20), LONGEST) if failures >= FREE else timedelta(0)


def _too_often(wait: timedelta) -> RateLimited:
    seconds = max(int(wait.total_seconds() + 0.999), 1)
    zh, en = (f"{seconds}秒", f"{seconds} seconds")
    if seconds > 90:
        zh, en = (f"{-(-seconds // 60)}分钟", f"{-(-seconds // 60)} minutes")
    return RateLimited(
        f"试错次数太多，请{zh}后再试。忘了口令，或急着进来，请找安全管理员。",
        f"Too many wrong tries. Try again in {en}. If you forgot the password or are in a hurry, ask the security "
        "administrator.",
        retry_after=seconds,
    )


async def lift(login: str = "", address: str = "", *, by: Actor) -> int:
    """Forget the failures of this login or from this address; returns how many.

    With both given, only those of this login from this address. Raises Invalid if neither is given.
    """
    policy.require(by, "sign_in.lift")
    if not login and not address:
        raise Invalid("请指明账号或地址。", "Name a login or an address.")
    name = logins.canonical(login)
    async with transaction():
        gone = await fetch(
            """delete from sign_in_attempt where ($1 = '' or login = $1) and ($2 = '' or address = $2)
               returning id""",
            name,
            address,
        )
        account = await fetch_value("select min(id) from account where lower(login) = $1", name)
        await outbox.record("sign_in.lifted", "account", account or 0, by, failures=len(gone))
    return len(gone)


async def forget() -> None:
    """Delete failures that no longer count."""
    async with transaction():
        await execute("delete from sign_in_attempt where at < now() - $1::interval", REMEMBERED)


__all__ = [
    "DEVICE_DAYS",
    "FREE",
    "REMEMBERED",
    "SignInPlace",
    "begin",
    "delay",
    "device_of",
    "forget",
    "lift",
    "place_of",
    "succeed",
]
