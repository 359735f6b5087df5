"""An official's phone, and what comes out of the printer: the number stays readable, the frame goes."""

import pytest
from playwright.async_api import Page

from tests.admin.conftest import AtDesk, sealed
from tests.cast import Cast

pytestmark = pytest.mark.browser


@pytest.fixture
async def order_page(at_desk: AtDesk, cast: Cast) -> Page:
    """A hidden rater's order in front of the dispatcher, on a phone."""
    page = await at_desk("dispatcher")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(f"/admin/work-orders/{sealed(await cast.order())}")
    return page


async def is_in_sight(page: Page, selector: str) -> bool:
    """Whether the middle of it is what one would touch there."""
    return bool(
        await page.locator(selector).evaluate(
            """element => { const box = element.getBoundingClientRect();
            return element.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"""
        )
    )


async def test_the_drawer_closes_by_escape_by_its_button_and_by_a_touch_beside_it(order_page: Page) -> None:
    async def closed_again() -> None:
        await order_page.wait_for_selector("#side", state="hidden")
        assert await order_page.get_attribute("[data-side-switch]", "aria-expanded") == "false"
        assert await order_page.evaluate("document.activeElement.matches('[data-side-switch]')")

    for close in (
        lambda: order_page.keyboard.press("Escape"),
        lambda: order_page.click("[data-side-close]"),
        lambda: order_page.mouse.click(380, 500),
    ):
        await order_page.click("[data-side-switch]")
        await order_page.wait_for_selector("#side", state="visible")
        assert await order_page.get_attribute("[data-side-switch]", "aria-expanded") == "true"
        await close()
        await closed_again()


async def test_the_whole_number_can_be_read_beside_the_search(order_page: Page) -> None:
    crumb = order_page.locator(".crumbs b")
    assert await crumb.evaluate("b => b.getBoundingClientRect().right <= b.parentElement.getBoundingClientRect().right")
    assert await is_in_sight(order_page, ".crumbs b")


async def test_the_search_opens_over_the_bar_and_gives_it_back(order_page: Page) -> None:
    await order_page.click(".bar .search")
    box = await order_page.locator("#search").bounding_box()
    assert box
    assert box["width"] > 300
    await order_page.keyboard.press("Tab")
    assert await is_in_sight(order_page, ".crumbs b")


async def test_a_printed_order_has_its_number_and_no_frame(order_page: Page) -> None:
    await order_page.emulate_media(media="print")
    number = await order_page.locator(".crumbs b").text_content()
    head = await order_page.locator(".print-head").inner_text()
    assert number
    assert number in head
    assert "派单员打印" in head
    for frame in ("#side", ".bar", ".search", ".moves", ".reveal"):
        assert await order_page.locator(frame).first.is_hidden(), frame


async def test_what_was_revealed_is_never_printed(order_page: Page) -> None:
    await order_page.click(".reveal summary")
    await order_page.fill("#reveal_reason", "联系评价人")
    await order_page.click(".reveal .btn")
    await order_page.wait_for_selector("text=13800000001")
    await order_page.emulate_media(media="print")
    assert await order_page.locator("text=13800000001").is_hidden()
