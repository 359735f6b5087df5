"""What becomes public is looked through first: texts on their way out, public answers, names, reasons a rater reads."""

import pytest

from domain import work_orders
from domain.actor import SYSTEM
from domain.clients import clients
from domain.directory.entries import Agency
from domain.directory.saving import register
from domain.errors import Invalid, ReasonRequired
from domain.moderation import Span, inspect_again, inspect_waiting, left, moderate, moderate_each
from domain.words import MarkedParts
from domain.words import ModerationAction as A
from storage.transactions import execute, fetch, fetch_value
from tests.cast import Cast, column, relay_all

MARKED = "电话13912345678，身份证11010519491231002X，很慢"
REPLY = "已电话联系13912345678，身份证11010519491231002X，问题解决。"
SHOWN = "已电话联系████，身份证████，问题解决。"


async def waiting(cast: Cast, text: str = MARKED) -> int:
    id = (await cast.rate(text=text)).evaluation_id
    await inspect_waiting()
    return id


async def public(id: int) -> str | None:
    text: str | None = await fetch_value("select text_public from evaluation where id = $1", id)
    return text


async def submitted(cast: Cast, reply: str = REPLY) -> int:
    order = await cast.order()
    await cast.bring(order, "finding")
    await work_orders.submit_rectification(order, measures="补了清单", reply=reply, by=cast["officer"])
    return order


async def answer(order: int) -> str | None:
    text: str | None = await fetch_value("select reply from work_order where id = $1", order)
    return text


# texts of raters


async def test_publishing_over_open_marks_needs_a_reason_and_is_on_record(cast: Cast) -> None:
    id = await waiting(cast)
    with pytest.raises(ReasonRequired) as refused:
        await moderate([id], A.PUBLISH, by=cast["moderator"])
    assert refused.value.path == ("reason",)
    assert await public(id) is None
    await moderate([id], A.PUBLISH, reason="评价人要求公开", by=cast["moderator"])
    assert await public(id) == MARKED
    assert await column("select reason from moderation_act") == ["评价人要求公开"]


async def test_redacting_less_than_what_is_marked_is_publishing_over_open_marks(cast: Cast) -> None:
    id = await waiting(cast)
    with pytest.raises(ReasonRequired):
        await moderate([id], A.REDACT, spans=[Span(2, 13)], by=cast["moderator"])
    with pytest.raises(ReasonRequired):
        await moderate([id], A.REDACT, spans=[Span(2, 10), Span(17, 35)], by=cast["moderator"])
    await moderate([id], A.REDACT, spans=[Span(2, 13)], reason="证号是样例", by=cast["moderator"])


async def test_redacting_without_spans_covers_everything_that_is_marked(cast: Cast) -> None:
    ids = [await waiting(cast), await waiting(cast, "打139\u20091234\u20095678")]
    await moderate(ids, A.REDACT, by=cast["moderator"])
    assert [await public(id) for id in ids] == ["电话████，身份证████，很慢", "打████"]
    acts = await column("select spans::text from moderation_act order by id")
    assert acts == ["[[2, 13], [17, 35]]", "[[1, 14]]"]


async def test_in_bulk_each_is_redacted_and_what_has_no_mark_is_told(cast: Cast) -> None:
    marked, clean = await waiting(cast), await waiting(cast, "很好")
    done = await moderate_each([marked, clean], A.REDACT, by=cast["moderator"])
    assert [type(one.refusal) for one in done] == [type(None), Invalid]
    assert [await public(id) for id in (marked, clean)] == ["电话████，身份证████，很慢", None]


async def test_nobody_publishes_several_with_marks_even_with_a_reason(cast: Cast) -> None:
    ids = [await waiting(cast), await waiting(cast)]
    with pytest.raises(Invalid):
        await moderate(ids, A.PUBLISH, reason="都看过", by=cast["moderator"])
    done = await moderate_each(ids, A.PUBLISH, reason="都看过", by=cast["moderator"])
    assert all(one.refusal for one in done)
    assert [await public(id) for id in ids] == [None, None]


async def test_a_reason_that_the_rater_reads_names_nobody(cast: Cast) -> None:
    id = await waiting(cast)
    with pytest.raises(Invalid, match="139"):
        await moderate([id], A.HIDE, reason="写了1391234\u20605678", by=cast["moderator"])
    await moderate([id], A.HIDE, reason="请打窗口0755-82101234", by=cast["moderator"])


# looking again


