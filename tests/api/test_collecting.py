"""recordServiceEvents over the API: an outcome for each, the same event is one event, identity is never told again."""

from datetime import timedelta
from typing import Any

from domain.collecting.recording import MOST_AT_ONCE
from storage.transactions import execute, fetch_value
from tests import beginning
from tests.api.conftest import Api

RECORD = """
mutation($events: [ServiceEventInput!]!) {
  recordServiceEvents(events: $events) {
    outcomes {
      __typename
      ... on ServiceEventRecorded {
        token existed
        serviceEvent { id caseNumber serviceNumber stage service { code } agency { code name } window { code }
                       staff { name } happenedAt invitation { state token url form { scene } } }
      }
      ... on Refusal { code message path }
    }
  }
}
"""
AN_HOUR_AGO = (beginning.moment() - timedelta(hours=1)).isoformat(timespec="seconds")
BRIEFLY = """
mutation($events: [ServiceEventInput!]!) { recordServiceEvents(events: $events) { outcomes {
  __typename ... on ServiceEventRecorded { token serviceEvent { caseNumber } } } } }
"""
INVITATION = (
    "query($token: String!) { invitation(token: $token) { id state serviceName stage url form { textLimit } } }"
)


def event(number: int = 1, **facts: Any) -> dict[str, Any]:
    return {
        "caseNumber": f"BH-{number:06}",
        "serviceNumber": 1,
        "stage": "ACCEPTANCE",
        "serviceCode": "S-CARD",
        "agencyCode": "11990100MB2C00001A",
        "windowCode": "H1-W01",
        "staffNumber": "E001",
        "happenedAt": AN_HOUR_AGO,
        "rater": {"name": "赵评", "idNumber": "990100199001011234", "mobile": "13800000001"},
    } | facts


async def record(
    api: Api, *events: dict[str, Any], by: str = "business", language: str = "zh-CN"
) -> list[dict[str, Any]]:
    answer = await api.ask(RECORD, by=by, language=language, events=list(events))
    outcomes: list[dict[str, Any]] = answer["data"]["recordServiceEvents"]["outcomes"]
    return outcomes


async def test_a_recorded_event_is_shown_with_its_proof(api: Api) -> None:
    (outcome,) = await record(api, event())
    assert (outcome["__typename"], outcome["existed"]) == ("ServiceEventRecorded", False)
    seen = outcome["serviceEvent"]
    assert (seen["caseNumber"], seen["agency"]["name"]) == ("BH-000001", "滨海市人力资源和社会保障局")
    assert seen["invitation"]["token"] == outcome["token"]
    assert seen["invitation"]["url"].endswith(f"/rate/{outcome['token']}")
    assert "13800000001" not in str(outcome)


async def test_each_event_has_its_own_outcome_and_a_bad_one_costs_only_itself(api: Api) -> None:
    wrong = [
        event(2, agencyCode="nobody"),
        event(3, serviceCode="S-NONE"),
        event(4, happenedAt="2100-01-01T00:00:00+08:00"),
        event(5, caseNumber=" "),
        event(6, serviceCode="S\u0000"),
    ]
    outcomes = await record(api, event(1), *wrong, event(7))
    assert [outcome["__typename"] for outcome in outcomes] == [
        "ServiceEventRecorded",
        *["Refusal"] * 5,
        "ServiceEventRecorded",
    ]
    assert outcomes[1]["path"] == ["agencyCode"]
    assert outcomes[4]["path"] == ["caseNumber"]
    assert await fetch_value("select count(*) from service_event") == 2


async def test_the_same_event_again_is_one_event_and_other_facts_are_a_conflict(api: Api) -> None:
    (first,) = await record(api, event())
    again, other = await record(api, event(), event(stage="DELIVERY"), language="en")
    assert (again["existed"], again["token"]) == (True, first["token"])
    assert other["code"] == "CONFLICT"
    assert other["message"].startswith("Case BH-000001")
    assert await fetch_value("select count(*) from service_event") == 1


async def test_a_thousand_at_once_are_one_answer_and_a_thousand_and_one_are_refused(api: Api) -> None:
    answer = await api.ask(BRIEFLY, by="business", events=[event(n) for n in range(MOST_AT_ONCE)])
    outcomes = answer["data"]["recordServiceEvents"]["outcomes"]
    assert {outcome["__typename"] for outcome in outcomes} == {"ServiceEventRecorded"}
    assert [outcome["serviceEvent"]["caseNumber"] for outcome in outcomes] == [
        f"BH-{n:06}" for n in range(MOST_AT_ONCE)
    ]
    for number in (0, MOST_AT_ONCE + 1):
        answer = await api.ask(BRIEFLY, by="business", events=[event(n) for n in range(number)])
        assert answer["errors"][0]["extensions"]["code"] == "BAD_VARIABLE"


async def test_nobody_but_a_business_system_records(api: Api) -> None:
    for who in ("public", "channel", "officer"):
        answer = await api.ask(RECORD, by=who, events=[event()])
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert answer["data"] is None


async def test_the_holder_of_a_proof_sees_what_may_be_rated(api: Api) -> None:
    (outcome,) = await record(api, event())
    seen = (await api.ask(INVITATION, token=outcome["token"]))["data"]["invitation"]
    assert (seen["state"], seen["serviceName"], seen["stage"]) == ("OPEN", "社会保障卡申领", "ACCEPTANCE")
    forged = outcome["token"][:-2] + ("AA" if outcome["token"][-2:] != "AA" else "BB")
    for token in (forged, "", "x" * 5000, "\u0000"):
        assert (await api.ask(INVITATION, token=token))["data"] == {"invitation": None}


async def test_an_event_that_is_not_ours_to_see_costs_its_neighbours_nothing(api: Api) -> None:
    """Whatever the domain hands back: the proofs of the other events must reach their raters."""
    mine, theirs = await api.cast.event(), await api.cast.event()
    await api.key("business")  # another client than the one that reported both
    await execute(
        "update service_event set client_id = (select max(id) from client) where id = $1", mine.service_event_id
    )

    async def handed_back(reports: Any) -> Any:
        return [mine, theirs, mine]

    api.door.batches.events.write = handed_back
    outcomes = await record(api, event(1), event(2), event(3))
    assert [o["__typename"] for o in outcomes] == ["ServiceEventRecorded", "Refusal", "ServiceEventRecorded"]
    assert (outcomes[1]["code"], outcomes[1]["path"]) == ("CONFLICT", ["serviceNumber"])
    assert theirs.token not in str(outcomes)
