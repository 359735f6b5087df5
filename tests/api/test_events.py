"""The feed of rating events: who reads it, how far, what stands in it and what never does."""

from datetime import timedelta
from typing import Any

import pytest

from domain import clock, ledger
from domain.subscriptions.kinds import KINDS, heard_by
from domain.words import Level
from storage import models
from storage.transactions import execute, fetch, fetch_value
from tests.api.conftest import Api
from tests.cast import BUREAU, HOUSING, relay_all
from views.compiling import references

HEARD = heard_by("SUBSCRIBER")
FEED = """query($after: String, $first: Int = 50, $kinds: [String!], $agency: String) {
  events(after: $after, first: $first, kinds: $kinds, agencyCode: $agency) {
    edges { cursor node { id position kind occurredOn occurredAt subject { __typename id } data { __typename
      ... on Evaluation { id level text ratedOn ratedAt tags { code } agency { code } service { code } stage
        window { id } staff { id } serviceEvent { caseNumber } workOrder { id } }
      ... on WorkOrder { id number state agency { code } dispatchedOn dispatchedAt officer { id } finding { note }
        timeline { at } moves evaluation { level text } } } } }
    pageInfo { hasNextPage endCursor } } }"""


async def feed(api: Api, by: str = "subscriber", **variables: Any) -> list[Any]:
    answer = await api.ask(FEED, by=by, **variables)
    assert "errors" not in answer, answer
    return [edge["node"] for edge in answer["data"]["events"]["edges"]]


async def code(api: Api, by: str = "subscriber", query: str = FEED, **variables: Any) -> tuple[str, str]:
    (error,) = (await api.ask(query, by=by, language="en", **variables))["errors"]
    return error["extensions"]["code"], error["message"]


async def visible() -> list[str]:
    rows = await fetch("select position from ledger where kind = any($1) order by position", list(HEARD))
    return [str(row["position"]) for row in rows]


async def owned_by(api: Api, agency: str) -> str:
    """A subscriber that belongs to an agency; its name in the cast."""
    from domain import access

    key = await access.add_client("owned", "SUBSCRIBER", agency=agency)
    api.keys["owned"] = key
    return "owned"


async def test_the_feed_is_the_ledgers_sequence_of_what_third_parties_may_hear(api: Api) -> None:
    await api.cast.rate(Level.SATISFIED)
    order = await api.cast.order()
    await api.cast.bring(order, "callback")
    await relay_all()
    events = await feed(api)
    assert [event["position"] for event in events] == await visible()
    assert {event["kind"] for event in events} <= set(KINDS)
    hidden = await fetch_value("select count(*) from ledger where kind <> all($1)", list(HEARD))
    assert hidden, "something internal happened as well, and is not in the feed"
    assert {event["data"]["__typename"] for event in events} == {"Evaluation", "WorkOrder"}
    assert all(event["subject"]["id"] == event["data"]["id"] for event in events)


async def test_a_position_is_the_cursor_and_nothing_is_missed_or_repeated(api: Api) -> None:
    for _ in range(5):
        await api.cast.rate()
    await relay_all()
    seen, after = list[str](), None
    while True:
        answer = (await api.ask(FEED, by="subscriber", first=3, after=after))["data"]["events"]
        seen += [edge["node"]["position"] for edge in answer["edges"]]
        assert [edge["cursor"] for edge in answer["edges"]] == seen[-len(answer["edges"]) :]
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
    assert seen == await visible()


async def test_an_event_tells_a_subscriber_level_tags_item_agency_stage_and_day_and_nothing_more(api: Api) -> None:
    order = await api.cast.order(text="窗口的人很凶，我的电话13800000001")
    await api.cast.bring(order, "finding")
    await relay_all()
    for event in await feed(api):
        assert event["occurredAt"] is None
        data = event["data"]
        if data["__typename"] == "Evaluation":
            assert (data["level"], data["tags"], data["service"]["code"]) == (
                "DISSATISFIED", [{"code": "208"}], "S-CARD")  # fmt: skip
            assert [data[name] for name in ("text", "ratedAt", "window", "staff", "serviceEvent")] == [None] * 5
        else:
            assert [data[name] for name in ("dispatchedAt", "officer", "finding")] == [None] * 3
            assert (data["timeline"], data["moves"], data["evaluation"]["text"]) == ([], [], None)


