"""myBusiness and submitEvaluation with an assertion: a channel reaches its signed-in user's visits only."""

from typing import Any

import pytest

from domain.evaluations import Submission, submit_one
from domain.vault import Identity
from domain.words import Level
from storage.transactions import fetch_value
from tests.api.conftest import ADDRESS, Api
from tests.api.test_evaluations import SUBMIT
from tests.signing import Pair, registered

MINE = """
query($assertion: String!, $state: InvitationState, $first: Int = 10, $after: String) {
  myBusiness(assertion: $assertion, state: $state, first: $first, after: $after) {
    edges { node { id state serviceName agencyName stage happenedOn expiresAt token url form { scene }
                   serviceEvent { caseNumber invitation { state } }
                   evaluation { level text ratedAt serviceEvent { caseNumber } workOrder { state } } progressUrl }
            cursor }
    pageInfo { hasNextPage hasPreviousPage endCursor } } }
"""
OTHER = Identity("钱某", "990100199002022349", "13800000002")


async def signer(api: Api) -> Pair:
    """The channel's key of the API, and a pair it signs with."""
    await api.key("channel")
    return await registered(await fetch_value("select max(id) from client where name = 'channel'"))


async def mine(api: Api, pair: Pair, by: str = "channel", **given: Any) -> list[dict[str, Any]]:
    answer = await api.ask(MINE, by=by, **{"assertion": pair.sign(), **given})
    assert "errors" not in answer, answer
    return [edge["node"] for edge in answer["data"]["myBusiness"]["edges"]]


async def error_of(api: Api, assertion: str, by: str = "channel", language: str = "zh-CN") -> dict[str, Any]:
    answer = await api.ask(MINE, by=by, language=language, assertion=assertion)
    assert answer["data"] is None
    (error,) = answer["errors"]
    return dict(error)


async def test_a_channel_sees_the_visits_of_its_signed_in_user_and_of_nobody_else(api: Api) -> None:
    pair = await signer(api)
    for _ in range(2):
        await api.cast.event()
    await api.cast.event(rater=OTHER)
    found = await mine(api, pair)
    assert [one["serviceEvent"]["caseNumber"] for one in found] == ["BH-000002", "BH-000001"]
    assert {one["state"] for one in found} == {"OPEN"}
    assert found[0]["url"] == f"{ADDRESS}/rate/{found[0]['token']}"
    assert (found[0]["evaluation"], found[0]["progressUrl"]) == (None, None)
    assert await mine(api, pair, assertion=pair.sign(id_number="990100199009099998")) == []


async def test_the_proof_of_my_business_is_its_own_and_opens_the_invitation(api: Api) -> None:
    pair, event = await signer(api), await api.cast.event()
    (one,) = await mine(api, pair)
    assert one["token"] != event.token
    asked = "state token qr(entry: MY_BUSINESS) evaluation { level } progressUrl"
    document = f"query($t: String!) {{ invitation(token: $t) {{ {asked} }} }}"
    seen = (await api.ask(document, t=one["token"]))["data"]["invitation"]
    assert (seen["state"], seen["token"], seen["evaluation"], seen["progressUrl"]) == ("OPEN", None, None, None)
    assert seen["qr"].startswith("<svg")


