"""Moderation with script, under the strict policy: keys, a masked selection, a look that is held, nothing lost."""

import pytest
from playwright.async_api import Page

from domain.moderation import inspect_waiting, moderate
from domain.words import Level
from domain.words import ModerationAction as A
from storage.transactions import fetch_value
from tests.admin.conftest import AtDesk
from tests.cast import Cast, column

pytestmark = pytest.mark.browser

TEXT = "👍打了三次138 0013 8000，陈窗口说系统坏了，证件11010519491231002X"
SELECT = """([from, to]) => {
  const span = document.querySelector('[data-text] span[data-start]');
  const range = document.createRange();
  range.setStart(span.firstChild, from); range.setEnd(span.firstChild, to);
  getSelection().removeAllRanges(); getSelection().addRange(range);
}"""


async def waiting(cast: Cast, *texts: str) -> list[int]:
    ids = [(await cast.rate(Level.SATISFIED, text=text)).evaluation_id for text in texts]
    await inspect_waiting()
    return ids


@pytest.fixture
async def moderator(at_desk: AtDesk) -> Page:
    """审核员 at the queue."""
    return await at_desk("moderator")


@pytest.fixture
async def reviewer(at_desk: AtDesk) -> Page:
    """复核员, who decides upon what was marked."""
    return await at_desk("reviewer")


async def test_the_days_texts_by_keys_without_leaving_the_page(moderator: Page, cast: Cast) -> None:
    await waiting(cast, "很好", "办得很快", "谢谢导办")
    await moderator.goto("/admin/moderation")
    await moderator.evaluate("window.stayed = true")
    await moderator.keyboard.press("a")
    await moderator.wait_for_selector("h1 >> text=待审2条")
    assert await fetch_value("select count(*) from evaluation where moderation = 'PUBLISHED'") == 1
    await moderator.keyboard.press("u")
    await moderator.wait_for_selector("h1 >> text=待审3条")
    await moderator.keyboard.press("s")
    await moderator.wait_for_selector(".toast >> text=放到最后了")
    await moderator.wait_for_selector("h1 >> text=待审2条")
    await moderator.keyboard.press("h")
    await moderator.check("[name=hide_why][value=ADVERT]")
    await moderator.click(".reason[open] .btn-do")
    await moderator.wait_for_selector("h1 >> text=待审1条")
    await moderator.keyboard.press("f")
    await moderator.keyboard.type("像是代评")
    await moderator.click(".reason[open] .btn-do")
    await moderator.wait_for_selector("h1 >> text=待审0条")
    assert await column("select action from moderation_act order by id") == ["PUBLISH", "RESTORE", "HIDE", "SUSPECT"]
    assert await moderator.evaluate("window.stayed") is True


async def test_a_toggle_and_a_masked_selection_change_what_the_public_will_read(moderator: Page, cast: Cast) -> None:
    (id,) = await waiting(cast, TEXT)
    await moderator.goto("/admin/moderation")
    await moderator.wait_for_selector(".preview >> text=👍打了三次████，████说系统坏了，证件████")
    await moderator.click(".table-findings tr:nth-child(2) .toggle label:nth-child(2)")
    await moderator.wait_for_selector(".preview >> text=👍打了三次████，陈窗口说系统坏了，证件████")
    await moderator.evaluate(SELECT, [2, 4])  # an emoji is two units of the browser and one of ours
    await moderator.keyboard.press("m")
    await moderator.wait_for_selector(".preview >> text=👍████三次████，陈窗口")
    await moderator.keyboard.press("a")
    await moderator.wait_for_selector("h1 >> text=待审0条")
    public = await fetch_value("select text_public from evaluation where id = $1", id)
    assert public == "👍████三次████，陈窗口说系统坏了，证件████"


