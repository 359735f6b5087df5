"""The holder of a receipt follows the mending in days, without names; nobody else learns anything."""

import re

from httpx import AsyncClient

from domain.moderation import Span, inspect_waiting, moderate
from domain.words import Level
from domain.words import ModerationAction as A
from tests.cast import Cast


def steps(page: str) -> list[tuple[str, str]]:
    return re.findall(r'class="step step-(\w+)".*?<b>(.*?)</b>', page, re.S)


async def road(door: AsyncClient, cast: Cast, until: str) -> str:
    rated = await cast.rate(text="没有清单", anonymous_to_agency=False)
    await cast.bring(await order_of(rated.evaluation_id), until)
    return (await door.get(f"/progress/{rated.receipt}")).text


async def order_of(evaluation_id: int) -> int:
    from tests.cast import column

    (order_id,) = await column("select id from work_order where evaluation_id = $1", evaluation_id)
    return int(order_id)


async def test_a_fresh_order_shows_what_comes_next(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate()
    page = (await door.get(f"/progress/{rated.receipt}?thanks=1")).text
    assert "谢谢您说出来" in page
    assert steps(page) == [
        ("done", "已派给办事单位"),
        ("now", "联系您了解情况"),
        ("next", "核实情况"),
        ("next", "整改"),
        ("next", "给您回访"),
    ]
    assert "您隐去了身份" in page


async def test_a_finding_and_the_mending_are_shown_as_they_come(door: AsyncClient, cast: Cast) -> None:
    page = await road(door, cast, until="finding")
    assert steps(page)[1:4] == [("done", "已联系您了解情况"), ("done", "已核实：情况属实"), ("now", "正在整改")]
    assert "最迟" in page


async def test_a_closed_order_says_what_the_rater_said(door: AsyncClient, cast: Cast) -> None:
    page = await road(door, cast, until="callback")
    assert "已经办结" in page
    assert steps(page)[-2:] == [("done", "已办好，审核通过"), ("done", "已回访：满意")]
    assert "已补上清单。" in page


async def test_no_name_of_an_official_is_on_the_page(door: AsyncClient, cast: Cast) -> None:
    page = await road(door, cast, until="callback")
    assert not [actor.name for actor in cast.actors.values() if actor.name != "公众" and actor.name in page]


async def test_a_good_rating_is_thanked_and_has_no_order(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate(Level.VERY_SATISFIED)
    page = (await door.get(f"/progress/{rated.receipt}?thanks=1")).text
    assert "谢谢，已经记下" in page
    assert steps(page) == []


async def test_a_receipt_is_found_however_it_is_typed(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate()
    answer = await door.post("/progress", data={"receipt": rated.receipt.lower().replace("-", " ")})
    assert answer.headers["location"] == f"/progress/{rated.receipt}"


async def test_the_rater_reads_what_became_of_the_words_and_why(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate(Level.SATISFIED, text="陈窗口很好")
    page = (await door.get(f"/progress/{rated.receipt}")).text
    assert "文字审核后才会公开" in page
    await inspect_waiting()
    for action, facts, said in (
        (A.REDACT, {"spans": [Span(0, 3)]}, "其中1处已遮盖"),
        (A.RESTORE, {"reason": "漏了一处"}, "在重新审核"),
        (A.HIDE, {"reason": "全文都是他人隐私"}, "理由：全文都是他人隐私"),
    ):
        await moderate([rated.evaluation_id], action, by=cast["moderator"], **facts)  # type: ignore[arg-type]
        page = (await door.get(f"/progress/{rated.receipt}")).text
        assert said in page
    assert "陈窗口很好" in page, "the own words are the own"
    assert "审核员" not in page
    assert "照常计入统计" in page


async def test_a_rating_found_void_says_so_and_nothing_is_to_come(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate(text="没有清单")
    await moderate([rated.evaluation_id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    assert "复核期间照常计入统计" in (await door.get(f"/progress/{rated.receipt}")).text
    await moderate([rated.evaluation_id], A.MAKE_VOID, reason="当天没有这次办理", by=cast["reviewer"])
    page = (await door.get(f"/progress/{rated.receipt}")).text
    assert "理由：当天没有这次办理" in page
    assert steps(page) == [("done", "已派给办事单位"), ("done", "办结")]


async def test_an_unknown_receipt_is_a_helpful_page(door: AsyncClient, cast: Cast) -> None:
    await cast.rate()
    for answer in (await door.get("/progress/0000-0000-0000"), await door.post("/progress", data={"receipt": "1"})):
        assert answer.status_code == 404
        assert "没有找到这个回执号" in answer.text


async def test_a_look_up_without_a_number_asks_for_it(door: AsyncClient) -> None:
    answer = await door.post("/progress", data={"receipt": " "})
    assert answer.status_code == 422
    assert "请输入回执号" in answer.text
    assert "没有找到" not in answer.text
