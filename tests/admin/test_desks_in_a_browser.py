"""Each desk in a browser, wide and on a phone: nothing sticks out, nothing is refused by the strict policy."""

import pytest
from playwright.async_api import Browser

from tests.admin.conftest import PASSWORD
from tests.admin.test_in_a_browser import browser, served  # noqa: F401
from tests.admin.test_roles import DESKS, everybody  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("everybody")]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize("login", ["head", "hr", "auditor", "clerk", "administrator", "guard"])
async def test_a_desk_fits_the_screen_and_the_phone(login: str, browser: Browser, served: str) -> None:  # noqa: F811
    assert login in DESKS
    context = await browser.new_context(locale="zh-CN", base_url=served, viewport=WIDE)  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    await page.goto("/admin")
    await page.fill("#login", login)
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#desk h1")
    for size in (WIDE, PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert await page.screenshot()
    if login == "auditor":
        await page.click(".desk-do .btn")
        await page.wait_for_selector("h1 >> text=都与写下时一致")
    await context.close()
    assert complaints == []
