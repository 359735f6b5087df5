"""The board of a district, an agency, an item: whole days, nobody told who is one of few, comments with replies."""

from datetime import timedelta

import pytest
from httpx import AsyncClient

from citizen_ui.board import scope as board_scope
from citizen_ui.board.scope import TEMPLATE, watch
from domain import clock
from domain.actor import SYSTEM
from domain.board import close_nights
from domain.evaluations import Submitted
from domain.moderation import Span, moderate
from domain.words import Level
from domain.words import ModerationAction as A
from storage.transactions import fetch_value
from tests.cast import BUREAU, HOUSING, Cast, pass_days
from views.compiling import references
from views.figures.public import places
from web.formats import day

BAY, CARD = "990101", "S-CARD"
WORDS = "跑了两趟才知道要带照片。我叫赵评。"


async def rated(cast: Cast, good: int, bad: int = 0) -> None:
    """Ratings of yesterday, at the bureau's card."""
    for _ in range(good):
        await cast.rate(Level.VERY_SATISFIED, dimensions=(("ATTITUDE", Level.VERY_SATISFIED),))
    for _ in range(bad):
        await cast.rate()
    await over()


async def over() -> None:
    """The day is over, and what may be told of it is told."""
    await pass_days(1)
    await close_nights(by=SYSTEM)
    await references.refresh(force=True)
    board_scope.forget()


async def publish(cast: Cast, rated: Submitted) -> None:
    """A moderator lets a text through; what stands in it of 我叫… is covered."""
    text = await fetch_value("select text_raw from evaluation where id = $1", rated.evaluation_id)
    at = text.find("我叫") + 2
    spans = [Span(at, len(text) - 1)] if at > 1 else None
    action = A.REDACT if spans else A.PUBLISH
    await moderate([rated.evaluation_id], action, spans=spans, by=cast["moderator"])


async def test_one_walks_from_the_city_to_an_item_and_back(door: AsyncClient, cast: Cast) -> None:
    assert f'href="/board/districts/{BAY}"' in (await door.get("/board")).text
    district = (await door.get(f"/board/districts/{BAY}")).text
    assert f'href="/board/agencies/{BUREAU}"' in district
    agency = (await door.get(f"/board/agencies/{BUREAU}")).text
    assert f'href="/board/services/{CARD}"' in agency
    item = (await door.get(f"/board/services/{CARD}")).text
    assert all(f'href="{way}"' in item for way in ("/board", f"/board/districts/{BAY}", f"/board/agencies/{BUREAU}"))
    assert f'href="/board/agencies/{HOUSING}"' in (await door.get("/board/agencies")).text


@pytest.mark.parametrize("path", ["districts/1", "agencies/x", "services/S-NONE", "staff/E001", "halls/H1"])
async def test_a_place_that_is_not_there_is_a_helpful_page(door: AsyncClient, cast: Cast, path: str) -> None:
    answer = await door.get(f"/board/{path}")
    assert answer.status_code == 404
    assert "找不到这个页面" in answer.text


async def test_a_district_is_told_live_and_an_item_up_to_yesterday(door: AsyncClient, cast: Cast) -> None:
    for _ in range(6):
        await cast.rate(Level.VERY_SATISFIED)
    assert "今年6次评价里没有差评。" in (await door.get(f"/board/districts/{BAY}")).text
    assert "今年评价的人太少，暂不公布。" in (await door.get(f"/board/services/{CARD}")).text
    await over()
    assert "今年6次评价里没有差评。" in (await door.get(f"/board/services/{CARD}")).text


async def test_four_of_a_day_are_told_to_nobody_and_wait_for_the_fifth(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=4)
    for path in (f"services/{CARD}", f"agencies/{BUREAU}"):
        page = (await door.get(f"/board/{path}")).text
        assert "今年评价的人太少，暂不公布。" in page
        assert "人数太少，暂不公布：评价攒够5次" in page
        assert "4次" not in page
        assert "4次" not in (await door.get(f"/board/embed/{path}")).text
    await rated(cast, good=1)
    page = (await door.get(f"/board/services/{CARD}")).text
    assert "今年5次评价里没有差评。" in page
    assert f"至{day((await clock.today()) - timedelta(days=1))}的评价" in page, "the days they rest on"
    assert "今年5次评价里没有差评。" in (await door.get(f"/board/embed/services/{CARD}")).text


async def test_too_few_bad_ratings_are_not_told_below_a_district(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=40, bad=3)
    page = (await door.get(f"/board/services/{CARD}")).text
    assert "今年43次评价，差评人数太少，不显示次数。" in page
    assert "人数太少，暂不公布" in page
    assert "好评率不显示；平均分不显示" in page


