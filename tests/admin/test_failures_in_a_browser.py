"""With script: whatever goes wrong, the page stays, every word with it, and a message says what happened."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, Route

from storage.transactions import execute, fetch_value
from tests.admin.conftest import PASSWORD, AtDesk, sealed
from tests.cast import Cast

pytestmark = pytest.mark.browser
WORDS = "打了两次，第二次接通"
DRAFT = "清单已经印好"


@pytest.fixture
async def order(cast: Cast) -> int:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "finding")
    return order


@pytest.fixture
async def writing(at_desk: AtDesk, order: int) -> AsyncIterator[Page]:
    """林专员 with a form half filled in, and a draft beside it."""
    page = await at_desk("officer")
    await page.goto(f"/admin/work-orders/{sealed(order)}?move=explain")
    await page.fill("#reason", WORDS)
    await page.evaluate("window.stayed = true")
    yield page
    assert await page.evaluate("window.stayed") is True
    assert await page.locator("main").count() == 1, "a page within a page"


async def send(page: Page) -> None:
    await page.click(".moves-form .btn-primary")


async def kept(page: Page, said: str) -> None:
    await page.wait_for_selector(f".failure:has-text('{said}')")
    assert await page.input_value("#reason") == WORDS
    assert await page.locator(".failure").is_visible()


async def done(page: Page, order: int) -> None:
    await page.wait_for_selector(".toast")
    assert await fetch_value("select state from work_order where id = $1", order) == "EXPLAINED"
    assert await page.locator(".failure").count() == 0


async def test_whoever_was_signed_out_signs_in_beside_the_form_and_presses_again(writing: Page, order: int) -> None:
    await execute("delete from session")
    await send(writing)
    await kept(writing, "登录已过期")
    await writing.fill(".failure [name=login]", "officer")
    await writing.fill(".failure [name=password]", "wrong")
    await writing.keyboard.press("Enter")
    await kept(writing, "账号或密码不对")
    await writing.fill(".failure [name=password]", PASSWORD)
    await writing.keyboard.press("Enter")
    await kept(writing, "已重新登录")
    await send(writing)
    await done(writing, order)


async def test_another_person_in_the_same_browser_sends_nothing_of_it(writing: Page, order: int) -> None:
    await execute("delete from session")
    tab = await writing.context.new_page()
    await tab.goto("/admin")
    await tab.fill("#login", "officer2")
    await tab.fill("#password", PASSWORD)
    await tab.keyboard.press("Enter")
    await tab.wait_for_selector("#desk h1")
    await send(writing)
    await kept(writing, "现在登录的是苏专员")
    await send(writing)
    await kept(writing, "现在登录的是苏专员")
    assert await fetch_value("select state from work_order where id = $1", order) == "RECTIFYING"


async def test_another_person_who_signs_in_beside_the_form_sends_nothing_of_it(writing: Page, order: int) -> None:
    await execute("delete from session")
    await send(writing)
    await kept(writing, "登录已过期")
    await writing.fill(".failure [name=login]", "officer2")
    await writing.fill(".failure [name=password]", PASSWORD)
    await writing.keyboard.press("Enter")
    await kept(writing, "现在登录的是苏专员")
    await send(writing)
    await kept(writing, "现在登录的是苏专员")
    assert await fetch_value("select state from work_order where id = $1", order) == "RECTIFYING"


async def test_a_page_of_an_older_session_is_sent_by_pressing_again(writing: Page, order: int) -> None:
    tab = await writing.context.new_page()
    await tab.goto("/admin")
    await tab.click("details.person summary")
    await tab.click(".person-menu >> text=退出登录")
    await tab.fill("#login", "officer")
    await tab.fill("#password", PASSWORD)
    await tab.keyboard.press("Enter")
    await tab.wait_for_selector("#desk h1")
    await send(writing)
    await kept(writing, "请再按一次")
    await send(writing)
    await done(writing, order)


async def test_a_network_that_is_gone_takes_nothing_along(writing: Page, order: int) -> None:
    await writing.context.set_offline(True)
    await send(writing)
    await kept(writing, "没有收到回答")
    await writing.context.set_offline(False)
    await send(writing)
    await done(writing, order)


@pytest.mark.parametrize("status", [413, 500, 502, 200])
async def test_what_somebody_on_the_way_answers_is_never_shown(writing: Page, order: int, status: int) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(status=status, body="<html><body><main>Bad Gateway</main></body></html>")

    await writing.route("**/explanation", answer)
    await send(writing)
    await kept(writing, "没有收到回答")
    assert await writing.locator("text=Bad Gateway").count() == 0
    await writing.unroute("**/explanation")
    await send(writing)
    await done(writing, order)


async def test_a_text_that_is_far_too_long_stays_in_its_field(writing: Page, order: int) -> None:
    await writing.evaluate("document.getElementById('reason').removeAttribute('maxlength')")
    long = "长" * 120_000
    await writing.evaluate("text => { document.getElementById('reason').value = text; }", long)
    await send(writing)
    await writing.wait_for_selector(".failure >> text=内容太长了")
    assert await writing.input_value("#reason") == long


async def test_a_form_whose_answer_is_a_page_stays_too(at_desk: AtDesk, cast: Cast) -> None:
    page = await at_desk("administrator")
    await page.goto("/admin/clients?new=1")
    await page.fill("#name", "滨海通")
    await page.context.set_offline(True)
    await page.click(".moves-form .btn-primary")
    await page.wait_for_selector(".failure >> text=没有收到回答")
    assert await page.input_value("#name") == "滨海通"
    await page.context.set_offline(False)
    await page.click(".moves-form .btn-primary")
    await page.wait_for_selector(".has-error")
    assert await page.input_value("#name") == "滨海通"
    await page.check("input[name=kind] >> nth=0")
    await page.click(".moves-form .btn-primary")
    await page.wait_for_selector("h1 >> text=滨海通")
    assert await page.locator("main").count() == 1


async def test_signing_in_while_the_server_is_away_says_so(at_desk: AtDesk, cast: Cast) -> None:
    page = await at_desk("administrator")
    await page.context.clear_cookies()
    await page.goto("/admin/session")
    await page.fill("#login", "officer")
    await page.context.set_offline(True)
    await page.click(".sign-in .btn-primary")
    await page.wait_for_selector(".failure >> text=没有收到回答")
    assert await page.input_value("#login") == "officer"
