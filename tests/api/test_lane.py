"""What hostile or unlucky clients do to the compiled lane: memory stays bounded, every answer is right or a refusal."""

import gc
import json
from functools import partial
from typing import Any

import pytest
from graphql import OperationDefinitionNode

import views
from api.executing.documents import REMEMBERED, Documents
from api.lane.acting import acting
from api.lane.lane import PLANS, SWITCHES, Lane
from api.lane.plans import reading
from api.schema import executable
from storage.transactions import execute
from tests.api.conftest import GRAPHQL, Api
from tests.api.test_evaluations import SUBMIT
from tests.views.lanes import exchange


@pytest.fixture
def lane(api: Api) -> Lane:
    assert api.door.lane is not None
    return api.door.lane


async def test_a_plan_is_made_at_the_second_sight(api: Api, lane: Lane) -> None:
    answers = [await api.send("{ viewer { name } }") for _ in range(3)]
    assert lane.answered == 2
    assert len({answer.content for answer in answers}) == 1
    assert len(lane.plans.known) == 1


async def test_each_role_and_language_has_its_own_plan(api: Api, lane: Lane) -> None:
    for by in ("officer", "public", "supervisor"):
        for language in ("zh-CN", "en"):
            for _ in range(2):
                await api.send("{ viewer { name } districts { name } }", by=by, language=language)
    assert len(lane.plans.known) == 6


async def test_ten_thousand_documents_leave_no_more_than_are_remembered(api: Api, lane: Lane) -> None:
    for number in range(10_000):
        for _ in range(1 + (number % 3 == 0)):
            status, _, _ = await exchange(api.door, b'{"query": "{ k%d: __typename }"}' % number)
        assert status == 200
    assert len(lane.documents.known) == REMEMBERED
    assert len(lane.plans.known) == PLANS
    assert len(lane.plans.glimpsed) <= PLANS
    gc.collect()
    kept = sum(isinstance(thing, OperationDefinitionNode) for thing in gc.get_objects())
    assert kept <= REMEMBERED + PLANS + 100


@pytest.mark.parametrize(
    "text",
    [
        "{ viewer { name agency { name } } districts { name } staff(first: 3) { edges { node { name } } } }",
        "{ evaluations(first: 3) { totalCount edges { cursor node { id agency { name } tags { code } workOrder "
        "{ number terms { kind } } serviceEvent { invitation { qr(entry: RECEIPT_QR) } } } } } }",
        "{ board { ratings byLevel { count } topTags { count tag { code } } series { at } "
        "children(first: 3) { edges { node { board { bad } } } } } }",
        "query($id: ID!) { node(id: $id) { __typename id ... on Evaluation { level tags { code } } } }",
        SUBMIT,
    ],
)
def test_what_is_forgotten_is_gone_at_once(text: str) -> None:
    """Without circles nothing waits for the collector, which looks through old things hardly ever."""

    operation = Documents(executable()).get(text).operation(None)
    operation.pricing.load({})
    plan = acting if operation.writes else partial(reading, sight=views.Sight("SUPERVISOR"))
    known = plan(executable(), operation, values={})
    assert known
    gc.collect()
    del operation, known
    assert gc.collect() == 0


async def test_a_document_above_eight_kilobytes_is_answered_and_forgotten(api: Api, lane: Lane) -> None:
    long = "{ viewer { name } }" + " " * 8_192
    answers = [await api.send(long) for _ in range(3)]
    assert [answer.json()["data"] for answer in answers] == [{"viewer": {"name": "公众"}}] * 3
    assert lane.answered == 0
    assert not lane.documents.known


async def test_too_many_switches_are_for_the_ordinary_lane(api: Api, lane: Lane) -> None:
    for most in (SWITCHES, SWITCHES + 1):
        names = [f"s{n}" for n in range(most)]
        declared = ", ".join(f"${name}: Boolean!" for name in names)
        fields = " ".join(f"{name}: name @include(if: ${name})" for name in names)
        for turn in range(4):
            given = {name: bool(turn % 2) or n == 0 for n, name in enumerate(names)}
            answer = await api.ask(f"query({declared}) {{ viewer {{ {fields} }} }}", **given)
            assert list(answer["data"]["viewer"]) == [name for name in names if given[name]]
    assert lane.answered == 2
    assert len(lane.plans.known) == 2