async def test_enough_are_told_with_how_sure_one_is(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=40, bad=6)
    page = (await door.get(f"/board/services/{CARD}")).text
    assert "今年46次评价里有6次差评。" in page
    assert "差评6次，少于30次" in page
    assert "1,304" in page  # 6 of 46, per 10 000
    assert "服务态度" in page
    assert "40次评价" in page


async def test_what_is_told_up_to_yesterday_stands_beside_the_city_up_to_yesterday(
    door: AsyncClient, cast: Cast
) -> None:
    await rated(cast, good=60, bad=30)
    for _ in range(30):
        await cast.rate()  # of today: 60 of 120 in the city, live
    board_scope.forget()
    assert "与全市（3,333）无明显差别" in (await door.get(f"/board/services/{CARD}")).text
    district = (await door.get(f"/board/districts/{BAY}")).text
    assert "与全市（5,000）无明显差别" in district
    assert "虚线是全市3,333" in district, "the agencies below it, as on their own pages"


async def test_a_comment_is_read_with_its_reply_once_it_is_published(door: AsyncClient, cast: Cast) -> None:
    rated = await cast.rate(text=WORDS)
    order = await fetch_value("select id from work_order where evaluation_id = $1", rated.evaluation_id)
    await cast.bring(order, "callback")
    await pass_days(1)
    assert "还没有公开的评价" in (await door.get(f"/board/services/{CARD}")).text
    await publish(cast, rated)
    page = (await door.get(f"/board/services/{CARD}")).text
    assert "跑了两趟才知道要带照片。我叫" in page
    assert '<span class="covered">' in page
    assert "已补上清单。" in page
    assert "已整改或说明" in page
    assert "赵评" not in page


async def test_praise_is_read_by_whoever_asks_for_all(door: AsyncClient, cast: Cast) -> None:
    await publish(cast, await cast.rate(Level.VERY_SATISFIED, text="办得快。"))
    await pass_days(1)
    assert "办得快。" not in (await door.get(f"/board/agencies/{BUREAU}")).text
    assert "办得快。" in (await door.get(f"/board/agencies/{BUREAU}?show=all")).text


async def test_a_comment_of_today_waits_for_tomorrow_below_a_district(door: AsyncClient, cast: Cast) -> None:
    await publish(cast, await cast.rate(text=WORDS))
    assert "跑了两趟" not in (await door.get(f"/board/services/{CARD}")).text
    assert "跑了两趟" in (await door.get(f"/board/districts/{BAY}")).text


async def test_a_foreign_cursor_of_comments_is_refused_in_words(door: AsyncClient, cast: Cast) -> None:
    answer = await door.get(f"/board/services/{CARD}?after=nonsense")
    assert answer.status_code == 422
    assert "请从第一页重新开始" in answer.text


async def test_only_what_is_live_has_a_line(door: AsyncClient, cast: Cast) -> None:
    assert (await door.get(f"/board/services/{CARD}/events")).status_code == 404
    bay = await places.find("DISTRICT", BAY)
    assert bay is not None
    lines = watch(bay).stream("zh-CN", lambda board: f"bad {board.bad}")
    assert (await anext(lines)).startswith(":")
    assert await anext(lines) == "data: bad 0\n\n"
    await cast.rate()
    assert await anext(lines) == "data: bad 1\n\n"
    await lines.aclose()  # type: ignore[attr-defined]
    frame = watch(bay).stream("zh-CN", lambda board: f"frame {board.bad}", "frame")
    assert [await anext(frame), await anext(frame)][1] == "data: frame 1\n\n"
    await frame.aclose()  # type: ignore[attr-defined]
    assert "每万次评价中的差评" in board_scope._draw(TEMPLATE, await watch(bay).figures("zh-CN"))


async def test_many_places_looked_at_cost_no_more_memory_than_some(door: AsyncClient, cast: Cast) -> None:
    for number in range(3 * board_scope.MOST_WATCHED):
        watch(places.Place("SERVICE", number, str(number), ""))
    assert len(board_scope._watched) <= board_scope.MOST_WATCHED + 1


async def test_how_the_figures_are_read_is_said_of_each(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get("/board/how")).text
    assert page.count("分子") >= 9
    assert 'id="post_rectify_satisfaction"' in page


async def test_the_board_below_the_city_speaks_english(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=6)
    for path in (f"/board/services/{CARD}", "/board/agencies", "/board/how", "/board/open-data"):
        assert '<html lang="en"' in (await door.get(f"{path}?lang=en")).text
