"""The page of third parties: who is behind and why, an address from new to gone, and that secrets are shown once."""

import re
from typing import Any

import httpx
import pytest

import views
from api import payloads
from domain import subscriptions
from domain.subscriptions import NewWebhook, documents
from storage.transactions import execute, fetch_value
from tests.admin.conftest import HTMX, Enter, Official
from tests.admin.reading import standing_in
from tests.cast import BUREAU, HOUSING, Cast, relay_all

HERE = "https://93.184.215.14/hook"
PAGE = "/admin/webhooks"


@pytest.fixture(autouse=True)
def _documents() -> None:
    documents.use(payloads.read)


async def hook(cast: Cast, **facts: Any) -> str:
    made = await subscriptions.create(NewWebhook(HERE, **facts), by=cast["subscriber"])
    return views.seal_id("Webhook", made.id)


async def tried(status: str, *, reason: str | None = None, code: int | None = None, n: int = 1) -> None:
    """An attempt as the worker would have written it down."""
    await relay_all()
    await execute(
        """insert into delivery (webhook_id, event_id, position, kind, attempt, status, reason, response_code, took,
             headers, sent, answer, at)
           select w.id, l.event_id, l.position, l.kind, $4, $1, $2, $3, 15000, 'webhook-id: ' || l.event_id,
             '{"type":"evaluation.submitted","data":{"level":"DISSATISFIED"}}', 'internal error', now()
           from webhook w, ledger l where l.kind = 'evaluation.submitted'""",
        status,
        reason,
        code,
        n,
    )


async def fill_in(official: Official, place: str, **fields: object) -> httpx.Response:
    """The form of an address, one of whose fields is itself called url."""
    return await official.client.post(place, data={"csrf": official.csrf, **fields}, follow_redirects=True)


async def test_an_address_from_new_to_gone(enter: Enter, cast: Cast) -> None:
    administrator = await enter("administrator")
    assert "还没有接收地址" in await administrator.see(PAGE)
    form = await administrator.see(f"{PAGE}/new")
    client = re.search(r'<option value="(\d+)">subscriber</option>', form)
    assert client
    made = await fill_in(administrator, PAGE, client=client[1], url=HERE, enabled="1", kinds="evaluation.submitted")
    assert made.status_code == 201
    (secret,) = set(re.findall(r"whsec_[A-Za-z0-9+/=]+", made.text))
    page = await administrator.see(PAGE)
    assert secret not in page, "shown once"
    assert "subscriber" in page
    assert "评价1种" in page
    sealed = views.seal_id("Webhook", await fetch_value("select id from webhook"))
    edit = await administrator.see(f"{PAGE}/{sealed}/edit")
    assert re.search(r'value="evaluation.submitted" checked', edit)
    saved = await fill_in(administrator, f"{PAGE}/{sealed}", url=f"{HERE}/2", agency=BUREAU)
    assert "已保存" in saved.text
    assert "已停用" in saved.text, "the tick was taken away"
    assert "滨海市人力资源和社会保障局" in saved.text
    rotated = await administrator.send(f"{PAGE}/{sealed}/secret")
    assert secret not in rotated.text
    assert "旧密钥在24小时内仍同时签名" in rotated.text
    gone = await administrator.send(f"{PAGE}/{sealed}/deletion")
    assert "已删除" in gone.text
    assert await fetch_value("select count(*) from webhook") == 0


async def test_what_is_wrong_stands_beside_what_was_typed(enter: Enter, cast: Cast) -> None:
    administrator = await enter("administrator")
    await administrator.see(f"{PAGE}/new")
    for typed, words in (
        ({"url": "https://127.0.0.1/x"}, "指向内网、本机或保留地址"),
        ({"url": "http://93.184.215.14/"}, "必须是 https"),
        ({"url": HERE, "document": "subscription { ratingEvents { occurredAt } }"}, "看不到 RatingEvent.occurredAt"),
        ({"url": HERE, "agency": "911"}, "没有这个单位：911"),
        ({"url": HERE, "client": ""}, "请选择接收方"),
        ({"url": "", "client": ""}, "请填写接收地址。"),
    ):
        answer = await fill_in(administrator, PAGE, **{"client": cast["subscriber"].id, **typed})
        assert answer.status_code == 422, typed
        assert words in answer.text
        assert all(value in answer.text for value in typed.values() if isinstance(value, str)), "nothing typed is lost"
    assert await fetch_value("select count(*) from webhook") == 0