@pytest.mark.parametrize("first", [1, 50])
async def test_the_subjects_of_a_page_are_read_in_one_statement_for_each_kind(api: Api, first: int) -> None:
    from storage import reading

    for _ in range(4):
        order = await api.cast.order()
        await api.cast.bring(order, "sign")
    await relay_all()
    await feed(api, first=first)
    before = reading.reader().statements
    events = await feed(api, first=first)
    assert len(events) == (1 if first == 1 else 12)
    assert reading.reader().statements - before <= 6  # the page; of `subject` and of `data` one for each kind; tags


async def test_the_feed_can_be_narrowed_by_kind_and_agency(api: Api) -> None:
    await api.cast.order()
    await relay_all()
    assert {e["kind"] for e in await feed(api, kinds=["work_order.dispatched"])} == {"work_order.dispatched"}
    assert len(await feed(api, agency=BUREAU)) == 2
    assert await feed(api, agency=HOUSING) == []
    said = await code(api, kinds=["work_order.eaten"])
    assert said[0] == "BAD_VARIABLE"
    assert ", ".join(HEARD) in said[1]
    assert (await code(api, kinds=[]))[0] == "BAD_VARIABLE"
    assert (await code(api, agency="nowhere"))[0] == "BAD_VARIABLE"


async def test_a_position_that_is_not_there_yet_or_no_longer_kept_is_refused(api: Api) -> None:
    await api.cast.rate()
    await relay_all()
    assert await code(api, after="999") == (
        "BAD_CURSOR", f"Position 999 is not there yet; what you may read ends at {(await ledger.head() or (0,))[0]}."
    )  # fmt: skip
    for garbage in ("-1", "1.5", "abc", "", "１２", "9" * 30):
        assert (await code(api, after=garbage))[0] == "BAD_CURSOR"
    await execute("alter table ledger disable trigger user")
    await execute("delete from ledger where position = 1")
    assert (await code(api, after="0"))[1].startswith("Position 0 is too old")
    assert await feed(api, after="1") == (await feed(api))


async def test_a_client_of_a_rated_agency_gets_a_day_after_midnight_without_gap_or_repeat(api: Api) -> None:
    who = await owned_by(api, BUREAU)
    await api.cast.rate()
    await relay_all()
    assert await feed(api, who) == []
    assert (await code(api, who, after="2"))[0] == "BAD_CURSOR"
    await clock.shift(timedelta(days=1))
    seen = [event["position"] for event in await feed(api, who)]
    assert seen == await visible()
    await api.cast.rate()
    await models.Outbox.create(  # begun yesterday, told after the first event of today
        event_id="5f3c1a52-31f5-4a3e-a3c4-0d2f5d9f5a11",
        kind="evaluation.submitted", subject_kind="evaluation", subject_id=1, agency_id=api.cast.ids["bureau"],
        actor_kind="RATER", facts={}, occurred_at=await clock.now() - timedelta(days=1),
    )  # fmt: skip
    await relay_all()
    assert [event["position"] for event in await feed(api, who)] == seen
    await clock.shift(timedelta(days=1))
    seen += [event["position"] for event in await feed(api, who, after=seen[-1])]
    assert seen == await visible()


@pytest.mark.parametrize("who", ["public", "channel", "business", "officer", "clerk", "moderator", "administrator"])
async def test_whoever_is_not_named_reads_no_events(api: Api, who: str) -> None:
    assert (await code(api, who))[0] == "FORBIDDEN"


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
async def test_supervisors_and_auditors_read_the_whole_feed(api: Api, who: str) -> None:
    await api.cast.rate()
    await relay_all()
    assert [event["position"] for event in await feed(api, who)] == await visible()


async def test_the_supervisor_of_a_district_reads_that_districts_events(api: Api) -> None:
    await api.cast.order()
    await relay_all()
    references.forget()
    assert await feed(api, "hill_supervisor") == []


async def test_a_subscription_over_plain_http_is_told_where_to_go(api: Api) -> None:
    said = await code(api, query="subscription { ratingEvents { id } }")
    assert said == ("BAD_REQUEST", "Subscribe over WebSocket (graphql-transport-ws) or SSE.")
