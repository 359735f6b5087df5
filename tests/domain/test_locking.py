"""Locking accounts: everybody behind one is out at once, and somebody always remains who can unlock."""

import asyncio

import pytest

from domain import access
from domain.accounts import accounts, locking, passwords, sessions
from domain.actor import SYSTEM, Actor, ActorKind
from domain.errors import Conflict, DomainError, Forbidden, Invalid, NotAllowed, NotFound, ReasonRequired
from domain.words import Role
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import BUREAU, Cast, somebody_waits

PASSWORD = "春眠不觉晓处处闻啼鸟"


async def opened(login: str, *roles: Role) -> int:
    return await accounts.add(login, login, PASSWORD, list(roles), agency=BUREAU, by=SYSTEM)


def guard(id: int) -> Actor:
    return Actor(ActorKind.ACCOUNT, Role.SECURITY_ADMINISTRATOR, id, "安全员")


@pytest.fixture
async def guards(cast: Cast) -> tuple[int, int]:
    """Two security administrators."""
    return await opened("guard1", Role.SECURITY_ADMINISTRATOR), await opened("guard2", Role.SECURITY_ADMINISTRATOR)


async def test_a_locked_account_is_out_at_once_and_comes_in_after_unlocking(guards: tuple[int, int]) -> None:
    id, by = await opened("newcomer", Role.HR), guard(guards[0])
    token = await accounts.add_token("newcomer", "电脑", by=SYSTEM)
    session = (await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")).token
    assert await fetch_value("select signed_in_at is not null from account where id = $1", id)
    await locking.lock(id, reason="已调离", by=by)
    assert await sessions.seen(session) is None
    assert await access.bearers(access.digest(token)) == ()
    with pytest.raises(NotAllowed):
        await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")
    await locking.unlock(id, by=by)
    assert await sessions.seen(session) is None, "the session has ended for good"
    await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")
    told = await fetch("select kind, actor_id from outbox where kind like 'account.%lock%' order by id")
    assert [tuple(row) for row in told] == [("account.locked", guards[0]), ("account.unlocked", guards[0])]
    kept = await fetch("select act, reason, actor_name from account_act where account_id = $1 order by id", id)
    assert [tuple(row) for row in kept] == [("LOCKED", "已调离", "安全员"), ("UNLOCKED", None, "安全员")]


async def test_who_was_signing_in_while_the_account_was_locked_is_not_in_after_unlocking(
    guards: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    id, by = await opened("newcomer", Role.HR), guard(guards[0])
    is_right = passwords.is_right

    async def slow(password: str, kept: str | None) -> bool:
        right = await is_right(password, kept)
        await locking.lock(id, reason="已调离", by=by)
        return right

    monkeypatch.setattr(passwords, "is_right", slow)
    with pytest.raises(NotAllowed):
        await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")
    await locking.unlock(id, by=by)
    assert await fetch_value("select count(*) from session") == 0


async def test_who_was_locked_locks_nobody_any_more(guards: tuple[int, int]) -> None:
    first, second = guards
    third = await opened("guard3", Role.SECURITY_ADMINISTRATOR)
    await locking.lock(second, reason="休假", by=guard(first))
    for late in (locking.lock(first, reason="报复", by=guard(second)), locking.unlock(second, by=guard(second))):
        with pytest.raises(Forbidden):
            await late
    await locking.unlock(second, by=guard(third))


async def test_what_was_done_to_accounts_is_never_changed(guards: tuple[int, int]) -> None:
    await locking.lock(guards[1], reason="休假", by=guard(guards[0]))
    for act in ("update account_act set reason = 'x'", "delete from account_act", "truncate account_act"):
        with pytest.raises(Exception, match=r"append-only|refused|permission"):
            async with transaction():
                await execute(act)


async def test_signing_out_everywhere_leaves_the_account_open(guards: tuple[int, int]) -> None:
    id = await opened("newcomer", Role.HR)
    tokens = [(await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")).token for _ in range(2)]
    assert await locking.sign_out_everywhere(id, by=guard(guards[0])) == 2
    assert [await sessions.seen(token) for token in tokens] == [None, None]
    await sessions.sign_in("newcomer", PASSWORD, address="10.0.0.1")


async def test_nobody_locks_the_own_account_nor_one_twice_nor_without_a_reason(guards: tuple[int, int]) -> None:
    first, second = guards
    wrong: list[tuple[type[DomainError], int, str]] = [
        (NotAllowed, first, "休假"),
        (ReasonRequired, second, " \u200b"),
        (Invalid, second, "长" * 501),
        (NotFound, 0, "休假"),
    ]
    for error, id, reason in wrong:
        with pytest.raises(error):
            await locking.lock(id, reason=reason, by=guard(first))
    with pytest.raises(Conflict):
        await locking.unlock(second, by=guard(first))
    await locking.lock(second, reason="休假", by=guard(first))
    with pytest.raises(Conflict):
        await locking.lock(second, reason="休假", by=guard(first))


async def test_the_last_security_administrator_stays_even_if_two_lock_each_other(guards: tuple[int, int]) -> None:
    first, second = guards
    done = asyncio.Event()

    async def other() -> None:
        await done.wait()
        await locking.lock(first, reason="休假", by=guard(second))

    locking_first = asyncio.create_task(other())
    async with transaction():
        await locking.lock(second, reason="休假", by=guard(first))
        done.set()
        await somebody_waits()
    with pytest.raises(Forbidden, match="was locked"):
        await locking_first
    with pytest.raises(NotAllowed, match="last security administrator"):
        await locking.lock(first, reason="休假", by=SYSTEM)
    assert await fetch_value("select count(*) from account where is_enabled and login like 'guard%'") == 1