async def test_who_is_behind_by_how_much_and_why(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    for _ in range(3):
        await cast.rate()
    await tried("FAILED", reason="TIMEOUT", n=4)
    await execute("update webhook set attempt = 4, reason = 'TIMEOUT', next_at = now() + interval '31 minutes'")
    administrator = await enter("administrator")
    page = await administrator.see(PAGE)
    assert "连接超时，31分钟后再试" in page
    assert re.search(r"6条 · \d+秒", page)
    assert "近24小时：送达0次，失败3次" in page
    assert "第4次" in page
    assert "15.00秒" in page
    assert "webhook-id: " in page, "what is needed to look for it at the receiver"
    assert "没有自己的查询语句" in await administrator.see(f"{PAGE}/{sealed}?panel=document")
    await execute("update webhook set reason = 'HTTP_429'")
    assert "对方要求放慢（429）" in await administrator.see(PAGE)
    await execute("update webhook set is_enabled = false, disabled_because = 'HTTP_410'")
    assert "已停用：410" in await administrator.see(PAGE)


async def test_only_failures_and_the_next_page(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    await cast.rate()
    for n in range(1, 8):
        await tried("FAILED", reason="HTTP_500", code=500, n=n)
        await tried("DELIVERED", code=204, n=n)
    administrator = await enter("administrator")
    page = await administrator.see(f"{PAGE}/{sealed}")
    assert 'rel="next"' in page
    failures = await administrator.see(f"{PAGE}/{sealed}?failed=1")
    assert (failures.count("</svg>500</span>"), failures.count("</svg>204</span>")) == (7, 0)


async def test_test_event_repeat_retry_and_resend_from_a_position(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    await cast.rate()
    await tried("FAILED", reason="HTTP_500", code=500)
    await execute("update webhook set attempt = 3, next_at = now() + interval '1 hour', position = 2")
    administrator = await enter("administrator")
    page = await administrator.see(f"{PAGE}/{sealed}")
    assert "测试事件已排队" in (await administrator.send(f"{PAGE}/{sealed}/test")).text
    delivery = re.search(r'name="delivery" value="([^"]+)"', page)
    assert delivery
    assert "已排队重发" in (await administrator.send(f"{PAGE}/{sealed}/repeat", delivery=delivery[1])).text
    assert await fetch_value("select count(*) from delivery where status = 'PENDING'") == 2
    await administrator.send(f"{PAGE}/{sealed}/resumption")
    assert await fetch_value("select attempt = 0 and next_at <= now() and position = 2 from webhook")
    await administrator.send(f"{PAGE}/{sealed}/resumption", position="0")
    assert await fetch_value("select position from webhook") == 0
    for wrong, words in (("99999", "位置应在 0 到"), ("x", "请填写从哪个位置之后重发")):
        answer = await administrator.send(f"{PAGE}/{sealed}/resumption", position=wrong)
        assert (answer.status_code, words in answer.text) == (422, True)


async def test_htmx_gets_the_part_it_asked_for(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    administrator = await enter("administrator")
    part = await administrator.see(f"{PAGE}/{sealed}", **HTMX)
    assert part.lstrip().startswith('<div id="hooks">')
    swapped = await administrator.send(f"{PAGE}/{sealed}/test", htmx=True)
    assert "<html" not in swapped.text
    assert "测试事件已排队" in swapped.text


async def test_a_webhook_that_is_not_there_says_so(enter: Enter) -> None:
    administrator = await enter("administrator")
    answer = await administrator.client.get(f"{PAGE}/AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 404
    assert "找不到这个接收地址" in answer.text


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor", "clerk"])
async def test_the_page_is_the_administrators(enter: Enter, cast: Cast, who: str) -> None:
    sealed = await hook(cast)
    official = await enter(who)
    assert "事件推送" not in await official.see("/admin")
    assert (await official.client.get(PAGE)).status_code == 403
    assert (await official.send(f"{PAGE}/{sealed}/deletion")).status_code == 403
    assert await fetch_value("select count(*) from webhook") == 1


@pytest.mark.parametrize("panel", ["sent", "answer"])
async def test_the_administrator_reads_no_rating_in_what_was_sent_nor_in_what_came_back(
    enter: Enter, cast: Cast, panel: str
) -> None:
    sealed = await hook(cast)
    await cast.rate()
    await tried("FAILED", reason="HTTP_500", code=500)
    await execute("update delivery set answer = 'you sent ' || sent")
    page = await (await enter("administrator")).see(f"{PAGE}/{sealed}?panel={panel}")
    assert "系统管理员不看评价" in page
    for told in ("level&#34;", "evaluation.submitted</a>", "you sent"):
        assert told not in page
    (row,) = (await views.page("Delivery", ("kind", "sent", "answer"), actor=cast["administrator"], first=9)).rows
    assert (row["kind"], row["sent"], row["answer"]) == ("event", None, None)


async def test_of_a_test_the_administrator_reads_all(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    await execute(
        """insert into delivery (webhook_id, event_id, kind, attempt, status, headers, sent, answer, at, reason)
           select id, gen_random_uuid(), 'test', 1, 'GIVEN_UP', 'webhook-id: 1', '{"type":"test"}', 'who are you?',
           now(), 'HTTP_400' from webhook"""
    )
    administrator = await enter("administrator")
    assert "&#34;type&#34;: &#34;test&#34;" in await administrator.see(f"{PAGE}/{sealed}")
    assert "who are you?" in await administrator.see(f"{PAGE}/{sealed}?panel=answer")


async def test_an_address_of_one_agency_does_not_count_that_agencys_ratings_for_the_administrator(
    enter: Enter, cast: Cast
) -> None:
    sealed = await hook(cast, agency_code=HOUSING)
    administrator = await enter("administrator")
    for _ in range(3):
        await cast.rate()
    await tried("DELIVERED", code=204)
    await tried("FAILED", reason="HTTP_500", code=500)
    page = await administrator.see(f"{PAGE}/{sealed}")
    assert (page.count("</svg>500</span>"), page.count("</svg>204</span>")) == (3, 0)
    assert "送达若干次" in page
    assert re.search(r"6条 · \d+秒", page), "what waits is the whole city's"
    sight = {"id": sealed, "actor": cast["subscriber"]}
    rows = (await views.page("Delivery", ("kind", "sent"), actor=cast["subscriber"], first=9)).rows
    assert await views.one("Webhook", ("url",), **sight)
    assert len(rows) == 6
    assert {row["kind"] for row in rows} == {"evaluation.submitted"}, "its owner reads what it was sent"
    assert all("DISSATISFIED" in row["sent"] for row in rows)


async def test_of_two_administrators_the_second_is_told_what_is_saved_and_may_insist(enter: Enter, cast: Cast) -> None:
    sealed = await hook(cast)
    first, second = await enter("administrator"), await enter("administrator")
    place = f"{PAGE}/{sealed}"
    forms = [standing_in(await each.see(f"{place}/edit"), place) for each in (first, second)]
    saved = await fill_in(second, place, **forms[1] | {"agency": BUREAU})
    assert saved.status_code == 200
    late = await fill_in(first, place, **forms[0] | {"url": f"{HERE}/mine"})
    assert late.status_code == 409
    assert "您打开之后，别人改过这个接收地址" in late.text
    assert standing_in(late.text, place)["url"] == f"{HERE}/mine"
    assert f"<dd>{BUREAU}</dd>" in late.text
    assert await fetch_value("select agency_id from webhook") == cast.ids["bureau"]
    assert (await fill_in(first, place, **standing_in(late.text, place))).status_code == 200
    assert await fetch_value("select url from webhook") == f"{HERE}/mine"
