"""submitEvaluation over the API: whoever holds the proof rates once; a refusal is a code and a sentence."""

import asyncio
from typing import Any

import pytest

from storage.transactions import execute, fetch_value
from tests.api.conftest import ADDRESS, Api

SUBMIT = """
mutation($input: SubmitEvaluationInput!) {
  submitEvaluation(input: $input) {
    __typename
    ... on EvaluationSubmitted {
      progressUrl
      evaluation { id level kind entry assurance text tags { code text } dimensions { dimension { code } level }
                   agency { code } supplement { text } workOrder { number state moves jointAgencies { code } } }
    }
    ... on Refusal { code message path }
  }
}
"""


async def rate(api: Api, token: str, level: str = "DISSATISFIED", by: str = "public", **said: Any) -> dict[str, Any]:
    said = {"tags": ["208"] if level == "DISSATISFIED" else []} | said
    answer = await api.ask(SUBMIT, by=by, input={"token": token, "entry": "RECEIPT_QR", "level": level, **said})
    outcome: dict[str, Any] = answer["data"]["submitEvaluation"]
    return outcome


async def test_the_answer_shows_the_rater_the_own_rating_and_its_order(api: Api) -> None:
    token = (await api.cast.event()).token
    answer = await rate(api, token, text="跑了两趟", dimensions=[{"dimension": "ATTITUDE", "level": "DISSATISFIED"}])
    assert answer["__typename"] == "EvaluationSubmitted", answer
    seen = answer["evaluation"]
    assert (seen["level"], seen["kind"], seen["assurance"], seen["text"]) == (
        "DISSATISFIED",
        "VOLUNTARY",
        "PRESENT",
        "跑了两趟",
    )
    assert [tag["code"] for tag in seen["tags"]] == ["208"]
    assert seen["workOrder"]["state"] == "DISPATCHED"
    assert seen["workOrder"]["jointAgencies"] == []
    assert answer["progressUrl"].startswith(f"{ADDRESS}/progress/")
    assert token not in answer["progressUrl"]


async def test_the_rater_is_shown_what_was_rated(api: Api) -> None:
    document = """mutation($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) {
      ... on EvaluationSubmitted { evaluation { serviceEvent { caseNumber invitation { state } } } } } }"""
    said = {"token": (await api.cast.event()).token, "entry": "RECEIPT_QR", "level": "SATISFIED", "idempotencyKey": "k"}
    for _ in ("first", "again"):
        seen = (await api.ask(document, input=said))["data"]["submitEvaluation"]["evaluation"]["serviceEvent"]
        assert seen == {"caseNumber": "BH-000001", "invitation": {"state": "RATED"}}


async def test_an_empty_dimension_is_not_one_rated_twice(api: Api) -> None:
    answer = await rate(api, (await api.cast.event()).token, dimensions=[{"dimension": "", "level": "SATISFIED"}])
    assert answer["message"].startswith("这个场景没有")


async def test_a_good_rating_has_no_order(api: Api) -> None:
    answer = await rate(api, (await api.cast.event()).token, "SATISFIED", by="channel")
    assert answer["evaluation"]["workOrder"] is None


@pytest.mark.parametrize(
    ("said", "code", "path"),
    [
        ({"tags": []}, "REASON_REQUIRED", ["tags"]),
        ({"tags": ["413"]}, "TAG_NOT_OF_LEVEL", ["tags"]),
        ({"tags": ["999"]}, "INVALID", ["tags"]),
        ({"text": "长" * 5000}, "INVALID", ["text"]),
        ({"text": "a\u0000b"}, "INVALID", ["text"]),
        ({"dimensions": [{"dimension": "NONE", "level": "SATISFIED"}]}, "INVALID", ["dimensions"]),
        ({"dimensions": [{"dimension": "", "level": "SATISFIED"}]}, "INVALID", ["dimensions"]),
        ({"idempotencyKey": "k" * 81}, "INVALID", ["idempotencyKey"]),
        ({"idempotencyKey": ""}, "INVALID", ["idempotencyKey"]),
        ({"token": "forged"}, "PROOF_INVALID", ["token"]),
        ({"token": "\u0000"}, "PROOF_INVALID", ["token"]),
    ],
)
async def test_what_may_not_be_rated_is_refused_and_leaves_nothing(api: Api, said: Any, code: str, path: Any) -> None:
    answer = await rate(api, said.pop("token", (await api.cast.event()).token), **said)
    assert (answer["code"], answer["path"]) == (code, path)
    assert answer["message"]
    assert await fetch_value("select count(*) from evaluation") == 0


async def test_a_proof_has_one_spelling(api: Api) -> None:
    token = (await api.cast.event()).token
    ends_alike = token[:-1] + chr(ord(token[-1]) + 1)  # other letter, same bytes: its last bits are not read
    for spelling in (token + "=", token + "==", f"{token[:5]}\n{token[5:]}", f"{token[:5]}!{token[5:]}", ends_alike):
        assert (await rate(api, spelling))["code"] == "PROOF_INVALID", spelling
    assert (await rate(api, token))["__typename"] == "EvaluationSubmitted"


async def test_an_expired_and_a_used_proof_are_told_apart(api: Api) -> None:
    event = await api.cast.event()
    assert (await rate(api, event.token))["__typename"] == "EvaluationSubmitted"
    assert (await rate(api, event.token))["code"] == "ALREADY_RATED"
    late = await api.cast.event()
    await execute("update invitation set expires_at = city_now() - interval '1 second'")
    assert (await rate(api, late.token))["code"] == "PROOF_EXPIRED"


async def test_the_same_key_gets_the_first_answer_and_other_input_a_mismatch(api: Api) -> None:
    token = (await api.cast.event()).token
    first = await rate(api, token, idempotencyKey="once")
    assert await rate(api, token, idempotencyKey="once") == first
    other = await rate(api, token, idempotencyKey="once", text="其他")
    assert other["code"] == "IDEMPOTENCY_MISMATCH"


async def test_fifty_at_once_with_one_proof_are_one_rating(api: Api) -> None:
    token = (await api.cast.event()).token
    answers = await asyncio.gather(*(rate(api, token) for _ in range(50)))
    assert sum(answer["__typename"] == "EvaluationSubmitted" for answer in answers) == 1
    assert await fetch_value("select count(*) from evaluation") == 1


async def test_a_business_system_can_never_rate(api: Api) -> None:
    token = (await api.cast.event()).token
    answer = await api.ask(SUBMIT, by="business", input={"token": token, "entry": "RECEIPT_QR", "level": "SATISFIED"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert await fetch_value("select count(*) from evaluation") == 0


async def test_when_too_many_wait_the_door_says_so_with_a_time(api: Api) -> None:
    api.door.batches.submissions.most = 0
    token = (await api.cast.event()).token
    answer = await api.send(SUBMIT, input={"token": token, "entry": "RECEIPT_QR", "level": "SATISFIED"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_without_the_database_nothing_is_pretended(api: Api) -> None:
    async def away(items: Any) -> Any:
        raise ConnectionRefusedError

    token = (await api.cast.event()).token
    api.door.batches.submissions.write = away
    answer = await api.send(SUBMIT, input={"token": token, "entry": "RECEIPT_QR", "level": "SATISFIED"})
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
