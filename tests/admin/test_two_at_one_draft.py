"""Two officers at one public answer: neither text replaces the other unseen, and what is told is so."""

import pytest

from storage.transactions import fetch_value
from tests.admin.conftest import HTMX, AtDesk, Enter, Official, sealed
from tests.admin.reading import standing_in
from tests.cast import Cast

MINE, THEIRS = "我写的这一稿", "同事写的那一稿"


@pytest.fixture
async def order(cast: Cast) -> int:
    order = await cast.order()
    await cast.bring(order, "finding")
    return order


async def opened(official: Official, order: int) -> dict[str, str]:
    """What the form of the draft carries when the page is opened."""
    url = f"/admin/work-orders/{sealed(order)}"
    return standing_in(await official.see(url), f"{url}/reply-draft")


async def drafted(official: Official, order: int, form: dict[str, str], text: str, **more: str) -> tuple[int, str]:
    data = {**form, "reply_draft": text, **more}
    answer = await official.client.post(f"/admin/work-orders/{sealed(order)}/reply-draft", data=data, headers=HTMX)
    return answer.status_code, answer.text


async def standing(order: int) -> str:
    return str(await fetch_value("select reply_draft from work_order where id = $1", order))


async def test_the_second_is_told_and_both_texts_are_there(enter: Enter, cast: Cast, order: int) -> None:
    first, second = await enter("officer"), await enter("officer2")
    page, other = await opened(first, order), await opened(second, order)
    assert await drafted(second, order, other, THEIRS) == (200, "已自动保存")
    status, said = await drafted(first, order, page, MINE)
    assert status == 409
    assert "苏专员在您打开之后保存了另一稿答复" in said
    assert THEIRS in said
    assert "已自动保存" not in said
    assert await standing(order) == THEIRS
    version = await fetch_value("select reply_draft_version from work_order where id = $1", order)
    assert await drafted(first, order, page, MINE, draft_seen=str(version)) == (200, "已自动保存")
    assert await standing(order) == MINE
    assert (await drafted(second, order, other, f"{THEIRS}，再补一句"))[0] == 409, "now it is the other one who is told"


async def test_a_page_that_saves_again_and_again_is_never_in_its_own_way(enter: Enter, cast: Cast, order: int) -> None:
    officer = await enter("officer")
    page = await opened(officer, order)
    for n in range(4):
        assert await drafted(officer, order, page, f"{MINE}{n}") == (200, "已自动保存")
    another_tab = await opened(officer, order)
    assert await drafted(officer, order, another_tab, "另一个窗口") == (200, "已自动保存")
    assert (await drafted(officer, order, page, MINE))[0] == 409, "a second tab is somebody else too"


async def test_without_script_the_page_comes_back_with_both(enter: Enter, cast: Cast, order: int) -> None:
    first, second = await enter("officer"), await enter("officer2")
    page, other = await opened(first, order), await opened(second, order)
    await drafted(second, order, other, THEIRS)
    url = f"/admin/work-orders/{sealed(order)}"
    answer = await first.client.post(f"{url}/reply-draft", data={**page, "reply_draft": MINE})
    assert answer.status_code == 409
    assert standing_in(answer.text, f"{url}/reply-draft")["reply_draft"] == MINE
    assert THEIRS in answer.text


async def test_an_answer_is_not_handed_in_over_a_colleagues_draft_unseen(enter: Enter, cast: Cast, order: int) -> None:
    first, second = await enter("officer"), await enter("officer2")
    url = f"/admin/work-orders/{sealed(order)}"
    form = standing_in(await first.see(f"{url}?move=submit"), f"{url}/rectification")
    await drafted(second, order, await opened(second, order), THEIRS)
    answer = await first.client.post(f"{url}/rectification", data={**form, "measures": "放了清单", "reply": MINE})
    assert answer.status_code == 409
    assert MINE in answer.text
    assert THEIRS in answer.text
    assert await fetch_value("select state from work_order where id = $1", order) == "RECTIFYING"
    again = standing_in(answer.text, f"{url}/rectification")
    assert again["reply"] == MINE
    done = await first.client.post(f"{url}/rectification", data=again, follow_redirects=True)
    assert done.status_code == 200
    assert await fetch_value("select state from work_order where id = $1", order) == "PENDING_REVIEW"


@pytest.mark.browser
async def test_in_the_page_one_is_told_while_writing_and_may_decide(at_desk: AtDesk, cast: Cast, order: int) -> None:
    first, second = await at_desk("officer"), await at_desk("officer2")
    for page in (first, second):
        await page.goto(f"/admin/work-orders/{sealed(order)}")
    await second.locator("#reply_draft").press_sequentially(THEIRS)
    await second.wait_for_selector("#draft-state >> text=已自动保存")
    await first.locator("#reply_draft").press_sequentially(MINE)
    await first.wait_for_selector(f"#draft-state >> text={THEIRS}")
    assert await first.input_value("#reply_draft") == MINE
    await first.click("#draft-state >> text=用我的这一稿")
    await first.wait_for_selector("#draft-state >> text=已自动保存")
    assert await standing(order) == MINE
    await first.locator("#reply_draft").press_sequentially("，还在写")
    await first.wait_for_timeout(1500)
    assert await standing(order) == f"{MINE}，还在写"
