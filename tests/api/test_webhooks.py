"""Webhooks over the API: the contract's mutations and queries, and what is refused with its sentence."""

from typing import Any

import pytest

from api import payloads
from domain.subscriptions import documents
from storage.transactions import execute, fetch_value
from tests.api.conftest import Api
from tests.cast import relay_all

SAVED = "... on WebhookSaved { secret webhook { id url kinds enabled } } ... on Refusal { code message path }"
CREATE = f"mutation($input: WebhookInput!) {{ saved: createWebhook(input: $input) {{ {SAVED} }} }}"
UPDATE = f"mutation($id: ID!, $input: WebhookInput!) {{ saved: updateWebhook(id: $id, input: $input) {{ {SAVED} }} }}"
QUEUED = """... on DeliveryQueued { delivery { id attempt status responseCode at nextAt event { position } } }
  ... on Refusal { code message }"""
MINE = """query($first: Int = 10, $after: String) { webhooks(first: 10) { edges { node { id url enabled
  deliveries(first: $first, after: $after) { edges { cursor node { id attempt status event { kind position } } }
    pageInfo { hasNextPage endCursor } } } } } }"""
THROUGH = """{ webhooks(first: 10) { edges { node { deliveries(first: 50) { edges { node {
  event { occurredAt subject { id } data { __typename ... on Evaluation { level ratedAt staff { name } }
    ... on WorkOrder { dispatchedAt } } } } } } } } } }"""
HERE = "https://93.184.215.14/hook"


@pytest.fixture(autouse=True)
def _documents() -> None:
    documents.use(payloads.read)


def one(name: str, below: str = SAVED) -> str:
    return f"mutation($id: ID!) {{ saved: {name}(id: $id) {{ {below} }} }}"


async def saved(api: Api, query: str, by: str = "subscriber", **variables: Any) -> Any:
    answer = await api.ask(query, by=by, language="en", **variables)
    assert "errors" not in answer, answer
    return answer["data"]["saved"]


async def created(api: Api, **facts: Any) -> Any:
    return await saved(api, CREATE, input={"url": HERE, **facts})


async def test_a_webhook_lives_from_its_creation_to_its_deletion(api: Api) -> None:
    made = await created(api, kinds=["work_order.closed", "evaluation.submitted"])
    assert made["secret"].startswith("whsec_")
    webhook = made["webhook"]
    assert webhook | {"id": ""} == {
        "id": "", "url": HERE, "kinds": ["evaluation.submitted", "work_order.closed"], "enabled": True}  # fmt: skip
    changed = await saved(api, UPDATE, id=webhook["id"], input={"url": f"{HERE}/2", "kinds": None, "enabled": False})
    assert (changed["secret"], changed["webhook"]["kinds"], changed["webhook"]["enabled"]) == (None, None, False)
    rotated = await saved(api, one("rotateWebhookSecret"), id=webhook["id"])
    assert rotated["secret"] != made["secret"]
    assert (await saved(api, one("deleteWebhook"), id=webhook["id"]))["webhook"]["id"] == webhook["id"]
    assert (await saved(api, one("deleteWebhook"), id=webhook["id"]))["code"] == "NOT_FOUND"


async def test_each_webhook_shows_its_own_attempts_latest_first_in_pages(api: Api) -> None:
    first, second = await created(api), await created(api)
    await api.cast.rate()
    await relay_all()
    await execute(
        """insert into delivery (webhook_id, event_id, position, kind, attempt, status, at)
           select w.id, l.event_id, l.position, l.kind, n, 'FAILED', now() from ledger l, generate_series(1, 5) n,
             (select min(id) as id from webhook) w where l.kind = 'evaluation.submitted' order by n"""
    )
    seen, after = list[int](), None
    for _ in range(3):
        mine = (await api.ask(MINE, by="subscriber", first=2, after=after))["data"]["webhooks"]["edges"]
        assert [edge["node"]["id"] for edge in mine] == [first["webhook"]["id"], second["webhook"]["id"]]
        page = mine[0]["node"]["deliveries"]
        seen += [edge["node"]["attempt"] for edge in page["edges"]]
        assert {edge["node"]["event"]["kind"] for edge in page["edges"]} == {"evaluation.submitted"}
        assert mine[1]["node"]["deliveries"]["edges"] == []
        after = page["pageInfo"]["endCursor"]
    assert seen == [5, 4, 3, 2, 1]
    everybodys = await api.ask(MINE, by="administrator")
    assert len(everybodys["data"]["webhooks"]["edges"]) == 2
    for stranger in ("public", "channel", "supervisor"):
        assert (await api.ask(MINE, by=stranger))["data"]["webhooks"]["edges"] == []