async def test_what_is_not_of_views_goes_the_ordinary_way(api: Api, lane: Lane) -> None:
    for document in (
        '{ workingDay(from: "2026-02-13", days: 1) { date } }',
        "{ __schema { queryType { name } } }",
        '{ viewer { name } __type(name: "Query") { name } }',
    ):
        for _ in range(3):
            assert "errors" not in await api.ask(document)
    assert lane.answered == 0


async def test_by_get_a_known_question_is_answered_alike_and_a_known_write_is_refused(api: Api, lane: Lane) -> None:
    said = {"token": (await api.cast.event()).token, "entry": "RECEIPT_QR", "level": "SATISFIED", "idempotencyKey": "k"}
    for _ in range(3):
        assert "errors" not in await api.ask(SUBMIT, input=said)
        posted = await api.send("{ viewer { name } }")
    assert lane.answered == 4
    headers = {"Accept": GRAPHQL, "Accept-Language": "zh-CN"}
    asked = await api.http.get("/graphql", params={"query": "{ viewer { name } }"}, headers=headers)
    assert (asked.content, lane.answered) == (posted.content, 5)
    given = {"query": SUBMIT, "variables": json.dumps({"input": said | {"idempotencyKey": "another"}})}
    refused = await api.http.get("/graphql", params=given, headers=headers)
    assert (refused.status_code, lane.answered) == (405, 5)


async def test_pages_are_priced_by_each_request(api: Api, lane: Lane) -> None:
    document = "query($n: Int = 7) { agencies(first: $n) { edges { node { code name } } } }"
    asked: list[dict[str, Any]] = [{}, {}, {"n": 2}, {"n": 2}, {"n": 100}, {"n": 9}]
    costs = [(await api.ask(document, **given))["extensions"]["cost"]["requested"] for given in asked]
    assert costs == [1 + 4 * n for n in (7, 7, 2, 2, 100, 9)]
    assert lane.answered == 5


async def test_a_plan_that_turns_out_too_costly_is_refused_with_its_price(api: Api, lane: Lane) -> None:
    document = """query($n: Int!) { board { children(first: $n) { edges { node { board {
      children(first: $n) { edges { node { board { bad } } } } } } } } } }"""
    for n in (2, 2, 100, 2):
        answer = await api.send(document, n=n)
        codes = [error["extensions"]["code"] for error in answer.json().get("errors", ())]
        assert codes == (["TOO_COSTLY"] if n == 100 else [])
    assert lane.answered == 2


async def test_a_row_that_memory_does_not_know_yet_is_loaded_and_told(api: Api, lane: Lane) -> None:
    document = "{ evaluations(first: 9) { edges { node { agency { name } } } } }"
    await api.cast.rate()
    for _ in range(2):
        await api.ask(document, by="supervisor")
    new = "11990100MB2C00009N"
    await execute("insert into agency (code, name, district_id, is_managing) values ($1, '新局', 1, false)", new)
    await execute("update evaluation set agency_id = (select id from agency where code = $1)", new)
    before = lane.answered
    answer = await api.ask(document, by="supervisor")
    assert [edge["node"]["agency"]["name"] for edge in answer["data"]["evaluations"]["edges"]] == ["新局"]
    assert lane.answered == before + 1


async def test_connections_that_break_under_a_reading_cost_nobody_an_answer(api: Api, lane: Lane) -> None:
    document = "{ evaluations(first: 9) { totalCount } }"
    await api.cast.rate()
    _, expected = [await api.ask(document, by="supervisor") for _ in range(2)]
    for _ in range(3):
        await execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where application_name = 'haochaping reading' and datname = current_database()"
        )
        assert await api.ask(document, by="supervisor") == expected


async def test_without_a_database_the_door_says_so_and_nobody_waits_for_it_twice(
    api: Api, lane: Lane, monkeypatch: Any
) -> None:
    asked = 0

    async def away(*_: object) -> Any:
        nonlocal asked
        asked += 1
        raise ConnectionResetError

    document = "{ evaluations(first: 9) { totalCount } }"
    for _ in range(2):
        await api.ask(document)
    monkeypatch.setattr("storage.reading.Reader.fetch", away)
    answer = await api.send(document)
    assert asked == 1
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
