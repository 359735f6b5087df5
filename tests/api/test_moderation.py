"""Moderation over the API: the same use case; what each may read before and after; and what a clerk never learns."""

from datetime import timedelta
from typing import Any

import pytest

import views
from domain import clock, work_orders
from domain.evaluations.releasing import release
from domain.moderation import inspect_waiting
from domain.words import Level, Standing
from storage.transactions import fetch_value
from tests.api.conftest import Api
from tests.cast import BUREAU, HOUSING, column

TEXT = "打了三次138 0013 8000，陈窗口说系统坏了"
SHOWN = "打了三次████，████说系统坏了"
SPANS = [{"start": 4, "end": 17}, {"start": 18, "end": 21}]
MODERATE = """mutation($ids: [ID!]!, $action: ModerationAction!, $reason: String, $spans: [SpanInput!]) {
  moderateEvaluations(ids: $ids, action: $action, reason: $reason, spans: $spans) { __typename
    ... on EvaluationsModerated { evaluations { id text standing workOrder { state } } }
    ... on Refusal { code message path } } }"""
SEEN = "query($id: ID!) { node(id: $id) { ... on Evaluation { text reply { text } } } }"


async def rated(api: Api, level: Level = Level.SATISFIED, **said: Any) -> str:
    done = await api.cast.rate(level, **{"text": TEXT, **said})
    await inspect_waiting()
    return views.seal_id("Evaluation", done.evaluation_id)


async def moderated(api: Api, ids: list[str], action: str, by: str = "moderator", **facts: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await api.ask(MODERATE, by=by, ids=ids, action=action, **facts))["data"]
    return dict(answer["moderateEvaluations"])


async def text(api: Api, id: str, by: str) -> Any:
    node = (await api.ask(SEEN, by=by, id=id))["data"]["node"]
    return node and node["text"]


async def test_what_each_reads_before_and_after(api: Api) -> None:
    id = await rated(api)
    outside = ("public", "channel", "head", "hall", "officer")
    assert [await text(api, id, who) for who in outside] == [None] * 5
    assert await text(api, id, "moderator") == "打了三次138 **** 8000，陈窗口说系统坏了"
    assert {await text(api, id, who) for who in ("dispatcher", "supervisor", "reviewer")} == {TEXT}
    done = await moderated(api, [id], "REDACT", spans=SPANS)
    assert done["evaluations"][0]["id"] == id
    assert {await text(api, id, who) for who in outside} == {SHOWN}
    assert {await text(api, id, who) for who in ("subscriber", "hr", "auditor")} == {None}
    await moderated(api, [id], "RESTORE", reason="再看看")
    assert [await text(api, id, who) for who in outside] == [None] * 5


async def test_the_public_sees_the_rating_itself_only_while_its_text_is_public(api: Api) -> None:
    id = await rated(api)
    listed = "{ evaluations(first: 10) { totalCount edges { node { id text } } } }"
    assert (await api.ask(listed))["data"]["evaluations"]["totalCount"] == 0
    await moderated(api, [id], "PUBLISH", reason="是公开的服务电话")
    assert (await api.ask(listed))["data"]["evaluations"]["edges"] == [{"node": {"id": id, "text": TEXT}}]
    await moderated(api, [id], "SUSPECT", reason="像是代评")
    assert (await api.ask(listed))["data"]["evaluations"]["totalCount"] == 1
    await moderated(api, [id], "MAKE_VOID", "reviewer", reason="确为代评")
    assert (await api.ask(listed))["data"]["evaluations"]["totalCount"] == 0


async def test_a_published_comment_stands_beside_the_approved_answer(api: Api) -> None:
    order = await api.cast.order(text="没有清单")
    id = views.seal_id("Evaluation", await fetch_value("select evaluation_id from work_order"))
    await moderated(api, [id], "PUBLISH")
    await api.cast.bring(order, "submit")
    node = (await api.ask(SEEN, id=id))["data"]["node"]
    assert node == {"text": "没有清单", "reply": None}, "what was handed in is nobody's yet"
    await work_orders.review(order, approve=True, reason="整改到位", by=api.cast["supervisor"])
    node = (await api.ask(SEEN, id=id))["data"]["node"]
    assert node == {"text": "没有清单", "reply": {"text": "已补上清单。"}}


async def test_a_hidden_text_is_hidden_and_the_rating_counts(api: Api) -> None:
    id = await rated(api, Level.DISSATISFIED)
    await moderated(api, [id], "HIDE", reason="辱骂")
    assert await text(api, id, "public") is None
    assert (await api.ask("{ board { bad } }"))["data"]["board"]["bad"] == 1


async def test_redacting_outside_the_text_names_the_place(api: Api) -> None:
    id = await rated(api)
    refusal = await moderated(api, [id], "REDACT", spans=[{"start": 0, "end": len(TEXT) + 1}])
    assert (refusal["code"], refusal["path"]) == ("INVALID", ["spans", "0", "end"])
    assert await text(api, id, "public") is None


async def test_a_verified_complaint_is_not_hidden(api: Api) -> None:
    order = await api.cast.order(text=TEXT)
    await api.cast.bring(order, "finding")
    number = await fetch_value("select evaluation_id from work_order")
    refusal = await moderated(api, [views.seal_id("Evaluation", number)], "HIDE", reason="影响不好")
    assert (refusal["code"], "沉默" in refusal["message"]) == ("NOT_ALLOWED", True)


