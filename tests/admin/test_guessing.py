"""Guessing passwords: whoever guesses waits ever longer, and nobody else does."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from domain.accounts import guessing, sessions
from domain.actor import SYSTEM
from domain.errors import Forbidden, NotAllowed, RateLimited
from storage.transactions import execute, fetch_value
from tests.admin.conftest import PASSWORD, Enter, Official, password_hash
from tests.cast import Cast
from tests.cli.commands import run

OFFICE = "10.0.0.9"


@pytest.fixture
async def door(cast: Cast) -> None:
    await execute("update account set password_hash = $1", password_hash())


async def guess(login: str, address: str, times: int = 1, device: str = "") -> None:
    for _ in range(times):
        with pytest.raises(NotAllowed):
            await sessions.sign_in(login, "wrong", address=address, device=device)


async def wait_of(login: str, address: str, device: str = "") -> int:
    with pytest.raises(RateLimited) as refused:
        await sessions.sign_in(login, PASSWORD, address=address, device=device)
    return refused.value.retry_after


async def later(**time: float) -> None:
    await execute("update sign_in_attempt set at = at - $1::interval", timedelta(**time))


async def test_every_further_failure_waits_twice_as_long_and_the_right_password_then_opens(door: None) -> None:
    await guess("officer", OFFICE, 3)
    waits = []
    for _ in range(4):
        waits.append(await wait_of("officer", OFFICE))
        await later(seconds=waits[-1])
        await guess("officer", OFFICE)
    assert waits == [5, 10, 20, 40]
    await later(seconds=await wait_of("officer", OFFICE))
    await sessions.sign_in("officer", PASSWORD, address=OFFICE)
    assert guessing.delay(1_000) == timedelta(minutes=15)


async def test_what_a_stranger_guesses_elsewhere_does_not_lock_the_official_out(door: None) -> None:
    await guess("officer", "203.0.113.7", 3)
    assert await wait_of("officer", "203.0.113.7") > 0
    await sessions.sign_in("officer", PASSWORD, address=OFFICE)
    assert await wait_of("officer", "203.0.113.7") > 0, "a success elsewhere helps no guesser"


async def test_one_who_guesses_for_all_slows_the_office_down_and_locks_nobody_out(door: None) -> None:
    for n in range(20):
        await guess(f"guess {n}", OFFICE)
    assert 0 < await wait_of("supervisor", OFFICE) <= 5
    await later(seconds=5)
    await sessions.sign_in("supervisor", PASSWORD, address=OFFICE)


async def test_a_known_device_waits_for_nobody_but_itself(door: None) -> None:
    device = (await sessions.sign_in("officer", PASSWORD, address=OFFICE)).device
    for n in range(guessing.OF_LOGIN):
        await execute(guessing.ATTEMPT.removesuffix(" returning id"), "officer", f"198.51.100.{n}")
    await guess("officer", OFFICE, 0)
    for n in range(20):
        await execute(guessing.ATTEMPT.removesuffix(" returning id"), f"guess {n}", OFFICE)
    assert await wait_of("officer", "192.0.2.1") > 0, "an unknown device waits for what all others tried"
    await sessions.sign_in("officer", PASSWORD, address=OFFICE, device=device)
    await guess("officer", OFFICE, 3, device)
    assert await wait_of("officer", OFFICE, device) == 5


async def test_a_device_is_known_for_its_own_login_and_until_the_password_changes(door: None) -> None:
    device = (await sessions.sign_in("officer", PASSWORD, address=OFFICE)).device
    for name, account in (("supervisor", "supervisor"), ("forged", "officer")):
        tried = device if name == account else f"{device[:-1]}{'0' if device[-1] != '0' else '1'}"
        await guess(account, "203.0.113.7", 3, tried)
        assert await wait_of(account, "203.0.113.7", tried) > 0
        assert await fetch_value("select count(*) from sign_in_attempt where address like 'device %'") == 0
        await execute("delete from sign_in_attempt")
    await execute("update account set password_hash = $1", password_hash() + "x")
    await guess("officer", OFFICE, 1, device)
    assert await fetch_value("select address from sign_in_attempt") == OFFICE


async def test_guesses_at_the_same_time_count_each(door: None) -> None:
    guesses = [sessions.sign_in("officer", "wrong", address=OFFICE) for n in range(12)]
    outcomes = await asyncio.gather(*guesses, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed"] * 3 + ["RateLimited"] * 9


async def test_the_citys_shifted_clock_shortens_no_waiting(door: None) -> None:
    await guess("officer", OFFICE, 3)
    await execute("update city_clock set shift = interval '40 days'")
    assert await wait_of("officer", OFFICE) > 0


async def test_the_browser_keeps_that_it_is_known_and_its_cookie_is_for_no_script(stranger: Official) -> None:
    await stranger.see("/admin/session")
    answer = await stranger.client.post("/admin/session", data={"login": "officer", "password": PASSWORD})
    (kept,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("haochaping_device=")]
    assert all(word in kept for word in ("HttpOnly", "SameSite=lax", "Path=/admin", f"Max-Age={180 * 24 * 3600}"))
    await stranger.client.post("/admin/session/end")
    for _ in range(3):
        await stranger.send("/admin/session", login="officer", password="wrong")
    refused = await stranger.send("/admin/session", login="officer", password=PASSWORD)
    assert refused.status_code == 429
    assert "请5秒后再试" in refused.text


async def test_the_security_administrator_sees_who_waits_and_ends_it(enter: Enter, cast: Cast) -> None:
    await execute("insert into account (login, name, password_hash, roles, agency_id, is_enabled) "
                  "select 'guard', '门卫', password_hash, '{SECURITY_ADMINISTRATOR}', agency_id, true "
                  "from account where login = 'supervisor'")  # fmt: skip
    await guess("officer", OFFICE, 3)
    await guess("my secret passw0rd", OFFICE, 3)
    guard = await enter("guard")
    page = await guard.see("/admin/sign-ins")
    assert "officer" in page
    assert OFFICE in page
    assert "没有这样的账号" in page
    assert "my secret passw0rd" not in page
    done = await guard.send("/admin/sign-ins/lifted", login="officer", address=OFFICE)
    assert "已解除" in done.text
    await sessions.sign_in("officer", PASSWORD, address=OFFICE)
    assert await fetch_value("select count(*) from outbox where kind = 'sign_in.lifted'") == 1
    with pytest.raises(Forbidden):
        await guessing.lift("officer", by=cast["supervisor"])


async def test_a_command_ends_the_waiting_too(door: None, database: str, tmp_path: Path) -> None:
    await guess("officer", OFFICE, 3)
    ended = run(database, tmp_path, "accounts", "lift", "officer")
    assert "已解除 / lifted: 3" in ended.stdout
    await sessions.sign_in("officer", PASSWORD, address=OFFICE)
    assert await guessing.lift(address=OFFICE, by=SYSTEM) == 0
