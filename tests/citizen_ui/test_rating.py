"""A visit is rated by its proof, with and without script; whatever goes wrong, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response

from domain import clock
from domain.actor import SYSTEM
from domain.collecting import hand_out
from domain.words import Entry, Level, Stage
from tests.cast import Cast, column
from tests.citizen_ui.conftest import HTMX

BAD = {"level": "DISSATISFIED", "tags": "208", "text": "跑了两趟", "identity_asked": "1", "hidden": "1", "key": "k-1"}


async def rate(door: AsyncClient, token: str, **said: object) -> Response:
    return await door.post(f"/rate/{token}", data=BAD | said)


async def test_the_page_says_what_is_rated_and_presets_no_level(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get(f"/rate/{(await cast.event()).token}")).text
    assert "社会保障卡申领" in page
    assert "海湾区行政服务大厅" in page
    assert re.findall(r'name="level" value="(\w+)"', page) == list(Level)
    assert not re.search(r'name="level"[^>]*checked', page)


async def test_a_level_brings_its_tags_and_keeps_the_words_without_script(door: AsyncClient, cast: Cast) -> None:
    page = (await rate(door, (await cast.event()).token, step="tags", level="VERY_DISSATISFIED")).text
    assert "需提供办事指南之外的申报材料" in page
    assert "没有提供材料清单" not in page
    assert "跑了两趟" in page
    assert await column("select id from evaluation") == []


async def test_with_htmx_only_tags_and_hints_come_back(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    piece = (await door.post(f"/rate/{token}", data=BAD | {"step": "tags"}, headers=HTMX)).text
    assert "<html" not in piece
    assert re.findall(r'id="(follow|later|after)"', piece) == ["follow", "later", "after"]
    assert "<textarea" not in piece


async def test_a_bad_rating_is_submitted_and_its_mending_followed(door: AsyncClient, cast: Cast) -> None:
    answer = await rate(door, (await cast.event()).token)
    assert answer.status_code == 303
    thanks = await door.get(answer.headers["location"])
    assert "谢谢您说出来" in thanks.text
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", thanks.text)
    assert await column("select state from work_order") == ["DISPATCHED"]


async def test_the_same_form_sent_twice_is_one_rating_with_one_answer(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    first, second = await rate(door, token), await rate(door, token)
    assert first.headers["location"] == second.headers["location"]
    assert len(await column("select id from evaluation")) == 1


async def test_the_identity_is_hidden_unless_the_rater_switches_it_off(door: AsyncClient, cast: Cast) -> None:
    for said in ({"hidden": ""}, {"identity_asked": "", "hidden": ""}):
        form = {key: value for key, value in (BAD | said).items() if value}
        await door.post(f"/rate/{(await cast.event()).token}", data=form)
    assert await column("select anonymous_to_agency from evaluation order by id") == [False, True]


async def test_a_bad_level_without_a_reason_is_asked_for_one(door: AsyncClient, cast: Cast) -> None:
    answer = await rate(door, (await cast.event()).token, tags="", text="")
    assert answer.status_code == 422
    assert "选一个原因，或写几个字" in answer.text
    assert 'href="#reasons"' in answer.text


async def test_no_level_at_all_is_asked_for(door: AsyncClient, cast: Cast) -> None:
    answer = await rate(door, (await cast.event()).token, level="")
    assert answer.status_code == 422
    assert "请选一个满意程度" in answer.text
    assert "跑了两趟" in answer.text


async def test_ticks_of_another_level_are_dropped(door: AsyncClient, cast: Cast) -> None:
    answer = await rate(door, (await cast.event()).token, level="VERY_SATISFIED")
    assert answer.status_code == 303
    assert await column("select count(*) from evaluation_tag") == [0]


@pytest.mark.parametrize("text", ["长" * 501, "看不见\x07的字"])
async def test_a_text_that_cannot_be_kept_stays_on_the_page(door: AsyncClient, cast: Cast, text: str) -> None:
    answer = await rate(door, (await cast.event()).token, text=text)
    assert answer.status_code == 422
    assert text in answer.text


async def test_a_used_proof_offers_the_receipt_and_shows_nothing(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    await rate(door, token)
    answers = [await door.get(f"/rate/{token}"), await rate(door, token, key="k-2")]
    answers += [
        await rate(door, token, step="tags"),
        await rate(door, token, level=""),
        await rate(door, token, level="X"),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "这次办事已经评过了" in answer.text
        assert "社会保障卡" not in answer.text


async def test_going_back_and_rating_otherwise_says_that_the_visit_is_rated(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    await rate(door, token)
    answer = await rate(door, token, text="想改一改")
    assert answer.status_code == 409
    assert "这次办事已经评过了" in answer.text
    assert await column("select text_raw from evaluation") == ["跑了两趟"]


async def test_an_expired_proof_says_so(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    await clock.shift(timedelta(days=31))
    answers = [await door.get(f"/rate/{token}"), await rate(door, token)]
    answers += [await rate(door, token, step="tags"), await rate(door, token, level="")]
    for answer in answers:
        assert answer.status_code == 410
        assert "已过期" in answer.text


@pytest.mark.parametrize("token", ["x", "A" * 34, "%00", "🙂"])
async def test_a_forged_proof_is_a_helpful_page(door: AsyncClient, cast: Cast, token: str) -> None:
    answer = await door.get(f"/rate/{token}")
    assert answer.status_code == 404
    assert "我们认不出这个链接" in answer.text


async def test_a_form_of_another_site_is_refused(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.test"}):
        answer = await door.post(f"/rate/{token}", data=BAD, headers=foreign)
        assert answer.status_code == 403
    assert await column("select id from evaluation") == []


async def test_an_endless_body_is_refused(door: AsyncClient, cast: Cast) -> None:
    answer = await rate(door, (await cast.event()).token, text="长" * 100_000)
    assert answer.status_code == 413


async def test_the_online_scene_asks_about_item_guide_and_platform(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get(f"/rate/{(await cast.event(stage=Stage.ONLINE)).token}")).text
    assert "再评一下事项、指南和平台" in page


async def test_the_entry_rides_in_the_proof(door: AsyncClient, cast: Cast) -> None:
    await rate(door, (await cast.event()).token)
    assert await column("select entry from evaluation") == [Entry.RECEIPT_QR]


async def test_dimensions_are_kept(door: AsyncClient, cast: Cast) -> None:
    await rate(door, (await cast.event()).token, **{"d.ATTITUDE": "SATISFIED", "d.NONSENSE": "SATISFIED"})
    assert await column("select level from evaluation_dimension") == [Level.SATISFIED]


async def test_english_is_one_click_away_and_loses_nothing(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    answer = await door.post(f"/rate/{token}?lang=en", data=BAD | {"step": "tags"})
    assert "Were you satisfied this time?" in answer.text
    assert "跑了两趟" in answer.text
    assert "Hide my identity" in (await door.post(f"/rate/{token}", data=BAD | {"step": "tags"})).text


async def test_another_browser_with_the_same_proof_sees_what_it_saw_before_the_rating(
    door: AsyncClient, cast: Cast
) -> None:
    token = (await cast.event()).token
    asked = [
        lambda: door.get(f"/rate/{token}"),
        lambda: rate(door, token, step="tags"),
        lambda: rate(door, token, level=""),
    ]
    before = [without_key((await ask()).text) for ask in asked]
    await rate(door, token)
    door.cookies.clear()
    door.cookies.set("rated-" + "0" * 24, "1")
    assert [without_key((await ask()).text) for ask in asked] == before
    answer = await rate(door, token, key="k-2")
    assert answer.status_code == 409
    assert "不是您评的，请打12345" in answer.text


def without_key(page: str) -> str:
    """Each form has its own."""
    return re.sub(r'name="key" value="[^"]*"', "", page)


@pytest.mark.parametrize(("entry", "told"), [(Entry.WINDOW_DEVICE, 200), (Entry.WINDOW_QR, 409), (Entry.SMS_LINK, 409)])
async def test_the_device_before_the_clerk_keeps_nothing_of_the_rating(
    door: AsyncClient, cast: Cast, entry: Entry, told: int
) -> None:
    token = await hand_out((await cast.event()).service_event_id, entry, by=SYSTEM)
    await rate(door, token)
    assert (await door.get(f"/rate/{token}")).status_code == told


async def test_whoever_got_the_link_by_phone_is_told_in_any_browser(door: AsyncClient, cast: Cast) -> None:
    token = await hand_out((await cast.event()).service_event_id, Entry.SMS_LINK, by=SYSTEM)
    await rate(door, token)
    door.cookies.clear()
    assert "这次办事已经评过了" in (await door.get(f"/rate/{token}")).text


async def test_whoever_could_be_guessed_is_told_so_before_the_rating(door: AsyncClient, cast: Cast) -> None:
    token = (await cast.event()).token
    page = (await rate(door, token, step="tags")).text
    assert "单位也可能猜到" in page
    assert "the agency could guess it was you" in (await rate(door, f"{token}?lang=en", step="tags")).text
    assert "could guess" not in (await rate(door, token, step="tags", level="SATISFIED", tags="")).text
    for _ in range(4):
        await cast.event()
    assert "猜到" not in (await door.post(f"/rate/{token}?lang=zh-CN", data=BAD | {"step": "tags"})).text