async def test_the_administrator_reads_no_rating_through_a_delivery(api: Api) -> None:
    await created(api)
    await api.cast.order()
    await relay_all()
    await execute(
        """insert into delivery (webhook_id, event_id, position, kind, attempt, status, at)
           select w.id, l.event_id, l.position, l.kind, 1, 'FAILED', now() from ledger l, webhook w"""
    )
    for who in ("subscriber", "administrator"):
        (edge,) = (await api.ask(THROUGH, by=who))["data"]["webhooks"]["edges"]
        events = [one["node"]["event"] for one in edge["node"]["deliveries"]["edges"]]
        assert events
        if who == "administrator":
            assert set(map(str, events)) == {"None"}
        else:
            assert {one["data"]["__typename"] for one in events if one} == {"Evaluation", "WorkOrder"}


async def test_a_test_event_and_a_repeat_are_queued(api: Api) -> None:
    webhook = (await created(api))["webhook"]["id"]
    queued = await saved(api, one("sendTestEvent", QUEUED), id=webhook)
    assert (queued["delivery"]["status"], queued["delivery"]["event"]) == ("PENDING", None)
    assert (await saved(api, one("resendDelivery", QUEUED), id=queued["delivery"]["id"]))["delivery"]["attempt"] == 1
    assert await fetch_value("select count(*) from delivery where status = 'PENDING' and kind = 'test'") == 2
    assert (await saved(api, one("resendDelivery", QUEUED), id=webhook))["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"url": "https://127.0.0.1/hook"}, "url", "private, local or reserved"),
        ({"url": "https://localhost/"}, "url", "private, local or reserved"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "url", "private, local or reserved"),
        ({"url": "http://93.184.215.14/"}, "url", "must be https"),
        ({"url": "https://me:secret@93.184.215.14/"}, "url", "no user or password"),
        ({"url": "nowhere"}, "url", "look like https://"),
        ({"kinds": ["evaluation.eaten"]}, "kinds", "There are: evaluation.submitted"),
        ({"kinds": ["appraisal.settled"]}, "kinds", "There are: evaluation.submitted"),
        ({"agencyCode": "nobody"}, "agencyCode", "no such agency"),
        ({"document": "{ viewer { name } }"}, "document", "must be a subscription"),
        ({"document": "subscription { ratingEvents { data { ... on Evaluation { text } } } }"}, "document",
         "does not see Evaluation.text"),
        ({"document": "subscription { ratingEvents { data { ... on Appraisal { score } } } }"}, "document",
         "does not see Appraisal.score"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_with_its_field_and_sentence(
    api: Api, facts: dict[str, Any], field: str, words: str
) -> None:
    refused = await created(api, **facts)
    assert (refused["code"], refused["path"]) == ("INVALID", [field])
    assert words in refused["message"]
    assert await fetch_value("select count(*) from webhook") == 0


async def test_the_id_of_whatever_an_event_is_about_may_be_asked(api: Api) -> None:
    asked = (
        "subscription { ratingEvents { subject { __typename id } data { __typename ... on WorkOrder { number } } } }"
    )
    assert (await created(api, document=asked))["secret"]


async def test_somebody_elses_webhook_is_not_there_and_others_may_not_at_all(api: Api) -> None:
    webhook = (await created(api))["webhook"]["id"]
    await execute("update webhook set client_id = $1", api.cast["channel"].id)
    assert (await saved(api, one("deleteWebhook"), id=webhook))["code"] == "NOT_FOUND"
    for stranger in ("public", "channel", "officer", "supervisor"):
        errors = (await api.ask(CREATE, by=stranger, input={"url": HERE}))["errors"]
        assert errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_webhook_switched_off_by_us_says_why(api: Api) -> None:
    webhook = (await created(api))["webhook"]["id"]
    await execute("update webhook set is_enabled = false, disabled_because = 'HTTP_410'")
    said = await api.ask("query($id: ID!) { node(id: $id) { ... on Webhook { enabled disabledBecause } } }",
                         by="subscriber", id=webhook)  # fmt: skip
    assert said["data"]["node"] == {"enabled": False, "disabledBecause": "HTTP_410"}
    await saved(api, UPDATE, id=webhook, input={"url": HERE, "enabled": True})
    assert await fetch_value("select disabled_because is null and attempt = 0 from webhook")
