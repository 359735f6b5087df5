"""账号: the security administrator finds accounts, locks and unlocks them, and nobody else comes in."""

import re

import pytest

from domain.words import Role
from storage import models
from storage.transactions import fetch_value
from tests.admin.conftest import HTMX, AtDesk, Enter, password_hash
from tests.cast import Cast

ROW = re.compile(r"/admin/accounts/([^/\"]+)/lock")


@pytest.fixture(autouse=True)
async def guard(cast: Cast) -> None:
    """A security administrator, whom the cast lacks."""
    await models.Account.create(
        login="guard",
        name="安全员",
        password_hash=password_hash(),
        roles=[Role.SECURITY_ADMINISTRATOR],
        agency_id=cast.ids["managing"],
    )


async def test_an_account_is_found_locked_and_unlocked(enter: Enter) -> None:
    officer, security = await enter("officer"), await enter("guard")
    page = await security.see("/admin/accounts?q=officer2")
    assert "officer2" in page
    page = await security.see("/admin/accounts?q=林专员")
    assert "现在登录着1处" in page
    sealed = ROW.findall(page)[0]
    empty = await security.send(f"/admin/accounts/{sealed}/lock", reason="  ")
    assert (empty.status_code, "请写锁定的原因" in empty.text) == (422, True)
    done = await security.send(f"/admin/accounts/{sealed}/lock", reason="已调离")
    assert "已锁定，并已退出登录" in done.text
    assert 'name="password"' in (await officer.client.get("/admin", follow_redirects=True)).text
    page = await security.see("/admin/accounts?tab=LOCKED")
    assert "已调离" in page
    assert "安全员，" in page
    await security.send(f"/admin/accounts/{sealed}/unlocking")
    assert "没有这样的账号" in await security.see("/admin/accounts?tab=LOCKED")


async def test_a_person_is_signed_out_everywhere(enter: Enter) -> None:
    await enter("officer")
    security = await enter("guard")
    sealed = ROW.findall(await security.see("/admin/accounts?q=林专员"))[0]
    assert "已退出所有设备" in (await security.send(f"/admin/accounts/{sealed}/sign-out")).text
    assert await fetch_value("select count(*) from session") == 1, "only the security administrator's own"


async def test_the_own_row_has_no_moves_and_a_made_up_one_is_refused(enter: Enter) -> None:
    security = await enter("guard")
    page = await security.see("/admin/accounts?q=安全员")
    assert "这是您自己" in page
    assert not ROW.findall(page)
    lost = await security.send("/admin/accounts/nonsense/lock", reason="已调离")
    assert (lost.status_code, "没有这个账号" in lost.text, "您写的：已调离" in lost.text) == (404, True, True)


async def test_a_search_swaps_the_list_alone_and_a_refusal_stays_in_it(enter: Enter) -> None:
    security = await enter("guard")
    piece = await security.client.get("/admin/accounts?tab=OPEN&q=officer2", headers=HTMX)
    assert (piece.status_code, "<h1" in piece.text) == (200, False)
    (sealed,) = ROW.findall(piece.text)
    await security.see("/admin/accounts?tab=OPEN&q=officer2")
    refused = await security.send(f"/admin/accounts/{sealed}/lock", reason="", tab="OPEN", q="officer2")
    assert ROW.findall(refused.text) == [sealed], "the list is still the one that was searched"


async def test_nobody_else_comes_in(enter: Enter) -> None:
    for who in ("administrator", "auditor", "hr", "officer"):
        assert (await (await enter(who)).client.get("/admin/accounts")).status_code == 403, who


@pytest.mark.browser
async def test_locking_asks_for_a_reason_in_its_row(at_desk: AtDesk) -> None:
    page = await at_desk("guard")
    await page.goto("/admin/accounts?q=officer2")
    await page.click(".account-moves summary")
    await page.fill(".account-moves [name=reason]", "已调离")
    await page.click(".account-moves .btn-primary")
    await page.wait_for_selector("text=已锁定，并已退出登录")
