"""The order's page: its moves in a browser without script, refusals that keep the words, and what each may see."""

import re

import pytest

from domain import clock, work_orders
from storage.transactions import execute, fetch_value
from tests.admin.conftest import Enter, Official, sealed
from tests.cast import Cast

MOVES = re.compile(r'href="/admin/work-orders/[^"?]+\?move=([a-z_]+)"')
FINDING = {"verdict": "VALID_RESPONSIBLE", "attribution": "ITEM_PROCESS", "cause": "GUIDE_MATERIAL", "note": "没有清单"}


async def version(order_id: int) -> int:
    return int(await fetch_value("select version from work_order where id = $1", order_id))


async def state(order_id: int) -> str:
    return str(await fetch_value("select state from work_order where id = $1", order_id))


async def move(official: Official, order_id: int, noun: str, **fields: object) -> str:
    """One form, sent as the page has it."""
    url = f"/admin/work-orders/{sealed(order_id)}"
    await official.see(url)
    answer = await official.send(f"{url}/{noun}", version=await version(order_id), **fields)
    assert answer.status_code == 200, answer.text[-800:]
    return answer.text


async def test_the_whole_loop_by_forms_alone(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order(text="没有清单")
    officer, dispatcher, supervisor = await enter("officer"), await enter("dispatcher"), await enter("supervisor")
    assert "已签收1件" in await move(officer, order_id, "signature")
    assert "已记录联系" in await move(dispatcher, order_id, "contact", note="接通，说了经过")
    assert "已记录核实结论" in await move(officer, order_id, "finding", **FINDING)
    page = await move(officer, order_id, "rectification", measures="放了清单", reply="已补上清单。")
    assert "办结待审" in page
    review = await supervisor.see(f"/admin/work-orders/{sealed(order_id)}?move=review")
    assert "已补上清单。" in review, "who approves reads the answer first"
    await move(supervisor, order_id, "review", approve="yes", reason="整改到位")
    closed = await move(dispatcher, order_id, "callback", outcome="SATISFIED")
    assert await state(order_id) == "CLOSED"
    assert "回访：评价人满意，办结" in closed


async def test_sending_back_explaining_and_urging(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    officer, supervisor = await enter("officer"), await enter("supervisor")
    await move(supervisor, order_id, "review", approve="no", reason="请写明哪天起")
    assert await state(order_id) == "RECTIFYING"
    await move(supervisor, order_id, "urging", note="请尽快")
    assert await fetch_value("select urged from work_order where id = $1", order_id) == 1
    await move(officer, order_id, "explanation", reason="政策如此")
    assert await state(order_id) == "EXPLAINED"


@pytest.mark.parametrize(
    ("login", "step", "moves"),
    [
        ("officer", "contact", {"find"}),
        ("officer", "finding", {"submit", "explain"}),
        ("officer", "submit", set()),
        ("dispatcher", "sign", {"contact"}),
        ("dispatcher", "finding", set()),
        ("dispatcher", "approve", {"call_back"}),
        ("supervisor", "submit", {"review", "urge"}),
        ("auditor", "submit", set()),
        ("head", "finding", set()),
    ],
)
async def test_only_the_legal_moves_of_this_person_are_offered(
    enter: Enter, cast: Cast, login: str, step: str, moves: set[str]
) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, step)
    assert set(MOVES.findall(await (await enter(login)).see(f"/admin/work-orders/{sealed(order_id)}"))) == moves


async def test_a_form_of_a_move_that_is_not_open_does_not_open(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    page = await (await enter("officer")).see(f"/admin/work-orders/{sealed(order_id)}?move=review")
    assert 'class="moves-form"' not in page


async def test_all_that_is_missing_is_named_at_once_and_the_words_stay(enter: Enter, cast: Cast) -> None:
    order_id, officer = await cast.order(), await enter("officer")
    await cast.bring(order_id, "contact")
    url = f"/admin/work-orders/{sealed(order_id)}"
    await officer.see(url)
    refused = await officer.send(
        f"{url}/finding", version=await version(order_id), note="查了取号机", cause="EFFICIENCY"
    )
    assert refused.status_code == 422
    assert "还差2处" in refused.text
    assert "查了取号机</textarea>" in refused.text
    assert '<option value="EFFICIENCY" selected>' in refused.text
    assert await state(order_id) == "VERIFYING"


async def test_a_refusal_of_the_domain_stands_at_its_field(enter: Enter, cast: Cast) -> None:
    order_id, officer = await cast.order(), await enter("officer")
    await cast.bring(order_id, "contact")
    url = f"/admin/work-orders/{sealed(order_id)}"
    await officer.see(url)
    facts = {**FINDING, "attribution": "STAFF", "staff_number": "E999", "version": await version(order_id)}
    refused = await officer.send(f"{url}/finding", **facts)
    assert refused.status_code == 404
    assert 'id="staff_number-error"' in refused.text
    assert "没有这个工号或这一次服务" in refused.text


async def test_who_comes_second_is_told_and_loses_no_word(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "finding")
    first, second = await enter("officer"), await enter("officer2")
    url, seen = f"/admin/work-orders/{sealed(order_id)}", await version(order_id)
    await first.see(url)
    await second.see(url)
    words = {"measures": "放了清单和样表", "reply": "已经补上。", "version": seen}
    await first.send(f"{url}/explanation", reason="改为说明", version=seen)
    beaten = await second.send(f"{url}/rectification", **words)
    assert beaten.status_code == 409
    assert "林专员刚刚先办了“改为解释说明”" in beaten.text
    assert "放了清单和样表</p>" in beaten.text
    assert "放了清单和样表</textarea>" in beaten.text, "explained orders are submitted as well: the form is open"
    assert await state(order_id) == "EXPLAINED"


async def test_not_there_and_not_yours_are_one_helpful_answer(enter: Enter, cast: Cast) -> None:
    order_id, stranger = await cast.order(), await enter("housing")
    pages = [await stranger.client.get(f"/admin/work-orders/{name}") for name in (sealed(order_id), "garbage")]
    assert {page.status_code for page in pages} == {404}
    assert all("找不到这件工单" in page.text for page in pages)
    posted = await stranger.send(f"/admin/work-orders/{sealed(order_id)}/signature", version=1)
    assert posted.status_code == 404
    assert await state(order_id) == "DISPATCHED"


async def test_the_agency_sees_neither_case_nor_contact_of_a_hidden_rater(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order(text="没有清单")
    case = await fetch_value("select snapshot->>'caseNumber' from evidence where work_order_id = $1", order_id)
    url = f"/admin/work-orders/{sealed(order_id)}"
    officer, dispatcher = await enter("officer"), await enter("dispatcher")
    page = await officer.see(url)
    assert "对本单位隐去身份" in page
    assert case not in page
    assert "13800000001" not in page
    refused = await officer.send(f"{url}/reveal", reveal_reason="想看看")
    assert "13800000001" not in refused.text
    assert case in await dispatcher.see(url)
    revealed = await dispatcher.send(f"{url}/reveal", reveal_reason="代单位联系")
    assert "13800000001" in revealed.text
    assert revealed.headers["cache-control"] == "no-store"
    assert await fetch_value("select count(*) from work_order_move where move = 'reveal'") == 1
    assert "13800000001" not in await (await enter("dispatcher")).see(url), "another session asks anew"


async def test_the_officer_of_a_hidden_rater_reads_the_day_of_the_dispatch_and_not_the_minute(
    enter: Enter, cast: Cast
) -> None:
    order_id = await cast.order()
    day = f"{await clock.today()}"
    for login, machine, minute in (("officer", day, ""), ("dispatcher", rf"{day}T[^\"]+", r" \d\d:\d\d")):
        page = await (await enter(login)).see(f"/admin/work-orders/{sealed(order_id)}")
        assert re.search(rf'<time datetime="{machine}">今天{minute}</time>', page), login


async def test_who_leads_the_agency_reads_the_finding_without_the_officials_note(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    page = await (await enter("head")).see(f"/admin/work-orders/{sealed(order_id)}")
    assert "属实" in page
    for note in ("取号机旁没有清单", "问清了经过", "补了清单"):
        assert note not in page
    assert "取号机旁没有清单" in await (await enter("supervisor")).see(f"/admin/work-orders/{sealed(order_id)}")


async def test_a_reveal_needs_a_reason(enter: Enter, cast: Cast) -> None:
    order_id, dispatcher = await cast.order(), await enter("dispatcher")
    url = f"/admin/work-orders/{sealed(order_id)}"
    await dispatcher.see(url)
    refused = await dispatcher.send(f"{url}/reveal", reveal_reason=" ")
    assert "13800000001" not in refused.text
    assert "请写查看理由" in refused.text


async def test_the_draft_is_kept_while_it_is_written(enter: Enter, cast: Cast) -> None:
    order_id, officer = await cast.order(), await enter("officer")
    await cast.bring(order_id, "finding")
    url = f"/admin/work-orders/{sealed(order_id)}"
    await officer.see(url)
    saved = await officer.send(f"{url}/reply-draft", htmx=True, reply_draft="清单已经印在小票背面。")
    assert saved.text == "已自动保存"
    assert "清单已经印在小票背面。</textarea>" in await officer.see(f"{url}?move=submit")
    assert await version(order_id) == 4, "a draft is nobody's move"


async def test_the_page_says_why_it_is_due_then(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    page = await (await enter("officer")).see(f"/admin/work-orders/{sealed(order_id)}")
    assert "派单，当天不算。往后数1个工作日，最后一天 23:59 到期。" in page
    assert page.count('class="term-day ') >= 2
    assert "本平台默认" in page
    assert "见于文件" in page
    assert "期限方案 shenzhen-2021第1版" in page


async def test_a_page_is_answered_by_a_strict_policy(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    answer = await (await enter("officer")).client.get(f"/admin/work-orders/{sealed(order_id)}?move=")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
    assert not re.search(r"\son[a-z]+=", answer.text)


async def test_the_table_of_moves_and_the_forms_agree(enter: Enter, cast: Cast) -> None:
    """Every move somebody may make has a button, words and, if it needs words, a form."""
    from admin_ui.work_orders.asking import FORMS
    from web.catalogue import has

    moves = work_orders.FLOW.moves
    names = {one.asked for one in moves.values() if one.by - {"SYSTEM"} and one.is_listed}
    assert names == {*FORMS, "sign"}
    assert all(has(f"move.{name}") and has(f"done.{name}") for name in names)
    assert all(
        has(f"did.{name}") or has(f"did.{name}.system")
        for name, one in moves.items()
        if one.by and name != "draft_reply"
    )


async def test_the_page_of_anothers_order_is_the_page_of_one_that_is_not_there(enter: Enter, cast: Cast) -> None:
    order_id, housing = await cast.order(), await enter("housing")
    await housing.see("/admin/work-orders")
    ids = (sealed(order_id), sealed(10**9), "A" * 22, "x")
    for place in ("", "/signature", "/finding", "/contact"):
        ask = housing.client.get if not place else housing.send
        answers = [await ask(f"/admin/work-orders/{one}{place}") for one in ids]
        told = {
            (answer.status_code, answer.text.replace(f"/{one}", "")) for answer, one in zip(answers, ids, strict=True)
        }
        assert len(told) == 1, place


async def test_of_a_hidden_rater_the_officer_reads_that_something_is_covered_and_who_opens_it(
    enter: Enter, cast: Cast
) -> None:
    order_id = await cast.order(text="请打139\u20091234\u20095678，清单没有")
    url = f"/admin/work-orders/{sealed(order_id)}"
    page = await (await enter("officer")).see(url)
    assert "请打████，清单没有" in page
    assert "请管理部门（派单员、督办员）查看" in page
    assert "5678" not in page
    await execute("update evaluation set text_covered = null")
    assert "正在查找里面有没有个人信息" in await (await enter("officer")).see(url), "one of old"
    whole = await (await enter("dispatcher")).see(url)
    assert "已遮盖" not in whole
    assert "请打139\u20091234\u20095678，清单没有" in whole


async def test_a_marked_answer_is_shown_where_it_is_written_and_where_it_is_approved(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order(text="没有清单")
    await cast.bring(order_id, "finding")
    officer, supervisor = await enter("officer"), await enter("supervisor")
    url, reply = f"/admin/work-orders/{sealed(order_id)}", "已电话联系13912345678，<b>问题</b>解决。"
    await officer.see(url)
    kept = await officer.client.post(
        f"{url}/reply-draft", data={"csrf": officer.csrf, "reply_draft": reply}, headers={"HX-Request": "true"}
    )
    assert "1处可能是个人信息：手机号 13912345678" in kept.text
    await move(officer, order_id, "rectification", measures="放了清单", reply=reply)
    page = await supervisor.see(f"{url}?move=review")
    assert '<mark class="mark-personal">13912345678' in page
    assert "&lt;b&gt;问题" in page
    assert 'name="marked"' in page
    sent = await supervisor.send(f"{url}/review", version=await version(order_id), approve="yes", reason="整改到位")
    assert sent.status_code == 422
    assert "照原样公开" in sent.text
    await move(supervisor, order_id, "review", approve="yes", marked="REDACT", reason="整改到位")
    assert await fetch_value("select reply from work_order") == "已电话联系████，<b>问题</b>解决。"
