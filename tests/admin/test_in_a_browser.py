"""The pages with script: keys, moves that swap in place, a draft that saves itself — under the strict policy."""

import pytest
from playwright.async_api import Page

from storage.transactions import fetch_value
from tests.admin.conftest import AtDesk, sealed
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
async def officer(at_desk: AtDesk) -> Page:
    """林专员 at the desk."""
    return await at_desk("officer")


async def test_the_loop_by_keys_without_leaving_the_page(officer: Page, cast: Cast) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    await officer.reload()
    await officer.keyboard.press("j")
    await officer.keyboard.press("Enter")
    await officer.wait_for_url(f"**/work-orders/{sealed(order_id)}")
    await officer.evaluate("window.stayed = true")
    await officer.keyboard.press("e")
    await officer.wait_for_selector(".toast >> text=已签收1件")
    await officer.wait_for_selector("h1:focus")
    await officer.keyboard.press("e")
    await officer.fill("#note", "接通了，希望有清单")
    await officer.click(".moves-form .btn-primary")
    await officer.wait_for_selector(".toast >> text=已记录联系")
    assert await officer.locator(".timeline >> text=接通了，希望有清单").count() == 1
    assert await officer.evaluate("window.stayed") is True
    assert await fetch_value("select state from work_order where id = $1", order_id) == "VERIFYING"
    await officer.keyboard.press("g")
    await officer.keyboard.press("h")
    await officer.wait_for_url("**/admin")


async def test_signing_on_the_desk_swaps_the_row(officer: Page, cast: Cast) -> None:
    await cast.order(anonymous_to_agency=False)
    await officer.reload()
    await officer.click("td.move button")
    await officer.wait_for_selector("td.move a >> text=记录联系")
    assert await officer.locator(".toast >> text=已签收1件").count() == 1


async def test_the_draft_saves_itself_and_a_refused_form_does_not_touch_it(officer: Page, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "finding")
    await officer.goto(f"/admin/work-orders/{sealed(order_id)}")
    await officer.locator("#reply_draft").press_sequentially("清单已经印好")
    await officer.wait_for_selector("#draft-state >> text=已自动保存")
    assert await fetch_value("select reply_draft from work_order where id = $1", order_id) == "清单已经印好"
    await officer.keyboard.press("Tab")
    await officer.click("text=改为解释说明")
    await officer.click(".moves-form .btn-primary")
    await officer.wait_for_selector(".form-summary")
    assert await officer.input_value("#reply_draft") == "清单已经印好"


async def test_the_second_officer_keeps_the_words(officer: Page, cast: Cast) -> None:
    from domain import work_orders

    order_id = await cast.order()
    await cast.bring(order_id, "finding")
    await officer.goto(f"/admin/work-orders/{sealed(order_id)}?move=submit")
    await officer.fill("#measures", "放了清单")
    await officer.fill("#reply", "已补上")
    await work_orders.explain(order_id, reason="改为说明", by=cast["officer2"])
    await officer.click(".moves-form .btn-primary")
    await officer.wait_for_selector(".conflict >> text=苏专员刚刚先办了")
    assert await officer.input_value("#measures") == "放了清单"


async def test_a_filter_swaps_the_list_and_stands_in_the_address(officer: Page, cast: Cast) -> None:
    await cast.order()
    await officer.goto("/admin/work-orders")
    await officer.evaluate("window.stayed = true")
    await officer.click("summary >> text=状态")
    await officer.check("#filter-state-SIGNED")
    await officer.wait_for_selector("text=没有符合条件的工单")
    assert officer.url.endswith("/admin/work-orders?state=SIGNED")
    assert await officer.evaluate("window.stayed") is True
