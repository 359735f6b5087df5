"""`appraisal.settled`: heard by whoever sees the score, in feed and stream alike, and by no third party."""

from dataclasses import replace
from typing import Any

import pytest

from storage.transactions import fetch_value
from tests.api.conftest import Api
from tests.api.test_appraisals import NAMES
from tests.api.test_events import HEARD, code, visible
from tests.cast import BUREAU, relay_all
from tests.domain.appraisals.quarter import live, settle
from views import Ask, Sight, asks, feeds
from views.feeds import Feed, Topic
from views.hearing import heads

FEED = """query($kinds: [String!], $agency: String) { events(first: 100, kinds: $kinds, agencyCode: $agency) { edges {
  node { position kind occurredOn occurredAt subject { __typename id } data { __typename ... on Evaluation { level }
    ... on Appraisal { id subjectName period state score figures { key } } } } } } }"""
SETTLED = "appraisal.settled"


async def heard(api: Api, by: str, **variables: Any) -> list[Any]:
    answer = await api.ask(FEED, by, **variables)
    assert "errors" not in answer, answer
    return [edge["node"] for edge in answer["data"]["events"]["edges"]]


async def settled(api: Api) -> str:
    key = await live(api.cast)
    await settle(key, api.cast)
    await relay_all()
    return key


@pytest.mark.parametrize("by", ["hr", "supervisor", "hill_supervisor", "head"])
async def test_an_event_of_a_score_is_heard_by_whoever_sees_the_score(api: Api, by: str) -> None:
    key = await settled(api)
    events = await heard(api, by, kinds=[SETTLED])
    assert {event["data"]["subjectName"] for event in events} == NAMES[by]
    for event in events:
        assert (event["data"]["period"], event["data"]["state"]) == (key, "SETTLED")
        assert event["subject"] == {"__typename": "Appraisal", "id": event["data"]["id"]}
        assert event["data"]["figures"]


async def test_hr_and_heads_hear_of_scores_only_and_learn_the_day(api: Api) -> None:
    await settled(api)
    for by in ("hr", "head"):
        events = await heard(api, by)
        assert {event["kind"] for event in events} == {SETTLED}
        assert {event["occurredAt"] for event in events} == {None}
    (own,) = await heard(api, "hr", agency=BUREAU)
    assert own["data"]["subjectName"] == "滨海市人力资源和社会保障局"


@pytest.mark.parametrize("by", ["subscriber", "auditor"])
async def test_no_third_party_and_no_auditor_hears_of_a_score(api: Api, by: str) -> None:
    await settled(api)
    assert await fetch_value("select count(*) from ledger where kind = $1", SETTLED) == 7
    events = await heard(api, by)
    assert [event["position"] for event in events] == (await visible())[:100]
    assert {event["data"]["__typename"] for event in events} == {"Evaluation", "WorkOrder"}
    refused, said = await code(api, by, kinds=[SETTLED])
    assert refused == "BAD_VARIABLE"
    assert said.endswith(f"There are: {', '.join(HEARD)}.")


async def test_whoever_waits_for_what_never_comes_is_told_so(api: Api) -> None:
    assert (await code(api, "hr", kinds=["evaluation.submitted"]))[1].endswith(f"There are: {SETTLED}.")
    assert (await code(api, "clerk"))[0] == "FORBIDDEN"


async def test_both_lanes_tell_the_same_of_scores(api: Api) -> None:
    await settled(api)
    assert api.door.lane is not None
    ordinary, before = await api.ask(FEED, "hr"), api.door.lane.answered
    assert await api.ask(FEED, "hr") == ordinary
    assert api.door.lane.answered == before + 1


async def test_the_stream_is_cut_by_the_reach_over_the_score(api: Api) -> None:
    await settled(api)
    upto = (await heads()).head
    asked = (Ask("data", "data", (Ask("Appraisal", "Appraisal", asks(["subjectName"])),)),)
    for by in ("hr", "supervisor", "head"):
        actor = api.cast[by]
        topic = Topic(asked, Sight(actor.role), (SETTLED,), reach=feeds.reach_of(actor))
        page = await Feed(topic, actor, lambda row, node: str(node["data"]["subjectName"])).after(0, upto)
        assert {told.text for told in page.told} == NAMES[by]


def test_two_heads_share_no_feed_and_two_of_hr_with_one_district_do(api: Api) -> None:
    head, hr = api.cast["head"], api.cast["hr"]
    assert feeds.reach_of(replace(head, agency=api.cast.ids["managing"])) != feeds.reach_of(head)
    assert feeds.reach_of(replace(hr, id=77, name="别人")) == feeds.reach_of(hr)
    assert feeds.reach_of(replace(hr, district=1)) != feeds.reach_of(hr)
