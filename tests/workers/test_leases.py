"""A webhook is in one hand: the lease is renewed before each test and repeat, and whoever lost it stops at once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import subscriptions
from domain.errors import RateLimited
from domain.subscriptions import leasing, repeats
from domain.subscriptions.attempts import Attempt
from domain.subscriptions.leasing import Leased
from domain.words import Level
from storage.transactions import execute, fetch_value
from tests.cast import Cast, relay_all
from tests.workers import receivers
from tests.workers.receivers import Got, Writer, receiving
from tests.workers.test_deliveries import _house, hook, row, sending, until
from workers import deliveries, housekeeping
from workers.deliveries import Sender
from workers.gateways.webhook import Gateway

__all__ = ["_house"]  # the fixture

PENDING = "select count(*) from delivery where status = 'PENDING'"


async def test_many_slow_tests_outlive_no_lease(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leasing, "LEASE", timedelta(seconds=1))

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


async def test_nobody_but_the_holder_renews_a_lease(cast: Cast) -> None:
    await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    await cast.rate(Level.SATISFIED)
    await relay_all()
    (webhook,) = await leasing.take(10, 10, most=1)
    assert await leasing.renew(webhook)
    await execute("update webhook set lease = gen_random_uuid()")
    assert not await leasing.renew(webhook)


async def lose(got: Got, writer: Writer) -> None:
    """Take it, while somebody else takes the webhook."""
    await execute("update webhook set lease = gen_random_uuid()")
    await receivers.say("200 OK")(got, writer)


async def test_whoever_lost_the_lease_while_delivering_leaves_the_position_alone(cast: Cast) -> None:
    async with receiving(lose) as receiver:
        made = await hook(cast, receiver)
        for _ in range(2):
            await cast.rate(Level.SATISFIED)
        await relay_all()
        before, sender = await row(made), Sender()
        await sender.round()
        await sender.working[made.id]
        await sender.close()
        assert receiver.got
        after = await row(made)
        assert (after["position"], after["attempt"]) == (before["position"], 0)
        assert await fetch_value("select count(*) from delivery") == 0, "whoever holds it now writes down the attempts"


async def test_whoever_lost_the_lease_writes_nothing_sends_nothing_more_and_leaves_the_newer_alone(cast: Cast) -> None:
    async with receiving(lose) as receiver:
        made = await hook(cast, receiver)
        await cast.rate(Level.SATISFIED)
        await relay_all()
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


async def test_whoever_is_told_to_stop_writes_down_what_was_delivered_and_hands_the_webhook_back(cast: Cast) -> None:
    async def slowly(got: Got, writer: Writer) -> None:
        await asyncio.sleep(0.3)
        await receivers.say("200 OK")(got, writer)

    async with receiving(slowly) as receiver:
        made = await hook(cast, receiver)
        for _ in range(6):
            await cast.rate(Level.SATISFIED)
        await relay_all()
        async with sending():
            await receiver.until(2)
        told = len(receiver.got)
        after = await row(made)
        assert 2 <= told < 6
        assert (after["position"], after["lease"]) == (receiver.positions()[-1], None)
        async with sending():
            await receiver.until(6)
        assert len(receiver.got) == 6, "none of them twice"


async def test_a_long_way_without_anything_to_send_is_gone_in_steps_that_are_written_down(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "FARTHEST", 2)
    monkeypatch.setattr(deliveries, "WRITE_EVERY", 0.0)
    for _ in range(5):
        await cast.rate(Level.SATISFIED)
    await cast.order()
    await relay_all()
    async with receiving() as receiver:
        made = await hook(cast, receiver, kinds=["work_order.dispatched"])
        await subscriptions.resume(made.id, after=0, by=cast["subscriber"])
        steps = list[int]()
        told = deliveries.deliveries.progress

        async def progress(webhook: Leased, done: Sequence[Attempt], place: int, *, is_over: bool = False) -> bool:
            steps.append(place)
            return await told(webhook, done, place, is_over=is_over)

        monkeypatch.setattr(deliveries.deliveries, "progress", progress)
        async with sending():
            await receiver.until(1)
            await until("select lease is null from webhook where id = $1", made.id)
        assert len(receiver.got) == 1
        assert steps[:3] == [2, 4, 6]
        assert (await row(made))["position"] == await fetch_value("select max(position) from ledger")


async def test_of_too_many_connections_the_one_that_rested_longest_is_closed_and_none_at_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "GATEWAYS", 2)
    sender, closed = Sender(), list[int]()

    async def close(gateway: Gateway) -> None:
        closed.append(next(n for n, one in opened.items() if one is gateway))

    monkeypatch.setattr(Gateway, "close", close)
    await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    await cast.rate(Level.SATISFIED)
    await relay_all()
    (leased,) = await leasing.take(10, 10, most=1)
    opened = {n: await sender._gateway(replace(leased, id=n)) for n in (1, 2)}
    sender.working[1] = asyncio.create_task(asyncio.sleep(0))
    opened[3] = await sender._gateway(replace(leased, id=3))
    assert closed == [2]
    assert await sender._gateway(replace(leased, id=1)) is opened[1]
    await sender.close()


async def test_the_time_that_is_signed_is_the_databases(cast: Cast) -> None:
    """However long a webhook is held: what a worker's clock says is nobody's business."""
    await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    await cast.rate(Level.SATISFIED)
    await relay_all()
    (leased,) = await leasing.take(10, 10, most=1)
    assert leased.now() - await fetch_value("select clock_timestamp()") < timedelta(seconds=1)
    held = replace(leased, taken=leased.taken - 30)
    assert timedelta(seconds=29) < held.now() - leased.now() < timedelta(seconds=31)


async def test_only_so_many_tests_and_repeats_wait(cast: Cast) -> None:
    made = await subscriptions.create(subscriptions.NewWebhook("https://127.0.0.1/"), by=cast["subscriber"])
    calls = [subscriptions.send_test(made.id, by=cast["subscriber"]) for _ in range(repeats.MOST_WAITING + 2)]
    done = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(one, RateLimited) for one in done) == 2
    assert await fetch_value(PENDING) == repeats.MOST_WAITING
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
