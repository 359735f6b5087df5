"""The holder of a receipt follows the mending in days, without names; nobody else learns anything."""

import re

from httpx import AsyncClient

from domain.words import Level
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


async def test_an_unknown_receipt_is_a_helpful_page(door: AsyncClient, cast: Cast) -> None:
    await cast.rate()
    for answer in (await door.get("/progress/0000-0000-0000"), await door.post("/progress", data={"receipt": "1"})):
        assert answer.status_code == 404
        assert "没有找到这个回执号" in answer.text
