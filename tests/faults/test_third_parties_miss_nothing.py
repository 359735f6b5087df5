"""Relay, web and Redis are killed in turn while ratings come in: every third party has exactly the ledger's sequence.

THIRD_PARTY_EVENTS ratings (1 200 unless told otherwise); the issue's number is 20 000.
"""

import asyncio
import os
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from domain import access, clock, subscriptions
from domain.actor import PUBLIC
from domain.collecting import NewServiceEvent, Recorded, record
from domain.evaluations import Submission, submit
from domain.subscriptions import NewWebhook, addresses
from domain.subscriptions.kinds import heard_by
from domain.words import Level, Stage
from storage.transactions import fetch, fetch_value
from tests.cast import BUREAU, Cast
from tests.faults.third_parties import EVERY_WAY, House, Listener, installed, living, verified_by_npm
from tests.workers.receivers import Receiver, receiving

HEARD = heard_by("SUBSCRIBER")
RATINGS = int(os.environ.get("THIRD_PARTY_EVENTS", "1200"))
CHUNK, PAUSE = 20, 0.08
BLOWS = ("worker", "web", "redis", "worker", "web")


@pytest.mark.node
async def test_every_third_party_has_exactly_the_ledgers_sequence(
    cast: Cast, database_url: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed()
    key = await access.add_client("第三方", "SUBSCRIBER")
    owner = (await access.bearers((await fetch("select key_hash from client where name = '第三方'"))[0][0]))[0]
    addresses.use(allowed=[ip_network("127.0.0.0/8")], plain=True)
    listeners = {name: Listener() for name in EVERY_WAY}
    async with receiving() as receiver, living(database_url, home) as house:
        made = await subscriptions.create(NewWebhook(receiver.url), by=owner)
        listening = [asyncio.create_task(EVERY_WAY[name](house, key, listener)) for name, listener in listeners.items()]
        try:
            await _ratings(cast, house)
            expected = await _told(listeners, receiver)
        finally:
            for task in listening:
                task.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
    for name, listener in listeners.items():
        assert listener.heard == expected, name
    assert [str(position) for position in receiver.positions()] == expected
    _only_repeats_under_the_same_id(receiver)
    told = verified_by_npm(made.secret, receiver.got[0].headers, receiver.got[0].body)
    assert told["position"] == expected[0]
    with capsys.disabled():
        repeats = len(receiver.got) - len(expected)
        print(f" {RATINGS} ratings, {len(expected)} events, {len(BLOWS)} kills, {repeats} webhook repeats", end="")


async def _ratings(cast: Cast, house: House) -> None:
    """Ratings in small batches, one in twenty bad; between them the blows."""
    blows = {RATINGS * (n + 1) // (len(BLOWS) + 1) // CHUNK: name for n, name in enumerate(BLOWS)}
    for number in range(-(-RATINGS // CHUNK)):
        if name := blows.get(number):
            await asyncio.to_thread(house.kill, name)
        await _batch(cast, min(CHUNK, RATINGS - number * CHUNK))
        await asyncio.sleep(PAUSE)


async def _batch(cast: Cast, many: int) -> None:
    now = await clock.now()
    events = [
        NewServiceEvent(f"TP-{next(cast.numbers):08}", 1, Stage.ACCEPTANCE, "S-CARD", BUREAU, now,
                        window_code="H1-W01", staff_number="E001")
        for _ in range(many)
    ]  # fmt: skip
    recorded = [outcome for outcome in await record(events, by=cast["business"]) if isinstance(outcome, Recorded)]
    await submit([_rating(n, outcome.token) for n, outcome in enumerate(recorded)])


def _rating(number: int, token: str) -> Submission:
    if number % 20 == 7:
        return Submission(token, Level.DISSATISFIED, PUBLIC, tags=("208",))
    return Submission(token, Level.VERY_SATISFIED, PUBLIC)


async def _told(listeners: dict[str, Listener], receiver: Receiver) -> list[str]:
    """The ledger's own sequence, once nothing waits and everybody has had time to hear it."""
    within = 60 + RATINGS / 50
    expected = list[str]()
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            while await fetch_value("select exists (select from outbox)"):
                await asyncio.sleep(0.1)
            rows = await fetch("select position from ledger where kind = any($1) order by position", list(HEARD))
            expected = [str(row["position"]) for row in rows]
            while any(len(one.heard) < len(expected) for one in listeners.values()) or len(receiver.positions()) < len(
                expected
            ):
                await asyncio.sleep(0.3)
    assert len(expected) >= RATINGS
    return expected


def _only_repeats_under_the_same_id(receiver: Receiver) -> None:
    """At least once: a repeat goes back a little and comes again in the same order, never skips ahead."""
    place: dict[str, int] = {}
    for one in receiver.got:
        known: Any = place.get(one.id)
        assert known is None or known == int(one.json["position"])
        place[one.id] = int(one.json["position"])
