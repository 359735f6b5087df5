"""A webhook is in one hand: the lease is renewed before each test and repeat, and whoever lost it stops at once."""

import asyncio
from datetime import timedelta

import pytest

from domain import subscriptions
from domain.errors import RateLimited
from domain.subscriptions import deliveries
from domain.words import Level
from storage.transactions import execute, fetch_value
from tests.cast import Cast
from tests.workers import receivers
from tests.workers.receivers import Got, Writer, receiving
from tests.workers.test_deliveries import _house, hook, relay, row, sending, until
from workers import housekeeping
from workers.deliveries import Sender

__all__ = ["_house"]  # the fixture

PENDING = "select count(*) from delivery where status = 'PENDING'"


async def test_many_slow_tests_outlive_no_lease(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=1))

    async def slowly(got: Got, writer: Writer) -> None:
        await asyncio.sleep(0.6)
        await receivers.say("200 OK")(got, writer)

    async with receiving(slowly) as receiver:
        made = await hook(cast, receiver)
        for _ in range(4):
            await subscriptions.send_test(made.id, by=cast["subscriber"])
        async with sending(), sending():
            await until("select count(*) = 4 from delivery where status = 'DELIVERED'")
            await until("select lease is null from webhook where id = $1", made.id)
        assert len(receiver.got) == 4, "each went once, from one hand"


async def test_whoever_lost_the_lease_writes_nothing_sends_nothing_more_and_leaves_the_newer_alone(cast: Cast) -> None:
    async def lose(got: Got, writer: Writer) -> None:
        await execute("update webhook set lease = gen_random_uuid()")
        await receivers.say("200 OK")(got, writer)

    async with receiving(lose) as receiver:
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay()
        for _ in range(2):
            await subscriptions.send_test(made.id, by=cast["subscriber"])
        sender, newer = Sender(), asyncio.create_task(asyncio.sleep(60))
        await sender.round()
        older = sender.working[made.id]
        sender.working[made.id] = newer
        await older
        assert [one.json["type"] for one in receiver.got] == ["test"]
        assert await fetch_value(PENDING) == 2
        assert sender.working == {made.id: newer}
        await sender.close()


async def test_a_lease_that_ran_out_in_this_very_process_is_taken_from_the_older_task(cast: Cast) -> None:
    async with receiving(receivers.never_answer) as receiver:
        made = await hook(cast, receiver)
        await subscriptions.send_test(made.id, by=cast["subscriber"])
        sender = Sender()
        await sender.round()
        older = sender.working[made.id]
        await receiver.until(1)
        await execute("update webhook set leased_until = now() - interval '1 second'")
        await sender.round()
        await asyncio.wait([older], timeout=5)
        assert older.cancelled()
        assert sender.working[made.id] is not older
        await sender.close()


async def test_only_so_many_tests_and_repeats_wait(cast: Cast) -> None:
    made = await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    calls = [subscriptions.send_test(made.id, by=cast["subscriber"]) for _ in range(deliveries.MOST_WAITING + 2)]
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(one, RateLimited) for one in done) == 2
    assert await fetch_value(PENDING) == deliveries.MOST_WAITING
    with pytest.raises(RateLimited):
        await subscriptions.resend(await fetch_value("select min(id) from delivery"), by=cast["subscriber"])


async def test_a_replaced_secret_is_erased_when_it_signs_no_longer(cast: Cast) -> None:
    made = await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    await subscriptions.rotate(made.id, by=cast["subscriber"])
    await housekeeping.forget_deliveries({})
    assert (await row(made))["previous_secret"] is not None
    await execute("update webhook set previous_until = now() - interval '1 second'")
    await housekeeping.forget_deliveries({})
    after = await row(made)
    assert (after["previous_secret"], after["previous_until"]) == (None, None)
    assert after["secret"] is not None
