"""The weights with script: a slider moves the number, the trial follows, the strict policy complains of nothing."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from domain import appraisals, clock
from tests.admin.conftest import PASSWORD
from tests.admin.test_in_a_browser import browser, served
from tests.cast import Cast
from tests.domain.appraisals.quarter import GOOD, TOP, engage, rated

pytestmark = pytest.mark.browser
__all__ = ["browser", "served"]


async def test_a_slider_moves_the_number_and_the_trial(browser: Browser, served: str, cast: Cast) -> None:
    await engage(cast)
    for level in (TOP, GOOD) * 16:
        await rated(cast, level, staff="E001")
    await clock.shift(timedelta(days=31))
    await appraisals.open_periods(by=cast["hr"])
    context = await browser.new_context(locale="zh-CN", base_url=served, viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    await page.goto("/admin")
    await page.fill("#login", "hr")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#desk")
    await page.goto("/admin/weights/new?kind=AGENCY")
    await expect(page.locator("#trial")).to_contain_text("和现行方案没有差别")
    await page.locator("[data-slides=w-score]").fill("34")
    await expect(page.locator("#w-score")).to_have_value("34")
    await expect(page.locator("#trial")).to_contain_text("权重合计99，还差1")
    await page.fill("#w-self_rate", "11")
    await expect(page.locator("#trial")).to_contain_text("从")
    await expect(page.locator("#trial .chart-waterfall")).to_be_visible()
    await expect(page.locator("#trial")).to_contain_text("合计 100")
    await context.close()
    assert complaints == []
