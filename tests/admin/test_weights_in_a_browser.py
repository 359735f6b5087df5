"""The weights with script: a slider moves the number, the trial follows, the strict policy complains of nothing."""

from datetime import timedelta

import pytest
from playwright.async_api import Route, expect

from domain import appraisals, clock
from storage.transactions import fetch_value
from tests.admin.conftest import AtDesk
from tests.cast import Cast
from tests.domain.appraisals.quarter import GOOD, TOP, engage, live, rated

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
    await page.locator("#w-self_rate").fill("1")
    await page.locator("#w-self_rate").press_sequentially("1", delay=400)
    await expect(page.locator("#trial")).to_contain_text("从")
    await expect(page.locator("#trial .chart-waterfall")).to_be_visible()
    await expect(page.locator("#trial")).to_contain_text("合计 100")
    await expect(page.locator("#w-self_rate")).to_be_focused()


async def test_a_period_is_computed_once_however_often_it_is_pressed(at_desk: AtDesk, cast: Cast) -> None:
    key = await live(cast)
    computed = "select count(*) from outbox where kind = 'appraisal_period.computed'"
    before = await fetch_value(computed)
    page = await at_desk("hr")
    await page.goto(f"/admin/periods/{key}")
    meanwhile = page.get_by_text("正在算，约几秒")
    await expect(meanwhile).to_be_hidden()

    async def slowly(route: Route) -> None:
        await expect(meanwhile).to_be_visible()
        await route.continue_()

    await page.route("**/computation", slowly)
    await page.locator("form[action$='/computation'] button").dblclick()
    await page.wait_for_selector(".toast >> text=试算好了")
    assert await fetch_value(computed) == before + 1
