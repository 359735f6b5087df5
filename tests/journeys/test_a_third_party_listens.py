"""A third party is connected by the administrator, hears everything in every way, fails, and is helped up again."""

import asyncio
import re
from pathlib import Path

import pytest
import standardwebhooks
from playwright.async_api import Page, async_playwright, expect

from domain import access
from domain.subscriptions.kinds import heard_by
from storage.transactions import execute, fetch
from tests.admin.conftest import PASSWORD, password_hash
from tests.cast import Cast
from tests.faults.third_parties import EVERY_WAY, Listener, installed, living, verified_by_npm
from tests.journeys.people import CHROMIUM, DESK
from tests.workers import receivers
from tests.workers.receivers import Receiver, receiving

HEARD = heard_by("SUBSCRIBER")
pytestmark = [pytest.mark.browser, pytest.mark.node]


async def test_from_the_first_address_to_the_last_event(cast: Cast, database_url: str, home: Path) -> None:
    installed()
    await execute("update account set password_hash = $1", password_hash())
    key = await access.add_client("新闻办公开数据", "SUBSCRIBER")
    listeners = {name: Listener() for name in EVERY_WAY}
    async with receiving() as receiver, living(database_url, home) as house, async_playwright() as playwright:
        listening = [asyncio.create_task(EVERY_WAY[name](house, key, one)) for name, one in listeners.items()]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            context = await browser.new_context(locale="zh-CN", base_url=house.url, viewport=DESK)  # type: ignore[arg-type]
            page = await context.new_page()
            complaints: list[str] = []
            page.on("console", lambda said: complaints.append(said.text) if "Content Sec" in said.text else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            await signed_in(page)
            secret = await connected(page, receiver)
            await heard(page, cast, receiver, secret)
            await helped_up(page, cast, receiver)
            expected = [str(row["position"]) for row in await fetch(SEQUENCE, list(HEARD))]
            await every_way(listeners, expected)
            assert complaints == []
        finally:
            await browser.close()
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
    assert [str(position) for position in receiver.positions()] == expected


SEQUENCE = "select position from ledger where kind = any($1) order by position"


async def signed_in(page: Page) -> None:
    await page.goto("/admin")
    await page.fill("#login", "administrator")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator(".side-item", has_text="事件推送").click()
    await expect(page.locator("#hooks")).to_contain_text("还没有接收地址")


async def connected(page: Page, receiver: Receiver) -> str:
    """A wrong address first; then the right one, and its secret, once."""
    await page.get_by_role("link", name="新增接收地址").first.click()
    await page.select_option("#client", label="新闻办公开数据")
    await page.fill("#url", "https://10.24.8.16/hooks")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator("#url-error")).to_contain_text("指向内网、本机或保留地址")
    await page.fill("#url", receiver.url)
    await page.get_by_role("button", name="保存").click()
    secret = await page.locator(".secret code").inner_text()
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/=]{44}", secret)
    await page.goto("/admin/webhooks")
    await expect(page.locator(".secret")).to_have_count(0)
    return secret


async def heard(page: Page, cast: Cast, receiver: Receiver, secret: str) -> None:
    """A bad rating arrives as two events, a test as one; both verifiers know who sent them."""
    await cast.order()
    await receiver.until(2)
    await page.get_by_role("button", name="发一条测试事件").click()
    await expect(page.locator(".toast")).to_contain_text("测试事件已排队")
    await receiver.until(3)
    for one in receiver.got:
        standardwebhooks.Webhook(secret).verify(one.body, one.headers)
    assert verified_by_npm(secret, receiver.got[2].headers, receiver.got[2].body)["type"] == "test"


async def helped_up(page: Page, cast: Cast, receiver: Receiver) -> None:
    """It fails and the page says why; it is well again and the administrator does not wait for the next attempt."""
    receiver.behave = receivers.say("500 Oops", b"no space left")
    await cast.order()
    await receiver.until(4)
    for _ in range(50):
        await page.goto("/admin/webhooks")
        if "再试" in await page.locator(".table-hooks").inner_text():
            break
        await asyncio.sleep(0.1)
    await expect(page.locator(".hook-state")).to_contain_text("500")
    await page.get_by_role("link", name="对方的答复").click()
    await expect(page.locator(".payload .quiet")).to_be_visible()  # it may repeat what it was sent: a rating
    await expect(page.locator(".payload")).not_to_contain_text("no space left")
    receiver.behave = None
    await page.get_by_role("button", name="现在重试").click()
    await expect(page.locator(".toast")).to_contain_text("已从这里接着送")
    await receiver.until(6)


async def every_way(listeners: dict[str, Listener], expected: list[str]) -> None:
    async with asyncio.timeout(20):
        while any(listener.heard != expected for listener in listeners.values()):
            await asyncio.sleep(0.1)
