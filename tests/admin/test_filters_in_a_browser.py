"""Filters with script: a tick applies at once, no tick is lost, and the menu stays open for the next one."""

import pytest
from playwright.async_api import Page, expect

from tests.admin.conftest import AtDesk
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
async def orders(at_desk: AtDesk, cast: Cast) -> Page:
    """The list in front of the supervisor: one order waits to be signed, one is being verified, two are mended."""
    for until in ("", "contact", "finding", "finding"):
        order_id = await cast.order()
        if until:
            await cast.bring(order_id, until)
    page = await at_desk("supervisor")
    await page.goto("/admin/work-orders")
    return page


async def rows(page: Page, n: int) -> None:
    await expect(page.locator("tr[data-row]")).to_have_count(n)


async def test_a_tick_applies_at_once_and_the_menu_stays_open_for_the_next(orders: Page) -> None:
    await orders.evaluate("window.stayed = true")
    await orders.click("[data-menu=state] summary")
    await orders.check("#filter-state-VERIFYING")
    await rows(orders, 1)
    assert await orders.evaluate("document.activeElement.id") == "filter-state-VERIFYING"
    await orders.check("#filter-state-RECTIFYING")
    await rows(orders, 3)
    await orders.uncheck("#filter-state-VERIFYING")
    await rows(orders, 2)
    assert "state=RECTIFYING" in orders.url
    assert "VERIFYING" not in orders.url
    assert await orders.evaluate("window.stayed") is True


async def test_ticks_faster_than_the_answers_are_all_kept(orders: Page) -> None:
    await orders.click("[data-menu=state] summary")
    await orders.evaluate("""for (const state of ["DISPATCHED", "VERIFYING", "RECTIFYING"])
        document.getElementById(`filter-state-${state}`).click()""")
    await orders.wait_for_url("**state=RECTIFYING**")
    await rows(orders, 4)
    ticked = await orders.locator("[data-menu=state] input:checked").evaluate_all("all => all.map(one => one.value)")
    assert set(ticked) == {"DISPATCHED", "VERIFYING", "RECTIFYING"}


async def test_ticks_of_two_menus_hold_together_and_come_off_one_by_one(orders: Page) -> None:
    await orders.click("[data-menu=state] summary")
    await orders.check("#filter-state-RECTIFYING")
    await rows(orders, 2)
    await orders.click("[data-menu=cause] summary")
    await orders.check("#filter-cause-PLATFORM")
    await orders.wait_for_selector("text=符合条件")
    await orders.click("a.filter-off[aria-label*='原因']")
    await orders.wait_for_selector("#list")
    await rows(orders, 2)


async def test_moderators_filter_by_ticks_as_well(at_desk: AtDesk, cast: Cast) -> None:
    await cast.rate(text="窗口没有清单")
    moderator = await at_desk("moderator")
    await moderator.goto("/admin/moderation")
    await moderator.click("[data-menu=level] summary")
    await moderator.check("#filter-level-DISSATISFIED")
    await moderator.wait_for_url("**level=DISSATISFIED**")
    assert await moderator.is_checked("#filter-level-DISSATISFIED")
    assert await moderator.is_visible("#filter-level-SATISFIED")
