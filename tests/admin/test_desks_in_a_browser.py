"""Each desk in a browser, wide and on a phone: nothing sticks out, nothing is refused by the strict policy."""

import pytest
from playwright.async_api import ViewportSize

from tests.admin.conftest import AtDesk
from tests.admin.test_roles import DESKS, everybody  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("everybody")]
WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@pytest.mark.parametrize("login", ["head", "hr", "auditor", "clerk", "administrator", "guard"])
async def test_a_desk_fits_the_screen_and_the_phone(login: str, at_desk: AtDesk) -> None:
    assert login in DESKS
    page = await at_desk(login)
    for size in (WIDE, PHONE):
        await page.set_viewport_size(size)
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert await page.screenshot()
    if login == "auditor":
        await page.click(".desk-do .btn")
        await page.wait_for_selector("h1 >> text=都与写下时一致")
