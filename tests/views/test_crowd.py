"""Many who ask at once, each as themself, are told what each would be told alone."""

import asyncio
from itertools import groupby
from random import Random

import asyncpg
import pytest

from domain.actor import Actor
from domain.faults import is_outage
from domain.policy import ALL
from tests.views.cast import viewers
from tests.views.conftest import SEED, City, as_json
from views.compiling.crowd import MOST, Crowd
from views.compiling.member import Column, Identity
from views.compiling.paging import Rows
from views.compiling.question import Sight
from views.compiling.statement import Asking
from views.compiling.view import VIEWS, View
from views.plain import asks

ASKED = {
    "Evaluation": ["id", "level", "text", "ratedAt", "agency.name", "staff.number", ("workOrder", ["id", "state"])],
    "WorkOrder": ["id", "state", ("evaluation", ["id", "text", "ratedAt"])],
    "ServiceEvent": ["id", "caseNumber", "agency.code"],
}
TABLES = {"Evaluation": "evaluation", "WorkOrder": "work_order", "ServiceEvent": "service_event"}


def by_role(actors: list[Actor]) -> list[tuple[str, list[Actor]]]:
    ordered = sorted(actors, key=lambda actor: actor.role)
    return [(role, list(same)) for role, same in groupby(ordered, key=lambda actor: actor.role)]