async def older(*ids: int) -> None:
    """As an older finder, which saw nothing, has left them."""
    await execute("update text_inspection set finder = 1, found = '[]', kinds = '{NONE}' where id = any($1)", list(ids))


async def test_what_is_public_and_turns_out_to_name_somebody_waits_again_on_record(cast: Cast) -> None:
    named, clean = await waiting(cast, "打139\u20091234\u20095678"), await waiting(cast, "很好")
    await older(named, clean)
    await moderate([clean], A.PUBLISH, by=cast["moderator"])
    await execute("update evaluation set moderation = 'PUBLISHED', text_public = text_raw, text_masked = text_raw "
                  "where id = $1", named)  # fmt: skip
    await older(named, clean)
    assert await left() == 2
    looked = await inspect_again()
    assert (looked.texts, looked.put_back, await left()) == (2, 1, 0)
    assert [await public(id) for id in (named, clean)] == [None, "很好"]
    ((action, who, reason),) = await fetch(
        "select action, actor_name, reason from moderation_act where evaluation_id = $1", named
    )
    assert (action, who) == ("RESTORE", "系统")
    assert "1处" in reason
    await relay_all()
    assert len(await column("select position from ledger where kind = 'evaluation.restored'")) == 1
    assert (await inspect_again()).texts == 0
    await moderate([named], A.REDACT, by=cast["moderator"])
    assert await public(named) == "打████"


async def test_what_somebody_has_seen_or_covered_stays_public(cast: Cast) -> None:
    seen, covered = await waiting(cast), await waiting(cast, "打139\u20091234\u20095678")
    await moderate([seen], A.PUBLISH, reason="评价人要求公开", by=cast["moderator"])
    await moderate([covered], A.REDACT, by=cast["moderator"])
    await execute("update text_inspection set finder = 1 where id = $1", seen)
    await older(covered)
    assert (await inspect_again()).put_back == 0
    assert [await public(id) for id in (seen, covered)] == [MARKED, "打████"]


# public answers


async def test_a_marked_answer_is_approved_only_covered_or_with_a_reason(cast: Cast) -> None:
    order = await submitted(cast)
    with pytest.raises(Invalid) as refused:
        await work_orders.review(order, approve=True, reason="整改到位", by=cast["supervisor"])
    assert refused.value.path == ("marked",)
    assert "2处" in refused.value.zh
    assert await answer(order) is None
    await work_orders.review(order, approve=True, reason="整改到位", marked=MarkedParts.REDACT, by=cast["supervisor"])
    assert await answer(order) == SHOWN


async def test_an_answer_kept_as_it_is_stands_on_record(cast: Cast) -> None:
    order = await submitted(cast, "请打0755-82101234。")
    await work_orders.review(order, approve=True, reason="是窗口电话", marked=MarkedParts.KEEP, by=cast["supervisor"])
    assert await answer(order) == "请打0755-82101234。"
    (reason,) = await column("select reason from work_order_move where move = 'approve'")
    assert reason == "是窗口电话（公开答复中标出1处可能是个人信息：照原样公开）"


async def test_the_name_of_a_member_of_staff_in_an_answer_is_marked(cast: Cast) -> None:
    order = await submitted(cast, "已批评窗口人员陈窗口。")
    with pytest.raises(Invalid):
        await work_orders.review(order, approve=True, reason="好", by=cast["supervisor"])


async def test_an_answer_of_nothing_but_bars_is_sent_back(cast: Cast) -> None:
    order = await submitted(cast, "139 1234 5678")
    with pytest.raises(Invalid, match="Send it back"):
        await work_orders.review(order, approve=True, reason="好", marked=MarkedParts.REDACT, by=cast["supervisor"])
    await work_orders.review(order, approve=False, reason="请重写", by=cast["supervisor"])


async def test_an_answer_that_names_nobody_is_approved_as_ever(cast: Cast) -> None:
    order = await submitted(cast, "已补上清单。")
    await work_orders.review(order, approve=True, reason="整改到位", by=cast["supervisor"])
    assert await column("select reason from work_order_move where move = 'approve'") == ["整改到位"]


# names


async def test_what_everybody_reads_as_a_name_is_no_number_of_somebody(cast: Cast) -> None:
    with pytest.raises(Invalid):
        await register([Agency("91440300MA5EQ1YK4T", "社保局13912345678", "440300")], by=SYSTEM)
    with pytest.raises(Invalid):
        await clients.register("排队机（联系139-1234-5678）", "BUSINESS", by=SYSTEM)
