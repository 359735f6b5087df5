"""The rater's own words do not name a hidden rater to the agency: not in the text, not in what others noted of it."""

from typing import Any

import views
from domain import work_orders
from domain.moderation import Span, inspect_waiting, moderate
from domain.words import CallbackOutcome, Level
from domain.words import ModerationAction as A
from storage.transactions import execute, fetch_value
from tests.api.conftest import Api
from tests.cast import RESPONSIBLE

NUMBER = "139\u200912345678"
TEXT = f"请打{NUMBER}找我，清单没有"
COVERED = "请打████找我，清单没有"
READ = """query($id: ID!) { node(id: $id) { ... on WorkOrder {
  evaluation { text workOrder { evaluation { text } } } timeline { move reason } finding { note } } } }"""
LISTED = """{ evaluations(first: 10) { edges { node { text } } }
  workOrders(first: 10) { edges { node { evaluation { text } } } } }"""


async def order(api: Api, *, inspected: bool = True, **said: Any) -> int:
    id = await api.cast.order(**{"text": TEXT, **said})
    if inspected:
        await inspect_waiting()
    return id


async def read(api: Api, id: int, by: str) -> Any:
    return (await api.ask(READ, by=by, id=views.seal_id("WorkOrder", id)))["data"]["node"]


async def text(api: Api, id: int, by: str) -> Any:
    return (await read(api, id, by))["evaluation"]["text"]


async def test_while_the_rater_is_hidden_the_agency_reads_the_text_with_what_was_found_covered(api: Api) -> None:
    id = await order(api)
    assert await text(api, id, "officer") == COVERED
    assert {await text(api, id, who) for who in ("dispatcher", "supervisor", "reviewer")} == {TEXT}
    assert [await text(api, id, who) for who in ("head", "hall")] == [None, None]
    data = (await api.ask(LISTED, by="officer"))["data"]
    assert data["evaluations"]["edges"] == [{"node": {"text": COVERED}}]
    assert data["workOrders"]["edges"] == [{"node": {"evaluation": {"text": COVERED}}}]
    assert NUMBER not in str(await read(api, id, "officer"))


async def test_as_it_comes_it_is_covered_already_and_one_of_old_is_not_read_before_it_is_looked_through(
    api: Api,
) -> None:
    id = await order(api, inspected=False)
    assert await text(api, id, "officer") == COVERED
    await execute("update evaluation set text_covered = null")
    await execute("insert into text_inspection (id, half, found, kinds, inspected_at, finder) "
                  "select id, '', '[]', '{NONE}', city_now(), 1 from evaluation")  # fmt: skip
    assert await text(api, id, "officer") is None, "nor what an older finder has looked through"
    await inspect_waiting()
    assert await text(api, id, "officer") == COVERED


async def test_a_rater_who_is_not_hidden_is_read_as_written(api: Api) -> None:
    id = await order(api, inspected=False, anonymous_to_agency=False)
    assert await text(api, id, "officer") == TEXT


async def test_a_rating_that_is_suspected_at_once_is_looked_through_then(api: Api) -> None:
    id = await order(api, inspected=False)
    rating = await fetch_value("select evaluation_id from work_order where id = $1", id)
    await moderate([rating], A.SUSPECT, reason="像是代评", by=api.cast["moderator"])
    assert await text(api, id, "officer") == COVERED


async def test_what_a_moderator_covers_besides_is_covered_for_the_agency_too(api: Api) -> None:
    id = await order(api, text=f"我住三号楼，请打{NUMBER}，清单没有")
    rating = await fetch_value("select evaluation_id from work_order where id = $1", id)
    assert await text(api, id, "officer") == "我住三号楼，请打████，清单没有"
    await moderate([rating], A.REDACT, spans=[Span(0, 5), Span(8, 20)], by=api.cast["moderator"])
    assert await text(api, id, "officer") == "████，请打████，清单没有"
    await moderate([rating], A.RESTORE, reason="再看看", by=api.cast["moderator"])
    assert await text(api, id, "officer") == "我住三号楼，请打████，清单没有"


async def test_what_others_noted_of_a_hidden_rater_is_covered_for_the_agency(api: Api) -> None:
    """The dispatcher speaks to the rater; the officer reads what was said, not whom to call."""
    id, cast = await order(api), api.cast
    await work_orders.sign(id, by=cast["officer"])
    await work_orders.record_contact(id, note="王女士，手机13912345678，说缺清单", by=cast["dispatcher"])
    await work_orders.record_finding(id, finding=RESPONSIBLE, by=cast["officer"])
    await work_orders.submit_rectification(id, measures="问了系统商13600136000", reply="已补上。", by=cast["officer"])
    await work_orders.review(id, approve=True, reason="见139 1234 5678的说法", by=cast["supervisor"])
    await work_orders.record_callback(
        id, outcome=CallbackOutcome.SATISFIED, note="打了13912345678", by=cast["dispatcher"]
    )
    seen = {
        who: {e["move"]: e["reason"] for e in (await read(api, id, who))["timeline"]} for who in ("officer", "reviewer")
    }
    assert seen["officer"]["contact"] == "王女士，手机████，说缺清单"
    assert seen["officer"]["approve"] == "见████的说法"
    assert seen["officer"]["settle"] == "打了████"
    assert seen["officer"]["submit"] == "问了系统商13600136000", "the agency's own words are its own"
    assert seen["reviewer"]["contact"] == "王女士，手机13912345678，说缺清单"


async def test_of_a_rater_who_is_not_hidden_notes_are_read_as_written(api: Api) -> None:
    id = await order(api, anonymous_to_agency=False)
    await work_orders.urge(id, note="请联系13912345678", by=api.cast["supervisor"])
    assert (await read(api, id, "officer"))["timeline"][-1]["reason"] == "请联系13912345678"


async def test_an_agency_that_only_serves_reads_what_the_public_will(api: Api) -> None:
    id = (await api.cast.rate(Level.SATISFIED, text=TEXT)).evaluation_id
    await inspect_waiting()
    ask = "query($id: ID!) { node(id: $id) { ... on Evaluation { text } } }"
    node = (await api.ask(ask, by="officer", id=views.seal_id("Evaluation", id)))["data"]["node"]
    assert node["text"] is None