async def test_places_outside_the_text_are_refused_beside_their_fields(moderator: Page, cast: Cast) -> None:
    await waiting(cast, TEXT)
    await moderator.goto("/admin/moderation")
    await moderator.click(".table-findings tr:nth-child(2) .toggle label:nth-child(2)")
    await moderator.wait_for_selector(".preview >> text=陈窗口说系统坏了")
    await moderator.click(".range summary")
    for first, last, sentence in (("40", "99", f"这条文字共{len(TEXT)}个字。"), ("9", "x", "请写两个数字")):
        await moderator.fill("[name=from]", first)
        await moderator.fill("[name=to]", last)
        await moderator.click(".range button")
        await moderator.wait_for_selector(f".range[open] .form-error >> text={sentence}")
        assert await moderator.locator("#texts").count() == 1, "the page is not told within itself"
        assert await moderator.input_value("[name=to]") == last
        assert "陈窗口说系统坏了" in await moderator.locator(".preview").inner_text(), "what was chosen before still is"


async def test_a_number_is_seen_while_its_button_is_held_and_each_look_is_on_record(
    moderator: Page, cast: Cast
) -> None:
    await waiting(cast, TEXT)
    await moderator.goto("/admin/moderation")
    row = moderator.locator(".table-findings tr", has_text="身份证号")
    assert await row.locator(".content").inner_text() == "1101**********002X"
    await row.locator("[data-reveal]").hover()
    await moderator.mouse.down()
    await row.locator(".content >> text=11010519491231002X").wait_for()
    await moderator.mouse.up()
    await row.locator(".content >> text=1101**********002X").wait_for()
    assert await column("select action from moderation_act") == ["REVEAL"]


async def test_the_second_moderator_keeps_the_words(moderator: Page, cast: Cast) -> None:
    (id,) = await waiting(cast, TEXT)
    await moderator.goto("/admin/moderation")
    await moderate([id], A.PUBLISH, reason="是公开的服务电话", by=cast["moderator2"])
    await moderator.keyboard.press("f")
    await moderator.keyboard.type("像是代评")
    await moderator.click(".reason[open] .btn-do")
    await moderator.wait_for_selector(".conflict >> text=审核员乙刚刚先公开了文字")
    assert await moderator.locator(".conflict blockquote >> text=像是代评").count() == 1


async def test_ticks_and_the_bulk_bar(moderator: Page, cast: Cast) -> None:
    await waiting(cast, "很好", TEXT)
    await moderator.goto("/admin/moderation")
    assert not await moderator.locator("[data-bulk]").is_visible()
    for tick in await moderator.locator("[name=tick]").all():
        await tick.check()
    assert await moderator.locator("[data-bulk-count]").inner_text() == "2"
    await moderator.click("[data-bulk] button[value=PUBLISH]")
    await moderator.wait_for_selector(".toast-error >> text=办成1条，没有办成1条")
    assert await moderator.locator("[name=tick]:checked").count() == 1
    assert await moderator.locator(".texts-failed").count() == 1


async def test_the_reviewer_decides_with_a_reason_and_the_second_page_keeps_its_words(
    reviewer: Page, cast: Cast
) -> None:
    ids = await waiting(cast, "很好", "办得很快")
    await moderate(ids, A.SUSPECT, reason="一分钟八条", by=cast["moderator"])
    second = await reviewer.context.new_page()
    for page in (reviewer, second):
        await page.goto("/admin/suspects")
        await page.locator(".suspect", has_text="很好").locator("summary").click()
    words = reviewer.locator(".suspect", has_text="很好")
    await words.get_by_role("button", name="认定无效").click()
    await words.locator(".form-error >> text=请写理由").wait_for()
    await words.get_by_label("依据").fill("核对叫号记录，没有这次办理")
    await words.get_by_role("button", name="认定无效").click()
    await reviewer.wait_for_selector(".toast >> text=已认定无效")
    assert await fetch_value("select standing from evaluation where id = $1", ids[0]) == "VOID"
    late = second.locator(".suspect", has_text="很好")
    await late.get_by_label("依据").fill("看过录像，是本人")
    await late.get_by_role("button", name="认定有效").click()
    await second.wait_for_selector(".conflict blockquote >> text=看过录像，是本人")