async def test_of_two_moderators_the_second_gets_a_conflict_in_the_own_language(api: Api) -> None:
    id = await rated(api)
    await moderated(api, [id], "PUBLISH", reason="是公开的服务电话")
    facts: dict[str, Any] = {"ids": [id], "action": "HIDE", "reason": "spam"}
    refusal = (await api.ask(MODERATE, by="moderator2", language="en", **facts))["data"]["moderateEvaluations"]
    assert refusal["code"] == "CONFLICT"
    assert "审核员 was faster to publish the text" in refusal["message"]


async def test_all_or_nothing_and_at_most_a_hundred(api: Api) -> None:
    id, wordless = await rated(api), await rated(api, text=None)
    assert (await moderated(api, [id, wordless], "HIDE", reason="重复"))["code"] == "ILLEGAL_MOVE"
    assert (await moderated(api, [id, "garbage"], "HIDE", reason="重复"))["path"] == ["ids", "1"]
    assert (await moderated(api, [], "PUBLISH"))["path"] == ["ids"]
    assert (await moderated(api, [id] * 2, "PUBLISH"))["path"] == ["ids"]
    strangers = [views.seal_id("Evaluation", n) for n in range(1, 102)]
    assert (await moderated(api, strangers, "PUBLISH"))["path"] == ["ids"]
    assert await column("select id from moderation_act") == []


async def test_a_moderator_opens_an_order_and_reads_it_in_the_answer(api: Api) -> None:
    done = await moderated(api, [await rated(api)], "OPEN_ORDER", reason="设备坏了")
    assert done["evaluations"][0]["workOrder"] == {"state": "DISPATCHED"}


@pytest.mark.parametrize("who", ["public", "officer", "head", "clerk", "hr", "auditor", "supervisor", "channel"])
async def test_whoever_may_not_is_told_so_and_nothing_happens(api: Api, who: str) -> None:
    id = await rated(api)
    answer = await api.ask(MODERATE, by=who, ids=[id], action="PUBLISH")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    assert await column("select id from moderation_act") == []


# A clerk asks for ratings younger than seven days, or fewer than five, by any filter there is.

FILTERS: list[dict[str, Any]] = [
    {},
    {"level": ["DISSATISFIED"]},
    {"level": ["SATISFIED", "VERY_SATISFIED", "FAIRLY_SATISFIED", "DISSATISFIED", "VERY_DISSATISFIED"]},
    {"kind": ["VOLUNTARY", "GUIDED", "PROXY"]},
    {"entry": ["RECEIPT_QR"]},
    {"stage": ["ACCEPTANCE"]},
    {"standing": [standing.value for standing in Standing]},
    {"agencyCode": [BUREAU]},
    {"agencyCode": [BUREAU, HOUSING]},
    {"serviceCode": ["S-CARD"]},
    {"districtCode": ["990101"]},
    {"tag": ["208"]},
    {"from": "2000-01-01"},
    {"to": "2100-01-01"},
    {"from": "2000-01-01", "to": "2100-01-01", "level": ["DISSATISFIED"], "tag": ["208"], "agencyCode": [BUREAU]},
]
LISTED = "query($w: EvaluationFilter) { evaluations(where: $w, first: 100) { totalCount edges { node { id } } } }"


async def clerk_sees(api: Api, where: dict[str, Any]) -> tuple[int, int]:
    found = (await api.ask(LISTED, by="clerk", w=where))["data"]["evaluations"]
    return found["totalCount"], len(found["edges"])


@pytest.mark.parametrize("where", FILTERS, ids=lambda where: "+".join(where) or "none")
async def test_a_clerk_sees_none_of_what_is_young_or_few_by_any_filter(api: Api, where: dict[str, Any]) -> None:
    ids = [await rated(api, Level.DISSATISFIED) for _ in range(5)]
    await release()
    assert await clerk_sees(api, where) == (0, 0), "five, but of today"
    await clock.shift(timedelta(days=7))
    young = [await rated(api, Level.DISSATISFIED) for _ in range(4)]
    await release()
    shown = await clerk_sees(api, where)
    assert shown == (5, 5), "a week old and five: all of the batch, none of the four younger ones"
    await clock.shift(timedelta(days=8))
    await release()
    assert await clerk_sees(api, where) == shown, "old enough, but only four"
    for id in young:
        assert (await api.ask(SEEN, by="clerk", id=id))["data"]["node"] is None
    assert (await api.ask(SEEN, by="clerk", id=ids[0]))["data"]["node"] is not None


async def test_moderating_one_of_them_shows_it_no_sooner(api: Api) -> None:
    ids = [await rated(api, Level.DISSATISFIED) for _ in range(4)]
    await moderated(api, ids[:1], "REDACT", spans=SPANS)
    await clock.shift(timedelta(days=30))
    await release()
    assert await clerk_sees(api, {}) == (0, 0)
    assert (await api.ask(SEEN, by="clerk", id=ids[0]))["data"]["node"] is None


async def test_days_do_not_cut_a_batch_into_single_ratings(api: Api) -> None:
    """What was let out together may be asked for by day: by then each day in it is a week old at least."""
    for _ in range(5):
        await rated(api, Level.DISSATISFIED)
        await clock.shift(timedelta(days=1))
    await release()
    assert await clerk_sees(api, {}) == (0, 0)
    await clock.shift(timedelta(days=6))
    await release()
    assert (await clerk_sees(api, {}))[0] == 5
