"""Webhooks: the ledger's order, at least once, retries, and every way a receiver can fail."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
import standardwebhooks
from cryptography.exceptions import InvalidTag

import views
from api import payloads
from domain import clock, keys, subscriptions
from domain.actor import Actor, ActorKind, Scope
from domain.errors import DomainError, Forbidden, Invalid, NotFound
from domain.subscriptions import NewWebhook, addresses, documents, leasing, signing
from domain.subscriptions.attempts import SCHEDULE, Attempt
from domain.subscriptions.kinds import heard_by
from domain.words import Level
from storage import reading
from storage.transactions import execute, fetch, fetch_value
from tests.cast import BUREAU, Cast, relay_all
from tests.workers import receivers
from tests.workers.receivers import Receiver, receiving
from views import feeds
from views.compiling.sealing import Seal
from workers.deliveries import Sender, keep_delivering

HEARD = heard_by("SUBSCRIBER")
DOCUMENT = """subscription { rating: ratingEvents { position kind
  data { __typename ... on Evaluation { level tags { code } } ... on WorkOrder { state } } } }"""


@pytest.fixture(autouse=True)
async def _house(database: str) -> AsyncIterator[None]:
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor))
    views.forget()
    addresses.use(allowed=[ip_network("127.0.0.0/8")], plain=True)
    documents.use(payloads.read)
    await reading.connect(database, size=3)
    yield
    await reading.close()
    addresses.use(allowed=(), plain=False)


@asynccontextmanager
async def sending() -> AsyncIterator[Sender]:
    sender = Sender()
    task = asyncio.create_task(keep_delivering(sender))
    try:
        yield sender
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def visible() -> list[int]:
    rows = await fetch("select position from ledger where kind = any($1) order by position", list(HEARD))
    return [row["position"] for row in rows]


async def hook(cast: Cast, receiver: Receiver, **how: Any) -> subscriptions.Made:
    return await subscriptions.create(NewWebhook(receiver.url, **how), by=cast["subscriber"])


async def row(made: subscriptions.Made) -> Any:
    return (await fetch("select * from webhook where id = $1", made.id))[0]


async def until(sql: str, *values: object, within: float = 15.0) -> None:
    async with asyncio.timeout(within):
        while not await fetch_value(sql, *values):
            await asyncio.sleep(0.03)


async def due(made: subscriptions.Made) -> None:
    """As if the time until the next attempt were over."""
    await execute("update webhook set next_at = now() where id = $1", made.id)


async def test_every_event_is_delivered_once_in_the_ledgers_order_and_signed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "AT_ONCE", 4)  # so that it goes over more than one page
    async with receiving() as receiver, sending():
        made = await hook(cast, receiver)
        for _ in range(3):
            await cast.bring(await cast.order(), "sign")
        await relay_all()
        await receiver.until(9)
        assert receiver.positions() == await visible()
        assert len(receiver.got) == 9
        verifier = standardwebhooks.Webhook(made.secret)
        for one in receiver.got:
            told: Any = verifier.verify(one.body, one.headers)
            assert told["type"] in HEARD
            assert one.headers["content-type"] == "application/json; charset=utf-8"
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            verifier.verify(receiver.got[0].body + b" ", receiver.got[0].headers)
        await until("select position = (select max(position) from ledger) from webhook where id = $1", made.id)


async def test_a_delivery_says_what_a_subscriber_may_know_and_nothing_more(cast: Cast) -> None:
    async with receiving() as receiver, sending():
        await hook(cast, receiver, kinds=["evaluation.submitted"], agency_code=BUREAU)
        await cast.order(text="我叫赵评，电话13800000001")
        await relay_all()
        await receiver.until(1)
    (one,) = receiver.got
    assert one.json["timestamp"] == str(await clock.today())
    assert (one.json["data"]["level"], one.json["data"]["tags"]) == (
        "DISSATISFIED", [{"code": "208", "text": "没有提供材料清单"}])  # fmt: skip
    said = one.body.decode()
    for never in ("赵评", "13800000001", "BH-000001", 'text":"我', "陈窗口", "T0", "T1", "T2"):
        assert never not in said, never


async def test_the_payload_may_be_the_answer_to_the_subscribers_own_document(cast: Cast) -> None:
    async with receiving() as receiver, sending() as sender:
        for _ in range(2):
            await hook(cast, receiver, document=DOCUMENT)
        await cast.order()
        await relay_all()
        await receiver.until(4)
        first = await fetch_value("select min(position) from ledger where kind = 'evaluation.submitted'")
        assert receiver.got[0].json == {"data": {"rating": {
            "position": str(first), "kind": "evaluation.submitted",
            "data": {"__typename": "Evaluation", "level": "DISSATISFIED", "tags": [{"code": "208"}]}}}}  # fmt: skip
        assert len(sender.feeds.open) <= 1, "the same question of two webhooks is one feed"


@pytest.mark.parametrize(
    "document",
    [
        "subscription { ratingEvents { data { ... on Evaluation { text } } } }",
        "subscription { ratingEvents { occurredAt } }",
        "subscription { ratingEvents { data { ... on Evaluation { serviceEvent { caseNumber } } } } }",
        "subscription { ratingEvents { data { ... on WorkOrder { evaluation { staff { name } } } } } }",
        "subscription { ratingEvents { data { ... on WorkOrder { finding { note } } } } }",
        'subscription { ratingEvents(after: "1") { id } }',
        "subscription { board { ratings } }",
        "query { viewer { name } }",
        "subscription { ratingEvents { nothing } }",
        "no document at all {",
        "subscription { ratingEvents { id } } #" + "x" * 9000,
    ],
)
async def test_a_document_that_asks_what_its_owner_may_not_see_is_refused(cast: Cast, document: str) -> None:
    with pytest.raises(Invalid) as refused:
        await subscriptions.create(NewWebhook("https://127.0.0.1/", document=document), by=cast["subscriber"])
    assert refused.value.path == ("document",)


async def test_a_failure_is_tried_again_later_under_the_same_id_and_nothing_overtakes_it(cast: Cast) -> None:
    async with receiving(receivers.say("500 Oops", b"a stack trace")) as receiver, sending():
        made = await hook(cast, receiver)
        for _ in range(2):
            await cast.rate(Level.SATISFIED)
        await relay_all()
        await until("select attempt = 1 and lease is null from webhook where id = $1", made.id)
        await due(made)
        await until("select attempt = 2 from webhook where id = $1", made.id)
        assert timedelta(minutes=4) * 0.9 < (await fetch_value(
            "select next_at - now() from webhook where id = $1", made.id)) < timedelta(minutes=6)  # fmt: skip
        receiver.behave = None
        await due(made)
        await receiver.until(4)
        ids = [one.id for one in receiver.got]
        assert ids[0] == ids[1] == ids[2] != ids[3]
        assert receiver.positions() == await visible()
        times = [one.headers["webhook-timestamp"] for one in receiver.got]
        assert times == sorted(times)
        await until("select count(*) = 4 from delivery where webhook_id = $1", made.id)
        log = await fetch("select attempt, status, response_code, answer, took, sent from delivery order by id")
        assert [(r["attempt"], r["status"], r["response_code"]) for r in log] == [
            (1, "FAILED", 500), (2, "FAILED", 500), (3, "DELIVERED", 204), (1, "DELIVERED", 204)]  # fmt: skip
        assert log[0]["answer"] == "a stack trace"
        assert log[0]["sent"] == receiver.got[0].body.decode()


async def test_after_three_days_of_failures_it_is_switched_off_and_says_why(cast: Cast) -> None:
    assert timedelta(days=2.9) < sum(SCHEDULE, timedelta()) < timedelta(days=3.3)
    async with receiving(receivers.say("302 Found", location="https://example.com/")) as receiver, sending():
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay_all()
        await receiver.until(1)
        await until("select attempt = 1 and lease is null from webhook where id = $1", made.id)
        await execute("update webhook set attempt = $1 where id = $2", len(SCHEDULE), made.id)
        await due(made)
        await until("select not is_enabled from webhook where id = $1", made.id)
        assert (await row(made))["disabled_because"] == "REDIRECT"
        assert await fetch_value("select status from delivery order by id desc limit 1") == "GIVEN_UP"
        await relay_all()
        assert await fetch_value("select count(*) from ledger where kind = 'webhook.disabled'") == 1
        receiver.behave = None
        await subscriptions.update(made.id, NewWebhook(receiver.url, enabled=True), by=cast["subscriber"])
        await until("select position >= $2 from webhook where id = $1", made.id, (await visible())[-1])
        assert receiver.positions() == await visible()


async def test_410_switches_it_off_at_once(cast: Cast) -> None:
    async with receiving(receivers.say("410 Gone")) as receiver, sending():
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay_all()
        await until("select disabled_because = 'HTTP_410' from webhook where id = $1", made.id)


async def test_a_receiver_that_asks_for_patience_gets_it(cast: Cast) -> None:
    async with receiving(receivers.say("429 Slow down", retry_after="3600")) as receiver, sending():
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay_all()
        await until("select next_at > now() + interval '59 minutes' from webhook where id = $1", made.id)


def test_nobody_is_waited_for_longer_than_a_day() -> None:
    at = datetime.now(UTC)
    busy = Attempt("1", 1, "k", 1, at, 0, "", "", "HTTP_503", wish=timedelta(days=9))
    assert busy.delay == timedelta(days=1)


def test_a_secret_opens_in_its_owners_row_only(database: str) -> None:
    sealed = signing.seal(b"secret", 1)
    assert signing.unseal(sealed, 1) == b"secret"
    with pytest.raises(InvalidTag):
        signing.unseal(sealed, 2)


async def test_one_bad_receiver_holds_up_nobody_else(cast: Cast) -> None:
    async with receiving(receivers.never_answer) as bad, receiving() as good, sending():
        await hook(cast, bad)
        await hook(cast, good)
        for _ in range(3):
            await cast.rate(Level.SATISFIED)
        await relay_all()
        await good.until(3, within=5)
        assert len(bad.got) == 1, "one attempt in flight"


async def test_a_test_event_and_a_repeat_go_beside_the_sequence(cast: Cast) -> None:
    async with receiving() as receiver, sending():
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay_all()
        await receiver.until(1)
        await subscriptions.send_test(made.id, by=cast["subscriber"])
        await receiver.until(2)
        told: Any = standardwebhooks.Webhook(made.secret).verify(receiver.got[1].body, receiver.got[1].headers)
        assert told["type"] == "test"
        await until("select count(*) = 2 from delivery where status = 'DELIVERED'")
        sent = await fetch_value("select id from delivery where kind = 'evaluation.submitted'")
        await subscriptions.resend(sent, by=cast["subscriber"])
        await receiver.until(3)
        assert receiver.got[2].id == receiver.got[0].id
        assert receiver.got[2].body == receiver.got[0].body


async def test_after_a_rotation_both_secrets_verify_for_a_day(cast: Cast) -> None:
    async with receiving() as receiver, sending():
        made = await hook(cast, receiver)
        renewed = await subscriptions.rotate(made.id, by=cast["subscriber"])
        await subscriptions.send_test(made.id, by=cast["subscriber"])
        await receiver.until(1)
        for secret in (made.secret, renewed):
            standardwebhooks.Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
        await execute("update webhook set previous_until = now() - interval '1 second'")
        await subscriptions.send_test(made.id, by=cast["subscriber"])
        await receiver.until(2)
        standardwebhooks.Webhook(renewed).verify(receiver.got[1].body, receiver.got[1].headers)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(made.secret).verify(receiver.got[1].body, receiver.got[1].headers)
    assert b64decode(renewed.removeprefix("whsec_")) not in (await row(made))["secret"], "kept encrypted"


async def test_it_can_be_sent_again_from_a_position(cast: Cast) -> None:
    async with receiving() as receiver, sending():
        made = await hook(cast, receiver)
        for _ in range(3):
            await cast.rate(Level.SATISFIED)
        await relay_all()
        await receiver.until(3)
        await until("select lease is null from webhook where id = $1", made.id)
        await subscriptions.resume(made.id, after=(await visible())[0], by=cast["subscriber"])
        await receiver.until(5)
        assert [one.id for one in receiver.got[3:]] == [one.id for one in receiver.got[1:3]]
        with pytest.raises(Invalid):
            await subscriptions.resume(made.id, after=10_000, by=cast["subscriber"])


async def test_of_an_agencys_own_webhook_the_day_comes_after_midnight(cast: Cast) -> None:
    owner = Actor(ActorKind.CLIENT, "SUBSCRIBER", cast["subscriber"].id, "s", agency=cast.ids["bureau"],
                  scopes=frozenset({Scope.READ_EVENTS}))  # fmt: skip
    await execute("update client set agency_id = $1 where id = $2", cast.ids["bureau"], owner.id)
    async with receiving() as receiver:
        await subscriptions.create(NewWebhook(receiver.url), by=owner)
        await cast.order()
        await relay_all()
        sender = Sender()
        await sender.round()
        assert not sender.working, "there is nothing to send today"
        await sender.close()
        await clock.shift(timedelta(days=1))
        async with sending():
            await receiver.until(2)
        assert receiver.positions() == await visible()


@pytest.mark.parametrize(
    "shut",
    [
        "update webhook set is_enabled = false, disabled_because = 'BY_OWNER'",
        "update client set is_enabled = false",
        "update client set scopes = '{}'",
        "update webhook set next_at = now() + interval '1 hour'",
        "update webhook set leased_until = now() + interval '1 hour'",
    ],
)
async def test_who_is_shut_out_or_not_due_is_not_called(cast: Cast, shut: str) -> None:
    made = await subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    await cast.rate(Level.SATISFIED)
    await relay_all()
    head = (await visible())[-1]
    (webhook,) = await leasing.take(head, head, most=10)
    assert webhook.id == made.id
    await leasing.put_down(webhook)
    await execute(shut)
    assert await leasing.take(head, head, most=10) == []


@pytest.mark.parametrize("who", ["public", "channel", "business", "officer", "supervisor", "auditor", "hr"])
async def test_only_subscribers_and_the_administrator_manage_webhooks(cast: Cast, who: str) -> None:
    made = await subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    uses: list[Any] = [
        subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast[who]),
        subscriptions.update(made.id, NewWebhook("https://127.0.0.1/"), by=cast[who]),
        subscriptions.delete(made.id, by=cast[who]),
        subscriptions.rotate(made.id, by=cast[who]),
        subscriptions.resume(made.id, after=0, by=cast[who]),
        subscriptions.send_test(made.id, by=cast[who]),
        subscriptions.resend(1, by=cast[who]),
    ]
    for use in uses:
        with pytest.raises(Forbidden):
            await use


async def test_somebody_elses_webhook_is_not_there(cast: Cast) -> None:
    made = await subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    other = Actor(ActorKind.CLIENT, "SUBSCRIBER", 10_000, "other", scopes=frozenset({Scope.READ_EVENTS}))
    for use in (subscriptions.delete, subscriptions.rotate, subscriptions.send_test, subscriptions.position):
        with pytest.raises(NotFound):
            await use(made.id, by=other)
    await subscriptions.delete(made.id, by=cast["administrator"])


async def test_the_administrator_says_for_whom_and_nobody_has_too_many(cast: Cast) -> None:
    with pytest.raises(Invalid):
        await subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast["administrator"])
    for _ in range(20):
        await subscriptions.create(
            NewWebhook("https://127.0.0.1/"), by=cast["administrator"], client_id=cast["subscriber"].id
        )
    with pytest.raises(DomainError) as refused:
        await subscriptions.create(NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    assert refused.value.code == "CONFLICT"
