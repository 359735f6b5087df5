"""Who knows whose visit it was does not learn that it was rated: the business system, and whoever holds its proof."""

from datetime import timedelta
from typing import Any

import pytest

import views
from domain import clock
from domain.actor import PUBLIC, SYSTEM
from domain.collecting import Recorded, hand_out
from domain.evaluations import Submission, submit_one
from domain.words import Entry, Level, Stage
from tests.api.conftest import Api
from tests.api.test_evaluations import SUBMIT
from tests.cast import BUREAU, column

OWN = "id caseNumber invitation { id state expiresAt token url qr form { version } evaluation { level } progressUrl }"
NODE = f"query($id: ID!) {{ node(id: $id) {{ __typename ... on ServiceEvent {{ {OWN} }} \
... on Invitation {{ state evaluation {{ level }} progressUrl }} }} }}"
HELD = """query($t: String!) { invitation(token: $t) { state expiresAt url qr progressUrl evaluation { level }
  serviceEvent { invitation { state } } } }"""
RECORD = f"""mutation($events: [ServiceEventInput!]!) {{ recordServiceEvents(events: $events) {{ outcomes {{ __typename
  ... on ServiceEventRecorded {{ existed token serviceEvent {{ {OWN} }} }}
  ... on Refusal {{ code message path }} }} }} }}"""
BAD = {"level": Level.DISSATISFIED, "tags": ("208",)}


async def rate(api: Api, event: Recorded, entry: Entry | None) -> None:
    token = await hand_out(event.service_event_id, entry, by=SYSTEM) if entry else event.token
    await submit_one(Submission(token, by=PUBLIC, **BAD))


async def visit(api: Api) -> tuple[Recorded, dict[str, Any]]:
    """A visit that this very client reported, and the report."""
    facts = {
        "caseNumber": "BH-1",
        "serviceNumber": 1,
        "stage": "ACCEPTANCE",
        "serviceCode": "S-CARD",
        "agencyCode": BUREAU,
        "windowCode": "H1-W01",
        "staffNumber": "E001",
        "happenedAt": (await clock.now()).isoformat(),
    }
    (told,) = (await api.ask(RECORD, by="business", events=[facts]))["data"]["recordServiceEvents"]["outcomes"]
    (row,) = await column("select max(id) from service_event")
    return Recorded(row, told["token"], existed=False), facts


async def everything(api: Api, event: Recorded, facts: dict[str, Any]) -> list[Any]:
    """All that the system can ask of its own visit without rating it: reads, repeats, corrections, its proof's door."""
    anew = [
        facts,
        {**facts, "stage": "DELIVERY"},
        {**facts, "rater": {"name": "钱某", "mobile": "13800000002"}},
    ]
    (invitation,) = await column("select id from invitation where service_event_id = $1", event.service_event_id)
    said = {"token": event.token, "entry": "RECEIPT_QR", "level": "DISSATISFIED"}
    heard = [await api.ask(RECORD, by="business", events=anew)]
    for sealed in (views.seal_id("ServiceEvent", event.service_event_id), views.seal_id("Invitation", invitation)):
        heard.append(await api.ask(NODE, by="business", id=sealed))
    for who in ("business", "public", "channel"):
        heard.append(await api.ask(HELD, by=who, t=event.token))
        for wrong in ({}, {"level": "SATISFIED", "tags": ["208"]}, {"text": "长" * 2000, "tags": ["208"]}):
            heard.append(await api.ask(SUBMIT, by=who, input=said | wrong))
    return heard


@pytest.mark.parametrize("entry", [None, Entry.SMS_LINK, Entry.WINDOW_DEVICE])
async def test_the_business_system_hears_the_same_before_and_after_its_visit_was_rated(
    api: Api, entry: Entry | None
) -> None:
    event, facts = await visit(api)
    before = await everything(api, event, facts)
    assert before[1]["data"]["node"]["invitation"]["state"] == "OPEN"
    await rate(api, event, entry)
    assert await everything(api, event, facts) == before
    await clock.shift(timedelta(days=31))
    assert (await everything(api, event, facts))[1]["data"]["node"]["invitation"]["state"] == "EXPIRED"


async def test_rated_and_unrated_visits_expire_alike_for_the_business_system(api: Api) -> None:
    rated, unrated = await api.cast.event(), await api.cast.event()
    await rate(api, rated, None)
    await clock.shift(timedelta(days=31))
    said = {"entry": "RECEIPT_QR", "level": "SATISFIED"}
    told = [await api.ask(SUBMIT, input=said | {"token": event.token}) for event in (rated, unrated)]
    assert told[0] == told[1]
    assert told[0]["data"]["submitEvaluation"]["code"] == "PROOF_EXPIRED"


async def test_a_whole_second_rating_is_refused_and_the_first_stands(api: Api) -> None:
    event = await api.cast.event()
    await rate(api, event, Entry.SMS_LINK)
    said = {"token": event.token, "entry": "RECEIPT_QR", "level": "SATISFIED"}
    told = (await api.ask(SUBMIT, input=said))["data"]["submitEvaluation"]
    assert told["code"] == "ALREADY_RATED"
    assert "12345" in told["message"]
    assert await column("select level from evaluation") == ["DISSATISFIED"]


async def test_the_proof_of_the_raters_own_phone_says_that_the_visit_is_rated(api: Api) -> None:
    event = await api.cast.event()
    token = await hand_out(event.service_event_id, Entry.SMS_LINK, by=SYSTEM)
    await rate(api, event, None)
    assert (await api.ask(HELD, t=token))["data"]["invitation"]["state"] == "RATED"


async def test_whoever_just_rated_reads_that_the_visit_is_rated(api: Api) -> None:
    event = await api.cast.event(stage=Stage.ONLINE)
    query = """mutation($i: SubmitEvaluationInput!) { submitEvaluation(input: $i) { ... on EvaluationSubmitted {
      evaluation { serviceEvent { invitation { state } } } } } }"""
    given = {"token": event.token, "entry": "WEB_PORTAL", "level": "SATISFIED"}
    told = (await api.ask(query, i=given))["data"]["submitEvaluation"]["evaluation"]
    assert told["serviceEvent"]["invitation"]["state"] == "RATED"
