"""The weights with script: a slider moves the number, the trial follows, the strict policy complains of nothing."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from domain import appraisals, clock
from tests.admin.conftest import AtDesk
from tests.cast import Cast
from tests.domain.appraisals.quarter import GOOD, TOP, engage, rated

pytestmark = pytest.mark.browser


async def test_a_slider_moves_the_number_and_the_trial(at_desk: AtDesk, cast: Cast) -> None:
    await engage(cast)
    for level in (TOP, GOOD) * 16:
        await rated(cast, level, staff="E001")
    await clock.shift(timedelta(days=31))
    await appraisals.open_periods(by=cast["hr"])
    page = await at_desk("hr")
    await page.goto("/admin/weights/new?kind=AGENCY")
    await expect(page.locator("#trial")).to_contain_text("和现行方案没有差别")
    await page.locator("[data-slides=w-score]").fill("34")
    await expect(page.locator("#w-score")).to_have_value("34")
    await expect(page.locator("#trial")).to_contain_text("权重合计99，还差1")
    await page.fill("#w-self_rate", "11")
    await expect(page.locator("#trial")).to_contain_text("从")
    await expect(page.locator("#trial .chart-waterfall")).to_be_visible()
    await expect(page.locator("#trial")).to_contain_text("合计 100")
