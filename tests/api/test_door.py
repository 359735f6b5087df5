"""GraphQL over HTTP: what comes in wrong is a code and a sentence in the reader's language, and nothing happens."""

import asyncio
import json
from typing import Any

import pytest

from api.executing.limits import COST
from api.http.throttle import Throttle
from domain.actor import PUBLIC
from domain.evaluations import Submission
from domain.words import Level
from storage.transactions import fetch_value
from tests.api.conftest import GRAPHQL, Api, opened
from tests.cast import Cast

RATE = "mutation($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) { __typename } }"
JSON = {"Content-Type": "application/json", "Accept": GRAPHQL}


async def refused(api: Api, body: str | bytes, status: int, code: str, **headers: str) -> dict[str, Any]:
    answer = await api.http.post("/graphql", content=body, headers=JSON | headers)
    assert answer.status_code == status, answer.text
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code
    assert "data" not in answer.json()
    assert answer.json()["extensions"]["cost"]["maximum"] == COST
    return dict(error)


@pytest.mark.parametrize(
    "body", ["null", '"x"', "3", "[]", '[{"query": "{ __typename }"}]', "{", "", '{"query": null}']
)
async def test_a_body_that_is_no_request_is_a_bad_request(api: Api, body: str) -> None:
    await refused(api, body, 400, "BAD_REQUEST")


@pytest.mark.parametrize("field", ["variables", "operationName", "extensions"])
async def test_parameters_of_a_wrong_type_are_a_bad_request(api: Api, field: str) -> None:
    await refused(api, json.dumps({"query": "{ __typename }", field: 3}), 400, "BAD_REQUEST")


async def test_a_body_of_two_megabytes_is_refused_whether_announced_or_not(api: Api) -> None:
    await refused(api, b" " * 2_000_000, 413, "BAD_REQUEST")

    async def unannounced() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    answer = await api.http.post("/graphql", content=unannounced(), headers=JSON)
    assert answer.status_code == 413


async def test_two_operations_without_a_name_are_not_guessed(api: Api) -> None:
    two = "query a { __typename } query b { __typename }"
    await refused(api, json.dumps({"query": two}), 400, "BAD_REQUEST")
    await refused(api, json.dumps({"query": two, "operationName": "c"}), 400, "BAD_REQUEST")
    answer = await api.http.post("/graphql", json={"query": two, "operationName": "b"}, headers=JSON)
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_an_empty_operation_name_is_none(api: Api) -> None:
    for query in ("{ __typename }", "query a { __typename }"):
        answer = await api.http.post("/graphql", json={"query": query, "operationName": ""}, headers=JSON)
        assert answer.json()["data"] == {"__typename": "Query"}
    two = json.dumps({"query": "query a { __typename } query b { __typename }", "operationName": ""})
    await refused(api, two, 400, "BAD_REQUEST")


async def test_a_document_that_does_not_fit_the_schema_is_a_bad_document(api: Api) -> None:
    await refused(api, json.dumps({"query": "{ nobody }"}), 400, "BAD_DOCUMENT")
    await refused(api, json.dumps({"query": "{"}), 400, "BAD_DOCUMENT")


async def test_a_variable_that_does_not_fit_is_a_bad_variable(api: Api) -> None:
    query = "query($level: [Level!]) { evaluations(first: 1, where: {level: $level}) { totalCount } }"
    await refused(api, json.dumps({"query": query, "variables": {"level": ["GOOD"]}}), 400, "BAD_VARIABLE")
    query = "query($day: Date!) { workingDay(from: $day, days: 1) { date } }"
    await refused(api, json.dumps({"query": query, "variables": {"day": "20261123"}}), 400, "BAD_VARIABLE")


DIGITS = "9" * 5000
LONG = [
    f"{{ agencies(first: {DIGITS}) {{ __typename }} }}",
    f"query($n: Int! = {DIGITS}) {{ agencies(first: $n) {{ __typename }} }}",
    f"{{ {'x' * 5000} }}",
    f'{{ agencies(first: "{"x " * 2500}") {{ __typename }} }}',
]


@pytest.mark.parametrize("query", LONG, ids=["a literal", "a default", "a name", "a text"])
async def test_what_is_far_too_long_is_refused_and_not_echoed(api: Api, query: str) -> None:
    error = await refused(api, json.dumps({"query": query}), 400, "BAD_DOCUMENT")
    assert len(error["message"]) < 400


async def test_a_long_value_of_a_variable_is_not_echoed_either(api: Api) -> None:
    query = "query($n: Int!) { agencies(first: $n) { __typename } }"
    error = await refused(api, json.dumps({"query": query, "variables": {"n": DIGITS}}), 400, "BAD_VARIABLE")
    assert len(error["message"]) < 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
async def test_figures_of_another_millennium_are_a_bad_variable(api: Api, day: str) -> None:
    answer = await api.ask("query($day: Date) { board(from: $day, to: $day) { ratings } }", day=day)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_VARIABLE"]


