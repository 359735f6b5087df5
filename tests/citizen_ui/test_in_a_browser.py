"""The rating page with script, on a phone: what Enter does, and when typed words are forgotten."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
import uvicorn
from playwright.async_api import Page, Route, async_playwright

from domain.words import Level
from storage.transactions import fetch_value
from tests.cast import Cast

pytestmark = pytest.mark.browser
WORDS = "清单贴在里间，外面看不到"


@pytest.fixture
async def phone(door: httpx.AsyncClient) -> AsyncIterator[Page]:
    """A phone in front of the same pages, behind a real port."""
    house: Any = cast(httpx.ASGITransport, door._transport).app
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(house, lifespan="off", log_level="warning", ws="none", timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        context = await browser.new_context(
            locale="zh-CN", base_url=address, viewport={"width": 390, "height": 844}, reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(8_000)
        yield page
        await browser.close()
    server.should_exit = True
    await serving
    listening.close()


async def rating(phone: Page, cast: Cast) -> str:
    """A bad rating, filled in but for the last press."""
    path = f"/rate/{(await cast.event()).token}"
    await phone.goto(path)
    await phone.click(".level-DISSATISFIED")
    await phone.click("label.chip >> nth=0")
    await phone.locator("#text").press_sequentially(WORDS)
    return path


async def test_enter_submits_the_rating_and_does_not_switch_the_language(phone: Page, cast: Cast) -> None:
    await rating(phone, cast)
    await phone.focus("input[name=tags] >> nth=0")
    await phone.keyboard.press("Enter")
    await phone.wait_for_url("**/progress/*")
    assert await phone.get_attribute("html", "lang") == "zh-CN"
    assert await fetch_value("select count(*) from evaluation") == 1


async def test_the_language_button_still_switches_and_keeps_the_words(phone: Page, cast: Cast) -> None:
    await rating(phone, cast)
    await phone.click(".other-language")
    await phone.wait_for_selector("html[lang=en]")
    assert await phone.input_value("#text") == WORDS
    assert await fetch_value("select count(*) from evaluation") == 0


async def test_a_lost_connection_at_submitting_loses_no_word_and_the_thanks_page_forgets_them(
    phone: Page, cast: Cast
) -> None:
    path = await rating(phone, cast)

    async def lost(route: Route) -> None:
        await route.abort("connectionreset")

    await phone.route("**/rate/*", lost)
    await phone.click("button.submit")
    await phone.wait_for_selector(".failure >> text=没有收到回答")
    await phone.unroute("**/rate/*")
    await phone.goto(path)
    assert await phone.input_value("#text") == WORDS
    await phone.click(".level-DISSATISFIED")
    await phone.click("label.chip >> nth=0")
    await phone.click("button.submit")
    await phone.wait_for_url("**/progress/*")
    assert await phone.evaluate("sessionStorage.length") == 0


async def test_a_page_that_says_the_visit_is_rated_forgets_the_words(phone: Page, cast: Cast) -> None:
    path = await rating(phone, cast)
    assert await phone.evaluate("sessionStorage.length") == 1
    await phone.request.post(
        path, form={"level": "SATISFIED", "key": "another-tab"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    await phone.click("button.submit")
    await phone.wait_for_selector("text=这次办事已经评过了")
    assert await phone.evaluate("sessionStorage.length") == 0


async def refused(phone: Page, cast: Cast) -> None:
    """A bad rating without a reason, sent and refused."""
    await phone.goto(f"/rate/{(await cast.event()).token}")
    await phone.click(".level-DISSATISFIED")
    await phone.wait_for_selector("#reasons")
    await phone.click("button.submit")
    await phone.wait_for_selector("#problems")


async def test_a_refusal_goes_when_a_reason_is_ticked(phone: Page, cast: Cast) -> None:
    await refused(phone, cast)
    await phone.click("label.chip >> nth=0")
    await phone.wait_for_selector("#problems", state="detached")
    assert await phone.locator(".has-error, .form-error").count() == 0


async def test_a_refusal_goes_when_words_are_written(phone: Page, cast: Cast) -> None:
    await refused(phone, cast)
    await phone.locator("#text").press_sequentially("没有")
    await phone.wait_for_selector("#problems", state="detached")


async def test_a_refusal_goes_with_the_level_it_was_about(phone: Page, cast: Cast) -> None:
    await refused(phone, cast)
    await phone.click(".level-SATISFIED")
    await phone.wait_for_selector("text=哪里做得好")
    assert await phone.locator("#problems").count() == 0


async def test_the_field_asks_for_what_fits_the_level(phone: Page, cast: Cast) -> None:
    await phone.goto(f"/rate/{(await cast.event()).token}")
    await phone.click(".level-DISSATISFIED")
    assert await phone.get_attribute("#text", "placeholder") == "发生了什么？希望怎么改？"
    await phone.click(".level-SATISFIED")
    assert await phone.get_attribute("#text", "placeholder") == "可以写给工作人员，也可以写给后来办事的人"


@pytest.mark.parametrize("level", [level for level in Level if not level.is_bad])
async def test_the_button_of_a_good_rating_is_in_sight_on_a_phone(phone: Page, cast: Cast, level: Level) -> None:
    await phone.goto(f"/rate/{(await cast.event()).token}")
    await phone.click(f".level-card.level-{level}")
    await phone.wait_for_selector("#reasons")
    box = await phone.locator("button.submit").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 844


async def test_a_network_that_is_gone_or_a_text_too_long_leave_the_rating_as_it_was(phone: Page, cast: Cast) -> None:
    await rating(phone, cast)
    await phone.context.set_offline(True)
    await phone.click(".btn-primary.submit")
    await phone.wait_for_selector(".failure >> text=没有收到回答")
    await phone.click(".level-VERY_DISSATISFIED")
    await phone.wait_for_selector(".failure >> text=没有收到回答")
    await phone.click(".level-DISSATISFIED")
    assert await phone.input_value("#text") == WORDS
    assert await phone.locator("input[name=tags]:checked").count() == 1
    await phone.context.set_offline(False)
    await phone.evaluate("document.getElementById('text').value = '长'.repeat(150000)")
    await phone.click(".btn-primary.submit")
    await phone.wait_for_selector(".failure >> text=内容太长了")
    assert await phone.locator("input[name=tags]:checked").count() == 1
    await phone.fill("#text", WORDS)
    await phone.click(".btn-primary.submit")
    await phone.wait_for_url("**/progress/*")
    assert await fetch_value("select text_raw from evaluation") == WORDS


async def test_a_proof_that_was_used_meanwhile_leaves_the_words_on_the_page(phone: Page, cast: Cast) -> None:
    path = await rating(phone, cast)
    other = await phone.context.new_page()
    await other.goto(path)
    await other.click(".level-VERY_SATISFIED")
    await other.click(".btn-primary.submit")
    await other.wait_for_url("**/progress/*")
    await phone.click(".btn-primary.submit")
    await phone.wait_for_selector(".failure")
    assert await phone.input_value("#text") == WORDS
    assert await phone.locator("main").count() == 1
