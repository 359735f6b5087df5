"""HR's month: a draft refused at 99, adopted by a second person; a period settled, opened, taken home as a file."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Town

pytestmark = pytest.mark.browser


def test_from_the_draft_to_the_file(town: Town) -> None:
    url = f"{town.up.facts['url']}/admin"
    hr = town.desk("HR")
    draft(hr, f"{url}/weights/new?kind=DISTRICT")
    supervisor = town.desk("SUPERVISOR")
    supervisor.goto(f"{url}/weights")
    supervisor.get_by_role("link", name="第2版").last.click()
    supervisor.get_by_role("button", name="核准").click()
    expect(supervisor.locator("#toasts, .toast").first).to_contain_text("方案已核准")

    hr.goto(f"{url}/periods")
    key = first_month(hr)
    hr.goto(f"{url}/periods/{key}")
    hr.get_by_role("button", name="试算").click()
    expect(hr.locator("#period")).to_contain_text("结算")
    hr.locator(".settle summary").click()
    hr.fill("#confirm", key)
    hr.get_by_role("button", name=f"结算{key}").click()
    expect(hr.locator("#period h1")).to_contain_text("已结算")

    with hr.expect_download() as told:
        hr.get_by_role("link", name="XLSX").click()
    sheet = openpyxl.load_workbook(io.BytesIO(told.value.path().read_bytes()))[key]
    assert sheet.max_row > 100
    hr.locator("tr[data-row] a.row-link").first.click()
    expect(hr.locator("#appraisal")).to_contain_text("得分是怎么来的")
    expect(hr.locator("#appraisal")).to_contain_text("背后的评价")
    expect(hr.locator("#appraisal .level").first).to_be_attached()


def draft(hr: Page, address: str) -> None:
    """Ninety-nine is refused; a hundred is tried and sent to a second person."""
    hr.goto(address)
    hr.fill("#w-score", "34")
    expect(hr.locator("#trial")).to_contain_text("权重合计99，还差1")
    hr.fill("#reason", "区一级更看重按期整改")
    hr.get_by_role("button", name="保存草稿").click()
    expect(hr.locator(".form-summary")).to_contain_text("还差1")
    hr.fill("#w-on_time_rate", "26")
    expect(hr.locator("#trial .chart-waterfall")).to_be_visible()
    hr.get_by_role("button", name="送第二人核准").click()
    expect(hr.locator(".toast").first).to_contain_text("已送第二人核准")


def first_month(hr: Page) -> str:
    """The oldest month that is not settled: the city began in it sixty days ago, so its cut-off is past."""
    rows = hr.locator("tr[data-row]", has_text="起可以结算")
    keys = [row.locator("a").inner_text() for row in rows.all()]
    return next(key for key in sorted(keys) if "Q" not in key)