@pytest.mark.parametrize(
    ("query", "lead"),
    [
        ("{", "文档的语法有误"),
        ("{ nobody }", "没有这个字段"),
        ("{ board(when: 1) { ratings } }", "没有这个参数"),
        ("query($n: Int!) { agencies(first: $n) { __typename } }", "有一个变量的值不合要求"),
        ('{ board(to: "2026-02-30") { ratings } }', "有一个值的类型不对"),
        ("query($n: Int) { __typename }", "文档不符合"),
    ],
)
async def test_what_the_language_itself_refuses_is_said_in_chinese_first(api: Api, query: str, lead: str) -> None:
    (chinese,) = (await api.ask(query))["errors"]
    (english,) = (await api.ask(query, language="en"))["errors"]
    assert chinese["message"].startswith(lead)
    assert chinese["message"].endswith(english["message"])
    assert english["message"].isascii()
    assert chinese["extensions"] == english["extensions"]


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "20261123", "0000-01-01"])
async def test_a_day_that_is_none_is_refused_in_our_own_words(api: Api, text: str) -> None:
    answer = await api.ask("query($day: Date) { board(to: $day) { ratings } }", language="en", day=text)
    (error,) = answer["errors"]
    assert "Date must be a day such as 2026-11-23" in error["message"]
    assert "encountered" not in error["message"]


@pytest.mark.parametrize("first", [0, -1, 101, 1000])
async def test_a_page_has_one_to_a_hundred_entries(api: Api, first: int) -> None:
    answer = await api.ask("query($n: Int!) { agencies(first: $n) { edges { cursor } } }", n=first)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_VARIABLE"]


async def test_a_cursor_that_is_not_ours_is_a_bad_cursor(api: Api) -> None:
    answer = await api.ask('{ agencies(first: 1, after: "MTIz") { edges { cursor } } }')
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_CURSOR"]


async def test_mutations_do_not_come_by_get_and_other_methods_not_at_all(api: Api) -> None:
    answer = await api.http.get("/graphql", params={"query": "mutation { __typename }"}, headers={"Accept": GRAPHQL})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert (await api.http.put("/graphql")).status_code == 405
    answer = await api.http.get("/graphql", params={"query": "{ __typename }"})
    assert answer.json()["data"] == {"__typename": "Query"}


async def test_other_media_types_are_refused(api: Api) -> None:
    await refused(api, "{}", 415, "BAD_REQUEST", **{"Content-Type": "text/plain"})
    await refused(api, "{}", 406, "BAD_REQUEST", Accept="application/xml")


async def test_sentences_follow_the_readers_language_and_caches_are_told_so(api: Api) -> None:
    english = await api.http.post("/graphql", content="null", headers={**JSON, "Accept-Language": "en-GB, zh;q=0.5"})
    chinese = await api.http.post("/graphql", content="null", headers={**JSON, "Accept-Language": "zh-CN, en;q=0.5"})
    assert english.json()["errors"][0]["message"] == "The body must be a JSON object."
    assert chinese.json()["errors"][0]["message"] == "请求体应是一个 JSON 对象。"
    assert (english.headers["Content-Language"], chinese.headers["Content-Language"]) == ("en", "zh-CN")
    assert {"Accept", "Accept-Language", "Authorization"} <= set(english.headers["Vary"].split(", "))


@pytest.mark.parametrize(
    "accepted", ["zh ; q=0.5, en ; q=0.9", "zh;q=0.5,en; q=0.9", "zh; Q = 0.5, EN-gb", "zh;q=x,en"]
)
async def test_a_language_is_weighed_however_the_header_is_spaced(api: Api, accepted: str) -> None:
    answer = await api.http.post("/graphql", content="null", headers={**JSON, "Accept-Language": accepted})
    assert answer.headers["Content-Language"] == "en"


async def test_the_public_is_held_to_a_rate_by_address_and_told_when_to_come_again(database: str, cast: Cast) -> None:
    async with opened(database, cast, throttle=Throttle(60, 3)) as api:
        answers = [await api.send("{ __typename }") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[3].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
        assert answers[3].headers["Retry-After"] == "1"
        assert (await api.send("{ __typename }", by="officer")).status_code == 200


@pytest.mark.parametrize(("developing", "media"), [(True, "text/html"), (False, "application/json")])
async def test_the_editor_is_there_in_development_only(database: str, cast: Cast, developing: bool, media: str) -> None:
    async with opened(database, cast, graphiql=developing) as api:
        page = await api.http.get("/graphql", headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.headers["Content-Type"].startswith(media)


async def test_a_client_that_goes_away_before_its_batch_has_written_nothing(api: Api) -> None:
    """Its request is held up behind a batch; the connection closes; the rating is never stored."""
    event, go = await api.cast.event(), asyncio.Event()
    queue = api.door.batches.submissions
    submit, queue.write = queue.write, held(queue.write, go)
    first = asyncio.create_task(queue.add(Submission((await api.cast.event()).token, Level.SATISFIED, PUBLIC)))
    await asyncio.sleep(0.01)
    body = {"query": RATE, "variables": {"input": {"token": event.token, "entry": "RECEIPT_QR", "level": "SATISFIED"}}}
    messages = iter([{"type": "http.request", "body": json.dumps(body).encode()}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        """Nobody listens."""

    headers = [(b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "headers": headers,
        "query_string": b"",
        "client": None,
    }
    await api.door(scope, receive, send)
    go.set()
    await first
    queue.write = submit
    assert await fetch_value("select count(*) from evaluation") == 1


def held(write: Any, go: asyncio.Event) -> Any:
    async def wait(items: Any) -> Any:
        await go.wait()
        return await write(items)

    return wait


async def test_a_fault_shows_nothing_of_itself(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken() -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("domain.calendar.load", broken)
    answer = await api.send('{ workingDay(from: "2026-02-13", days: 1) { date } }')
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "secret" not in answer.text
    assert "Zero" not in answer.text


async def test_every_answer_says_what_it_cost(api: Api) -> None:
    answer = await api.ask("query($n: Int = 7) { agencies(first: $n) { edges { node { code name } } } }")
    assert answer["extensions"]["cost"] == {"requested": 1 + 7 * (1 + 1 + 2), "maximum": COST}