@pytest.fixture
def counted(city: City, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that were sent."""
    sent: list[str] = []
    fetch = city.reader.fetch

    async def counting(sql: str, *values: object) -> object:
        sent.append(sql)
        return await fetch(sql, *values)

    monkeypatch.setattr(city.reader, "fetch", counting)
    return sent


@pytest.mark.parametrize("name", ASKED)
async def test_what_everybody_is_told_is_what_each_is_told_alone(city: City, counted: list[str], name: str) -> None:
    random, ids = Random(SEED), [row["id"] for row in city.world[TABLES[name]]]
    found = 0
    for role, actors in by_role(viewers(city.world)):
        sight, fields = Sight(role, "zh"), asks(ASKED[name])
        alone, crowd = Rows(VIEWS[name], sight, fields), Crowd(name, sight, fields)
        wanted = [(random.choice(ids), Asking(random.choice(actors), "zh")) for _ in range(60)]
        expected = [await alone.read([row_id], asking) for row_id, asking in wanted]
        counted.clear()
        told = await asyncio.gather(*(crowd.read([row_id], asking) for row_id, asking in wanted))
        assert as_json([list(one.items()) for one in told]) == as_json([list(one.items()) for one in expected]), role
        is_shared = role != "USER"  # whose visits are a list: no column of numbers can carry it
        assert len(counted) == (0 if alone.reach is None else 1 if is_shared else len(wanted)), role
        found += sum(map(bool, told))
    assert found > 60


async def test_what_depends_on_who_asks_is_read_alone(city: City) -> None:
    """Lists below, values derived from the asker's language or entry."""
    for name, field in (("Evaluation", ("dimensions", ["level"])), ("ServiceEvent", ("invitation", ["url"]))):
        assert Crowd(name, Sight("RATER", "zh"), asks(["id", field])).shared is None


async def test_while_one_statement_is_on_its_way_the_next_gathers(city: City, counted: list[str]) -> None:
    """Nobody is read before they asked: whoever comes later is in a later statement."""
    ids = [row["id"] for row in city.world["evaluation"][:24]]
    crowd = Crowd("Evaluation", Sight("SUPERVISOR", "zh"), asks(["id"]))
    asking = Asking(next(actor for actor in viewers(city.world) if actor.role == "SUPERVISOR"), "zh")
    first = asyncio.create_task(crowd.read([ids[0]], asking))
    while not counted:
        await asyncio.sleep(0)
    others = [asyncio.create_task(crowd.read([one], asking)) for one in ids[1:]]
    others[3].cancel()
    told = await asyncio.gather(first, *others, return_exceptions=True)
    assert len(counted) == 2
    assert isinstance(told.pop(4), asyncio.CancelledError)
    assert [list(one) for one in told if isinstance(one, dict)] == [[one] for one in ids if one != ids[4]]
    assert crowd.reading is None
    assert not crowd.waiting


async def test_behind_a_slow_statement_nobody_gathers(
    city: City, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hold up all that ask the same question; they read alone, on other connections."""
    monkeypatch.setattr("views.compiling.crowd.SLOW", -1.0)
    first, second = [row["id"] for row in city.world["evaluation"][:2]]
    crowd = Crowd("Evaluation", Sight("SUPERVISOR", "zh"), asks(["id"]))
    asking = Asking(next(actor for actor in viewers(city.world) if actor.role == "SUPERVISOR"), "zh")
    slow = asyncio.create_task(crowd.read([first], asking))
    while not counted:
        await asyncio.sleep(0)
    assert list(await crowd.read([second], asking)) == [second]
    assert not crowd.waiting
    assert list(await slow) == [first]
    assert len(counted) == 2


async def test_the_statement_for_many_is_one_that_postgresql_takes(city: City) -> None:
    """Whatever stands in reach and masks: no name of theirs is one of ours."""
    taken = 0
    for view in VIEWS.values():
        if not isinstance(view, View) or view.tag is None:
            continue
        plain = asks([name for name, member in view.members.items() if type(member) in (Identity, Column)])
        for role in sorted(ALL):
            if (shared := Crowd(view.name, Sight(role, "zh"), plain).shared) is not None:
                assert await city.reader.fetch(shared.sql, *[[] for _ in ("sought", *shared.names)]) == []
                taken += 1
    assert taken > 40


async def test_more_than_one_statement_holds_are_read_by_several(city: City, counted: list[str]) -> None:
    ids = [row["id"] for row in city.world["evaluation"]]
    crowd = Crowd("Evaluation", Sight("SUPERVISOR", "zh"), asks(["id"]))
    asking = Asking(next(actor for actor in viewers(city.world) if actor.role == "SUPERVISOR"), "zh")
    wanted = [ids[n % len(ids)] for n in range(2 * MOST + 1)]
    told = await asyncio.gather(*(crowd.read([one], asking) for one in wanted))
    assert [list(one) for one in told] == [[one] for one in wanted]
    assert len(counted) == 3


@pytest.mark.parametrize("error", [ConnectionResetError(), asyncpg.QueryCanceledError()])
async def test_a_failure_is_told_to_everybody_who_waits(
    city: City, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """At once, and not one statement after the other; also to those who gathered meanwhile."""
    rated = city.world["evaluation"][0]["id"]
    crowd = Crowd("Evaluation", Sight("SUPERVISOR", "zh"), asks(["id"]))
    sent, fails = asyncio.Event(), asyncio.Event()

    async def away(*_: object) -> object:
        assert not sent.is_set(), "nobody asks again"
        sent.set()
        await fails.wait()
        raise error

    monkeypatch.setattr(city.reader, "fetch", away)
    asking = Asking(next(actor for actor in viewers(city.world) if actor.role == "SUPERVISOR"), "zh")
    first = asyncio.create_task(crowd.read([rated], asking))
    await sent.wait()
    later = [asyncio.create_task(crowd.read([rated], asking)) for _ in range(3)]
    await asyncio.sleep(0)
    fails.set()
    told = await asyncio.gather(first, *later, return_exceptions=True)
    assert all(isinstance(one, Exception) and is_outage(one) for one in told)


async def test_one_row_that_cannot_be_told_is_nobody_elses_fault(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The statement for all fails with it; then each reads alone."""
    bad, *good = [row["id"] for row in city.world["evaluation"][:4]]
    crowd = Crowd("Evaluation", Sight("SUPERVISOR", "zh"), asks(["id"]))
    assert crowd.shared is not None
    alone = crowd.alone.read

    async def stumbling(*_: object) -> object:
        raise KeyError(bad)

    async def reading(ids: list[int], asking: Asking) -> object:
        return await (stumbling() if ids == [bad] else alone(ids, asking))

    monkeypatch.setattr(type(crowd.shared), "read", stumbling)
    monkeypatch.setattr(crowd.alone, "read", reading)
    asking = Asking(next(actor for actor in viewers(city.world) if actor.role == "SUPERVISOR"), "zh")
    told = await asyncio.gather(*(crowd.read([one], asking) for one in (bad, *good)), return_exceptions=True)
    assert isinstance(told[0], KeyError)
    assert [list(one) for one in told[1:] if isinstance(one, dict)] == [[one] for one in good]