async def test_pages_follow_one_another_and_states_are_told_apart(api: Api) -> None:
    pair = await signer(api)
    events = [await api.cast.event() for _ in range(5)]
    await submit_one(Submission(events[1].token, Level.SATISFIED, api.cast["public"]))
    assertion, found, after = pair.sign(), [], None
    while True:
        page = (await api.ask(MINE, by="channel", assertion=assertion, first=2, after=after))["data"]["myBusiness"]
        found += [edge["node"]["serviceEvent"]["caseNumber"] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == [f"BH-{n:06}" for n in (5, 4, 3, 2, 1)]
    assert len(await mine(api, pair, state="OPEN")) == 4
    assert len(await mine(api, pair, state="RATED")) == 1
    assert await mine(api, pair, state="EXPIRED") == []


async def test_the_signed_user_sees_the_own_rating_whole_and_may_follow_it(api: Api) -> None:
    pair, event = await signer(api), await api.cast.event()
    said = Submission(event.token, Level.DISSATISFIED, api.cast["public"], text="跑了三趟")
    rated = await submit_one(said)
    (one,) = await mine(api, pair, state="RATED")
    own = one["evaluation"]
    assert (own["level"], own["text"], own["workOrder"]) == ("DISSATISFIED", "跑了三趟", {"state": "DISPATCHED"})
    assert own["serviceEvent"]["caseNumber"] == "BH-000001"
    assert one["progressUrl"] == f"{ADDRESS}/progress/{rated.receipt}"


async def test_the_channel_alone_does_not_reach_what_it_collected(api: Api) -> None:
    pair = await signer(api)
    event = await api.cast.event()
    (one,) = await mine(api, pair)
    given = {
        "token": event.token,
        "entry": "RECEIPT_QR",
        "level": "SATISFIED",
        "text": "很好",
        "assertion": pair.sign(),
    }
    answer = (await api.ask(SUBMIT, by="channel", input=given))["data"]["submitEvaluation"]
    assert answer["__typename"] == "EvaluationSubmitted"
    by_id = "query($id: ID!) { node(id: $id) { id } }"
    for sealed in (one["id"], answer["evaluation"]["id"]):
        assert (await api.ask(by_id, by="channel", id=sealed))["data"] == {"node": None}
    listed = await api.ask("{ evaluations(first: 5) { totalCount } }", by="channel")
    assert listed["data"]["evaluations"]["totalCount"] == 0


@pytest.mark.parametrize("who", ["business", "subscriber", "officer", "public"])
async def test_nobody_but_a_channel_asks_for_a_users_visits(api: Api, who: str) -> None:
    error = await error_of(api, (await signer(api)).sign(), by=who)
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_an_assertion_that_does_not_count_is_refused_with_a_code_and_a_sentence(api: Api) -> None:
    pair = await signer(api)
    for assertion, code, chinese in (
        ("nonsense", "PROOF_INVALID", "用户断言没有通过核验"),
        (pair.sign()[:-6] + "AAAAAA", "PROOF_INVALID", "签名不对"),
        (pair.sign(head={"kid": "k2"}), "PROOF_INVALID", "kid 不是这个渠道登记的有效密钥"),
        (pair.sign(ago=900), "PROOF_EXPIRED", "用户断言已过期"),
    ):
        error = await error_of(api, assertion)
        assert error["extensions"] == {"code": "BAD_VARIABLE", "refusal": code}
        assert chinese in error["message"]
        assert (await error_of(api, assertion, language="en"))["message"].startswith("The user assertion")


async def submitted(api: Api, by: str = "channel", language: str = "zh-CN", **said: Any) -> dict[str, Any]:
    given = {"entry": "MY_BUSINESS", "level": "SATISFIED"} | said
    answer = await api.ask(SUBMIT, by=by, language=language, input=given)
    return dict(answer["data"]["submitEvaluation"] if answer["data"] else answer["errors"][0]["extensions"])


async def test_rating_through_my_business_is_voluntary_and_authenticated(api: Api) -> None:
    pair = await signer(api)
    await api.cast.event()
    (one,) = await mine(api, pair)
    for number in range(3):  # the first in the ordinary lane, the others in the compiled one
        told = await submitted(api, token=one["token"], assertion=pair.sign(ago=number), idempotencyKey="k")
        assert told["__typename"] == "EvaluationSubmitted"
    row = "select kind || ' ' || entry || ' ' || assurance from evaluation"
    assert await fetch_value(row) == "VOLUNTARY MY_BUSINESS AUTHENTICATED"
    again = await submitted(api, token=one["token"], assertion=pair.sign(), language="en")
    assert (again["code"], again["message"].startswith("This visit has been rated")) == ("ALREADY_RATED", True)


async def test_without_an_assertion_the_same_proof_proves_less(api: Api) -> None:
    pair = await signer(api)
    await api.cast.event()
    (one,) = await mine(api, pair)
    assert (await submitted(api, by="public", token=one["token"]))["__typename"] == "EvaluationSubmitted"
    assert await fetch_value("select assurance from evaluation") == "NONE"


async def test_another_persons_proof_with_ones_own_assertion_is_not_allowed(api: Api) -> None:
    pair, event = await signer(api), await api.cast.event(rater=OTHER)
    for _ in range(3):
        told = await submitted(api, token=event.token, assertion=pair.sign())
        assert (told["code"], told["path"]) == ("NOT_ALLOWED", ["assertion"])
    told = await submitted(api, token=event.token, assertion=pair.sign(ago=900))
    assert (told["code"], told["path"]) == ("PROOF_EXPIRED", ["assertion"])
    assert (await submitted(api, by="public", token=event.token, assertion=pair.sign()))["code"] == "FORBIDDEN"
    assert await fetch_value("select count(*) from evaluation") == 0
