"""Everybody of a batch reads the row of their own: by one statement, each through their own reach and masks."""

import asyncio
from typing import Any

from tests.api.conftest import Api
from tests.api.test_hot_writes import at_once, rating

OWN = """mutation Own($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) {
  ... on EvaluationSubmitted {
  evaluation { id level text agency { code } serviceEvent { caseNumber } workOrder { state }
  %s } progressUrl } } }"""


async def submitted(api: Api, query: str, texts: list[str]) -> list[dict[str, Any]]:
    given = [rating((await api.cast.event()).token, text=text) for text in texts]
    answers = await asyncio.gather(*(api.ask(query, input=one) for one in given))
    return [answer["data"]["submitEvaluation"]["evaluation"] for answer in answers]


async def test_twenty_raters_of_one_batch_read_each_their_own_rating(api: Api) -> None:
    lane, texts = at_once(api), [f"第{n}条" for n in range(20)]
    lane.documents.get(OWN % "")
    told = await submitted(api, OWN % "", texts)
    assert lane.answered == 20
    assert [rated["text"] for rated in told] == texts
    assert len({rated["id"] for rated in told}) == 20
    assert len({rated["serviceEvent"]["caseNumber"] for rated in told}) == 20
    assert {rated["workOrder"]["state"] for rated in told} == {"DISPATCHED"}


async def test_what_lies_below_is_read_by_each_alone_and_told_alike(api: Api) -> None:
    lane, texts = at_once(api), [f"第{n}条" for n in range(3)]
    lane.documents.get(OWN % "tags { code }")
    told = await submitted(api, OWN % "tags { code }", texts)
    assert [(rated["text"], rated["tags"]) for rated in told] == [(text, [{"code": "208"}]) for text in texts]


async def test_one_that_goes_away_takes_nothing_from_the_others(api: Api) -> None:
    at_once(api).documents.get(OWN % "")
    given = [rating((await api.cast.event()).token, text=f"第{n}条") for n in range(6)]
    asking = [asyncio.create_task(api.ask(OWN % "", input=one)) for one in given]
    await asyncio.sleep(0.01)
    asking[2].cancel()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    texts = [a["data"]["submitEvaluation"]["evaluation"]["text"] for a in answers if isinstance(a, dict)]
    assert texts == [f"第{n}条" for n in range(6) if n != 2]
