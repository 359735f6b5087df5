"""The mending over the API: each move is one mutation, for the role it belongs to, and says why when it may not be."""

import asyncio
from typing import Any

import pytest

import views
from storage.transactions import fetch_value
from tests.api.conftest import Api

ORDER = "workOrder { id state moves officer { name } finding { verdict note } timeline { move to reason } }"
FINDING = {"verdict": "VALID_RESPONSIBLE", "attribution": "ITEM_PROCESS", "cause": "GUIDE_MATERIAL", "note": "没有清单"}
ARGUMENTS = {
    "signWorkOrder": "",
    "recordContact": ', note: "问清了经过"',
    "recordFinding": ", finding: $finding",
    "explainWorkOrder": ', reason: "改不了"',
    "urgeWorkOrder": ', note: "请抓紧"',
    "submitRectification": ', measures: "补了清单", reply: "已补上清单。"',
    "reviewRectification": ', approve: true, reason: "到位"',
    "recordCallback": ", outcome: SATISFIED",
    "closeWorkOrder": ', reason: "已两次回访"',
}


async def move(api: Api, name: str, id: str, by: str, arguments: str | None = None) -> dict[str, Any]:
    """The whole answer to one move."""
    given = ARGUMENTS[name] if arguments is None else arguments
    document = f"""mutation($id: ID!, $finding: FindingInput!) {{ {name}(id: $id{given}) {{
        __typename ... on WorkOrderMoved {{ {ORDER} }} ... on Refusal {{ code message path }} }} }}"""
    if "$finding" not in given:
        document = document.replace(", $finding: FindingInput!", "")
        return await api.ask(document, by=by, id=id)
    return await api.ask(document, by=by, id=id, finding=FINDING)


async def moved(api: Api, name: str, id: str, by: str, arguments: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = (await move(api, name, id, by, arguments))["data"][name]
    return answer


async def order(api: Api, **said: Any) -> str:
    return views.seal_id("WorkOrder", await api.cast.order(**said))


async def test_a_bad_rating_is_mended_from_signing_to_closing(api: Api) -> None:
    id = await order(api, anonymous_to_agency=False)
    states = []
    for name, who in (
        ("signWorkOrder", "officer"),
        ("recordContact", "officer"),
        ("recordFinding", "officer"),
        ("submitRectification", "officer"),
        ("reviewRectification", "supervisor"),
        ("recordCallback", "dispatcher"),
    ):
        answer = await moved(api, name, id, who)
        assert answer["__typename"] == "WorkOrderMoved", answer
        states.append(answer["workOrder"]["state"])
    assert states == ["SIGNED", "VERIFYING", "RECTIFYING", "PENDING_REVIEW", "PENDING_CALLBACK", "CLOSED"]
    assert answer["workOrder"]["id"] == id
    assert answer["workOrder"]["finding"]["verdict"] == "VALID_RESPONSIBLE"


async def test_the_answer_names_the_moves_that_are_open_to_whoever_asks(api: Api) -> None:
    id = await order(api)
    answer = await moved(api, "signWorkOrder", id, "officer")
    assert "sign" not in answer["workOrder"]["moves"]
    seen = await api.ask("query($id: ID!) { node(id: $id) { ... on WorkOrder { moves } } }", by="dispatcher", id=id)
    assert "contact" in seen["data"]["node"]["moves"]


@pytest.mark.parametrize("name", ARGUMENTS)
async def test_a_role_that_never_may_is_forbidden(api: Api, name: str) -> None:
    answer = await move(api, name, await order(api), by="auditor")
    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize(
    ("name", "who"),
    [("recordFinding", "officer"), ("submitRectification", "officer"), ("reviewRectification", "supervisor"),
     ("recordCallback", "dispatcher"), ("closeWorkOrder", "supervisor")],
)  # fmt: skip
async def test_a_move_that_is_not_open_now_is_refused_and_changes_nothing(api: Api, name: str, who: str) -> None:
    id = await order(api)
    answer = await moved(api, name, id, who)
    assert (answer["__typename"], answer["code"]) == ("Refusal", "ILLEGAL_MOVE")
    assert await fetch_value("select state from work_order") == "DISPATCHED"


async def test_what_is_not_there_and_what_is_not_mine_are_one_answer(api: Api) -> None:
    mine = await order(api)
    strangers = [mine, views.seal_id("WorkOrder", 10**9), views.seal_id("Evaluation", 1), "garbage", ""]
    answers = [await moved(api, "signWorkOrder", id, "housing") for id in strangers]
    assert {answer["code"] for answer in answers} == {"NOT_FOUND"}
    assert len({answer["message"] for answer in answers}) == 1


async def test_a_blank_note_is_refused_by_name(api: Api) -> None:
    id = await order(api)
    answer = await moved(api, "urgeWorkOrder", id, "supervisor", ', note: "  "')
    assert (answer["code"], answer["path"]) == ("REASON_REQUIRED", ["note"])


async def test_of_two_officers_the_second_gets_a_conflict(api: Api) -> None:
    id = await order(api)
    answers = await asyncio.gather(*(moved(api, "signWorkOrder", id, who) for who in ("officer", "officer2")))
    assert sorted(answer["__typename"] for answer in answers) == ["Refusal", "WorkOrderMoved"]
    assert {answer["code"] for answer in answers if "code" in answer} == {"CONFLICT"}


async def test_the_contact_is_revealed_with_a_reason_on_record_and_never_to_an_agency_it_is_hidden_from(
    api: Api,
) -> None:
    document = """mutation($id: ID!, $reason: String!) { revealRater(id: $id, reason: $reason) {
        ... on RaterRevealed { name mobile expiresAt } ... on Refusal { code } } }"""
    id = await order(api)
    hidden = await api.ask(document, by="officer", id=id, reason="回访")
    assert hidden["data"]["revealRater"] == {"code": "NOT_ALLOWED"}
    assert await fetch_value("select count(*) from work_order_move where move = 'reveal'") == 0
    shown = (await api.ask(document, by="dispatcher", id=id, reason="代为联系"))["data"]["revealRater"]
    assert (shown["name"], shown["mobile"]) == ("赵评", "13800000001")
    assert await fetch_value("select reason from work_order_move where move = 'reveal'") == "代为联系"
