"""The page of moderation in a browser without script: what waits, what was found, what is decided, who was faster."""

import re

import pytest

import views
from domain.moderation import Span, inspect_waiting, moderate
from domain.words import Level
from domain.words import ModerationAction as A
from storage.transactions import fetch, fetch_value
from tests.admin.conftest import Enter, Official
from tests.cast import Cast, column

TEXT = "打了三次138 0013 8000，陈窗口说系统坏了，身份证11010519491231002X"
SHOWN = "打了三次████，████说系统坏了，身份证████"
ROW = re.compile(r'class="row-link texts-words" href="/admin/moderation/([^"?]+)')


def sealed(id: int) -> str:
    return views.seal_id("Evaluation", id)


async def waiting(cast: Cast, text: str = TEXT, level: Level = Level.SATISFIED) -> int:
    id = (await cast.rate(level, text=text)).evaluation_id
    await inspect_waiting()
    return id


async def state(id: int) -> tuple[str | None, str | None]:
    ((moderation, public),) = await fetch("select moderation, text_public from evaluation where id = $1", id)
    return moderation, public


async def decide(official: Official, id: int, **fields: object) -> str:
    """The open form, with the choices as the page has them."""
    page = await official.see(f"/admin/moderation/{sealed(id)}")
    version = re.search(r'name="version" value="(\d+)"', page)
    given = dict(re.findall(r'name="(s\d+)"[^>]*value="([\d-]+)" checked', page))
    assert version
    sent = {"spans": 1, "version": version[1], **given, **fields}
    answer = await official.send(f"/admin/moderation/{sealed(id)}/decision", **sent)
    return answer.text


async def test_the_page_shows_what_was_found_and_what_the_public_will_read(enter: Enter, cast: Cast) -> None:
    await waiting(cast)
    page = await (await enter("moderator")).see("/admin/moderation")
    assert "待审1条" in page
    assert "3处可能是个人信息" in page
    for said in ("11位，号段有效", "18位，校验码正确", "与本单位在岗名单相符", SHOWN, "遮盖后公开"):
        assert said in page, said
    for hidden in ("0013", "19491231"):
        assert hidden not in page, "numbers are half hidden even here"


async def test_what_has_not_been_looked_through_cannot_be_decided_yet(enter: Enter, cast: Cast) -> None:
    id = (await cast.rate(Level.SATISFIED, text=TEXT)).evaluation_id
    page = await (await enter("moderator")).see(f"/admin/moderation/{sealed(id)}")
    assert "正在查看这段文字里有没有个人信息" in page
    assert "/decision" not in page
    await inspect_waiting()
    assert "/decision" in await (await enter("moderator")).see(f"/admin/moderation/{sealed(id)}")


async def test_publishing_with_marks_redacts_them_and_the_next_one_is_there(enter: Enter, cast: Cast) -> None:
    first, second = await waiting(cast), await waiting(cast, "很好")
    official = await enter("moderator")
    page = await decide(official, first, action="PUBLISH", next=sealed(second))
    assert await state(first) == ("REDACTED", SHOWN)
    assert "已遮盖后公开1条" in page
    assert "很好" in page
    assert "data-undo" in page


async def test_what_is_kept_is_published_and_what_is_chosen_by_hand_is_covered(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast, "陈窗口很好，住在海湾花园")
    official = await enter("moderator")
    await official.see(f"/admin/moderation/{sealed(id)}")
    page = (
        await official.send(f"/admin/moderation/{sealed(id)}/preview", spans=1, s1="", **{"from": 9, "to": 12})
    ).text
    assert "陈窗口很好，住在████" in page
    assert "手动选择" in page
    await decide(official, id, action="PUBLISH", s1="", s2="8-12", own="8-12")
    assert await state(id) == ("REDACTED", "陈窗口很好，住在████")


async def test_nothing_covered_is_published_as_it_is(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast, "很好，谢谢")
    await decide(await enter("moderator"), id, action="PUBLISH")
    assert await state(id) == ("PUBLISHED", "很好，谢谢")


async def test_hiding_needs_a_reason_and_keeps_what_was_typed(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    official = await enter("moderator")
    page = await decide(official, id, action="HIDE")
    assert "请写理由" in page
    await decide(official, id, action="HIDE", hide_why="INSULT", hide_more="点名骂人")
    assert await state(id) == ("HIDDEN", None)
    assert await column("select reason from moderation_act") == ["辱骂或人身攻击。点名骂人"]


async def test_redacting_outside_the_text_is_said_at_the_field(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast, "很好")
    page = await decide(await enter("moderator"), id, action="PUBLISH", s9="1-99", own="1-99")
    assert "超出了文字" in page
    assert await state(id) == (None, None)


async def test_the_second_moderator_reads_who_was_faster_and_keeps_the_words(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    official = await enter("moderator2")
    await official.see(f"/admin/moderation/{sealed(id)}")
    await moderate([id], A.PUBLISH, reason="是公开的服务电话", by=cast["moderator"])
    answer = await official.send(
        f"/admin/moderation/{sealed(id)}/decision", spans=1, version=0, action="SUSPECT", suspect="像是代评"
    )
    assert answer.status_code == 409
    assert "审核员刚刚先公开了文字" in answer.text
    assert "像是代评" in answer.text


async def test_a_verified_complaint_has_no_button_to_hide_it(enter: Enter, cast: Cast) -> None:
    order = await cast.order(text="没有清单")
    await cast.bring(order, "finding")
    await inspect_waiting()
    id = await fetch_value("select evaluation_id from work_order")
    official = await enter("moderator")
    page = await official.see(f"/admin/moderation/{sealed(id)}")
    assert "已核实属实" in page
    assert 'value="HIDE">不公开<' not in page
    forced = await decide(official, id, action="HIDE", hide_why="INSULT")
    assert "沉默" in forced
    assert await state(id) == (None, None)


async def test_undo_puts_the_last_one_back(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    official = await enter("moderator")
    await decide(official, id, action="PUBLISH")
    page = (await official.send("/admin/moderation/undo")).text
    assert await state(id) == (None, None)
    assert "已放回待审" in page
    assert "没有可以撤销的操作" in (await official.send("/admin/moderation/undo")).text


async def test_what_is_put_off_comes_last_for_this_person_only(enter: Enter, cast: Cast) -> None:
    id, other = await waiting(cast), await waiting(cast, "很好")
    official = await enter("moderator")
    await official.see("/admin/moderation")
    await official.send(f"/admin/moderation/{sealed(id)}/delay", next=sealed(other))
    assert ROW.findall(await official.see("/admin/moderation")) == [sealed(other)]
    assert ROW.findall(await official.see("/admin/moderation?tab=later")) == [sealed(id)]
    assert len(ROW.findall(await (await enter("moderator2")).see("/admin/moderation"))) == 2


@pytest.mark.parametrize(
    ("query", "kept"),
    [("found=PHONE", {0}), ("found=NUMBER", {1}), ("found=NAME", {2}), ("found=NONE", {3}),
     ("found=PHONE&found=NONE", {0, 3}), ("level=DISSATISFIED", {3}), ("agencyCode=11990100MB2C00002B", set())],
)  # fmt: skip
async def test_the_queue_by_finding_level_and_agency(enter: Enter, cast: Cast, query: str, kept: set[int]) -> None:
    texts = ["电话13800138000", "证件11010519491231002X", "陈窗口很好", "很好"]
    levels = [Level.SATISFIED] * 3 + [Level.DISSATISFIED]
    ids = [await waiting(cast, text, level) for text, level in zip(texts, levels, strict=True)]
    page = await (await enter("moderator")).see(f"/admin/moderation?{query}")
    assert f"待审{len(kept)}条" in page
    rows = ROW.findall(page)
    assert set(rows) == {sealed(ids[n]) for n in kept}


async def test_several_at_once_one_by_one_with_what_did_not_work_ticked(enter: Enter, cast: Cast) -> None:
    clean, found = await waiting(cast, "很好"), await waiting(cast)
    official = await enter("moderator")
    await official.see("/admin/moderation")
    ticks = {"tick": f"{sealed(found)}.0"}
    page = (await official.send("/admin/moderation/batch", action="PUBLISH", **ticks)).text
    assert "办成0条，没有办成1条" in page
    assert f'value="{sealed(found)}.0" aria-label="选这一条" checked' in page
    assert "请单独打开再决定" in page
    page = (await official.send("/admin/moderation/batch", action="PUBLISH", tick=f"{sealed(clean)}.0")).text
    assert await state(clean) == ("PUBLISHED", "很好")
    await official.send("/admin/moderation/batch", action="HIDE", reason="广告", tick=f"{sealed(found)}.0")
    assert await state(found) == ("HIDDEN", None)


async def test_holding_to_see_is_on_record_with_and_without_script(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast, "证件11010519491231002X")
    official = await enter("moderator")
    await official.see(f"/admin/moderation/{sealed(id)}")
    page = (await official.send(f"/admin/moderation/{sealed(id)}/reveal", spans=1, span="2-20")).text
    assert "11010519491231002X" in page
    assert await column("select action from moderation_act") == ["REVEAL"]
    log = await (await enter("auditor")).see("/admin/moderation-log?tab=reveals")
    assert "查看半遮号码" in log


async def test_a_decided_text_says_what_happened_and_can_be_put_back(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.HIDE, reason="广告", by=cast["moderator2"])
    official = await enter("moderator")
    page = await official.see(f"/admin/moderation/{sealed(id)}")
    assert "审核员乙" in page
    assert "公众看不到这条文字" in page
    await decide(official, id, action="RESTORE", restore="不是广告")
    assert await state(id) == (None, None)


async def test_a_good_rating_with_a_problem_gets_an_order(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast, "满意，但取号机坏了")
    page = await decide(await enter("moderator"), id, action="OPEN_ORDER", order="设备损坏")
    assert "已开工单并派单" in page
    assert await column("select state from work_order") == ["DISPATCHED"]


@pytest.mark.parametrize("who", ["officer", "hr", "reviewer", "auditor", "clerk", "head", "dispatcher"])
async def test_the_queue_is_for_moderators(enter: Enter, cast: Cast, who: str) -> None:
    await waiting(cast)
    official = await enter(who)
    answer = await official.client.get("/admin/moderation")
    assert answer.status_code == 403
    assert "陈窗口说" not in answer.text
    assert 'href="/admin/moderation"' not in await official.see("/admin")


async def test_suspects_the_moderator_sees_the_own_marks_and_the_reviewer_decides(enter: Enter, cast: Cast) -> None:
    id = (await cast.rate(text="没有清单")).evaluation_id
    await moderate([id], A.SUSPECT, reason="一分钟八条", by=cast["moderator"])
    assert "一分钟八条" in await (await enter("moderator")).see("/admin/suspects")
    assert "没有等待复核的评价" in await (await enter("moderator2")).see("/admin/suspects")
    barred = await (await enter("bureau_reviewer")).see("/admin/suspects")
    assert "您所在的单位" in barred
    reviewer = await enter("reviewer")
    await reviewer.see("/admin/suspects")
    url = f"/admin/suspects/{sealed(id)}/decision"
    assert "请写理由" in (await reviewer.send(url, version=1, action="MAKE_VOID", reason=" ")).text
    assert "请选一个" in (await reviewer.send(url, version=1, reason="没有说有效还是无效")).text
    page = (await reviewer.send(url, version=1, action="MAKE_VOID", reason="核对叫号记录，没有这次办理")).text
    assert "已认定无效" in page
    assert await fetch_value("select standing from evaluation where id = $1", id) == "VOID"


async def test_the_desk_says_what_waits(enter: Enter, cast: Cast) -> None:
    official = await enter("moderator")
    assert "没有等您审核的文字" in await official.see("/admin")
    await waiting(cast)
    assert "1条文字等您审核" in await official.see("/admin")
    await moderate([(await cast.rate()).evaluation_id], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    assert "1条可疑评价等复核" in await (await enter("reviewer")).see("/admin")


async def test_the_log_and_the_standards(enter: Enter, cast: Cast) -> None:
    await moderate([await waiting(cast)], A.HIDE, reason="广告", by=cast["moderator"])
    for who in ("moderator", "reviewer", "auditor"):
        official = await enter(who)
        assert "设为不公开" in await official.see("/admin/moderation-log")
        assert "审核尺度" in await official.see("/admin/moderation-standards")
    officer = await enter("officer")
    assert (await officer.client.get("/admin/moderation-log")).status_code == 403


async def test_the_auditor_reads_the_original_half_hidden_and_can_do_nothing(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.REDACT, spans=[Span(4, 17)], reason="证号是样例", by=cast["moderator"])
    auditor = await enter("auditor")
    page = await auditor.see(f"/admin/moderation-log/{sealed(id)}")
    for said in ("打了三次████，陈窗口", "138 **** 8000", "审核员", "遮盖1处"):
        assert said in page
    assert "0013" not in page
    assert 'action="/admin/moderation/' not in page
    assert (await (await enter("officer")).client.get(f"/admin/moderation-log/{sealed(id)}")).status_code == 403
    assert (await auditor.client.get("/admin/moderation-log/garbage")).status_code == 404


async def test_leaving_a_mark_open_asks_why_and_keeps_the_choice(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    official = await enter("moderator")
    opened = {"s1": "", "s2": "", "s3": ""}
    page = await decide(official, id, action="PUBLISH", **opened)
    assert "没有遮盖" in page
    assert await state(id) == (None, None)
    await decide(official, id, action="PUBLISH", open_why="评价人要求公开", **opened)
    assert await state(id) == ("PUBLISHED", TEXT)


async def test_in_bulk_what_is_marked_is_redacted(enter: Enter, cast: Cast) -> None:
    id = await waiting(cast)
    official = await enter("moderator")
    await official.see("/admin/moderation")
    await official.send("/admin/moderation/batch", action="REDACT", tick=f"{sealed(id)}.0")
    assert await state(id) == ("REDACTED", SHOWN)
