"""Figures below the city (docs/rules.md §8.1), over the API: who watches live, who is told batches, who nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import views
from domain import clock
from domain.actor import SYSTEM, Actor
from domain.board import close_nights
from domain.errors import Forbidden
from domain.words import Level
from storage.transactions import execute
from tests.api.conftest import Api
from tests.cast import BUREAU

BOARD = """query($scope: ScopeInput, $from: Date, $to: Date) { board(scope: $scope, from: $from, to: $to) {
  events ratings bad badPer10000 goodRate activeRate score badReplyRate onTimeRate byLevel { count } byKind { count }
  byEntry { count } topTags { count } byDimension { ratings } series { ratings bad } counted { family from to } } }"""
AGENCY, ITEM, HALL, DISTRICT = (
    {"agencyCode": BUREAU},
    {"serviceCode": "S-CARD"},
    {"hallCode": "H1"},
    {"districtCode": "990101"},
)
PLACES = {"agency": AGENCY, "item": ITEM, "hall": HALL}
STRANGERS = ("public", "channel", "subscriber", "business", "officer")
FIELDS = ["events", "ratings", "bad", ("byLevel", ["count"]), ("byKind", ["count"])]


async def board(api: Api, by: str, scope: Any, days: int = 30, until: int = 0) -> dict[str, Any]:
    today = await clock.today()
    asked = {"from": str(today - timedelta(days=days)), "to": str(today - timedelta(days=until))}
    answer = await api.ask(BOARD, by=by, scope=scope, **asked)
    found: dict[str, Any] = answer["data"]["board"]
    return found


async def night() -> None:
    await clock.shift(timedelta(days=1))
    await close_nights(by=SYSTEM)


async def rate(api: Api, many: int, level: Level = Level.VERY_SATISFIED, **more: Any) -> None:
    for _ in range(many):
        await api.cast.rate(level, **more)


def is_silent(told: dict[str, Any]) -> bool:
    """Nothing in it tells that anybody came; the series has days, all of them without ratings."""
    lists = [one["count"] for name in ("byLevel", "byKind", "byEntry", "topTags") for one in told[name]]
    shares = [told[name] for name in ("badPer10000", "goodRate", "activeRate", "score", "badReplyRate", "onTimeRate")]
    numbers = [told["events"], told["ratings"], told["bad"], *lists, *(one["ratings"] for one in told["series"])]
    return not any(numbers) and shares == [None] * 6 and not any(one["from"] for one in told["counted"])


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("place", PLACES)
async def test_the_one_rating_of_an_item_is_told_to_no_stranger_on_no_day(api: Api, who: str, place: str) -> None:
    """The issue's own example: one item, one day, one rating."""
    await rate(api, 1, Level.DISSATISFIED)
    assert is_silent(await board(api, who, PLACES[place], days=0))
    await night()
    assert is_silent(await board(api, who, PLACES[place], days=1, until=1))
    assert is_silent(await board(api, who, PLACES[place]))


@pytest.mark.parametrize("who", STRANGERS)
async def test_five_ratings_are_told_together_after_the_night_with_the_days_they_rest_on(api: Api, who: str) -> None:
    day = await clock.today()
    await rate(api, 5)
    assert is_silent(await board(api, who, AGENCY))
    await night()
    told = await board(api, who, AGENCY)
    assert (told["ratings"], told["bad"], told["goodRate"], told["score"]) == (5, 0, 1.0, 100.0)
    counted = {one["family"]: (one["from"], one["to"]) for one in told["counted"]}
    assert counted["RATINGS"][1] == counted["LEVELS"][1] == str(day)
    assert counted["DUE"] == (None, None)


async def test_a_range_tells_the_batches_inside_it_and_no_part_of_one(api: Api) -> None:
    await rate(api, 3)
    await night()
    await rate(api, 3)
    await night()
    await rate(api, 5)
    await night()
    assert (await board(api, "public", AGENCY))["ratings"] == 11
    assert (await board(api, "public", AGENCY, days=1))["ratings"] == 5
    assert (await board(api, "public", AGENCY, days=2))["ratings"] == 5, "half of the six"
    assert (await board(api, "public", AGENCY, until=2))["ratings"] == 6
    assert (await board(api, "public", AGENCY, until=3))["ratings"] == 0
    series = (await board(api, "public", AGENCY))["series"]
    assert [point["ratings"] for point in series][-1:] == [5]
    assert sum(point["ratings"] for point in series) == 5, "the six lie in two days"


async def test_a_district_is_live_in_its_totals_and_told_in_its_splits(api: Api) -> None:
    await rate(api, 1, Level.DISSATISFIED, dimensions=(("ATTITUDE", Level.DISSATISFIED),))
    told = await board(api, "public", DISTRICT)
    assert (told["ratings"], told["bad"], told["goodRate"]) == (1, 1, 0.0)
    assert sum(point["ratings"] for point in told["series"]) == 1
    assert [sum(one["count"] for one in told[name]) for name in ("byLevel", "byKind", "byEntry")] == [0, 0, 0]
    assert (told["score"], told["topTags"], told["byDimension"]) == (None, [], [])
    await rate(api, 4, Level.DISSATISFIED, dimensions=(("ATTITUDE", Level.DISSATISFIED),))
    await night()
    told = await board(api, "public", DISTRICT)
    assert (told["score"], [one["ratings"] for one in told["byDimension"]]) == (40.0, [5])


async def test_the_city_is_live_for_everybody_with_its_splits(api: Api) -> None:
    await rate(api, 1)
    told = await board(api, "public", None)
    assert (told["ratings"], told["score"], sum(one["count"] for one in told["byKind"])) == (1, 100.0, 1)


@pytest.mark.parametrize(
    ("who", "live"),
    [
        ("supervisor", {"agency", "item", "hall"}),
        ("dispatcher", {"agency", "item", "hall"}),
        ("auditor", {"agency", "item", "hall"}),
        ("head", {"agency", "item"}),
        ("hall", {"hall"}),
        ("officer", set()),
    ],
)
async def test_live_are_the_managing_desks_and_the_own_agency_and_hall(api: Api, who: str, live: set[str]) -> None:
    await rate(api, 1)
    assert {place for place, scope in PLACES.items() if (await board(api, who, scope))["ratings"]} == live


async def test_a_desk_of_a_district_watches_its_own_and_is_told_of_another(api: Api) -> None:
    supervisor = api.cast.actors["supervisor"]
    await rate(api, 1)
    for district, ratings in (("bay", 1), ("hill", 0)):
        actor = replace(supervisor, district=api.cast.ids[district])
        told = await views.board(FIELDS, scope=HALL, actor=actor)
        assert (told["ratings"], told["bad"]) == (ratings, 0)


@pytest.mark.parametrize("who", ["administrator", "security"])
@pytest.mark.parametrize("scope", [DISTRICT, AGENCY, ITEM, HALL])
async def test_those_who_keep_machines_and_accounts_see_the_citys_figures_only(
    api: Api, who: str, scope: dict[str, str]
) -> None:
    actor = replace(
        api.cast.actors["administrator"], role={"security": "SECURITY_ADMINISTRATOR"}.get(who, "SYSTEM_ADMINISTRATOR")
    )
    assert (await views.board(["ratings"], actor=actor))["ratings"] == 0
    with pytest.raises(Forbidden):
        await views.board(["ratings"], scope=scope, actor=actor)
    below = views.Ask(
        "children", "children", views.asks([("edges", (("node", (("board", ("ratings",)),)),))]), (("first", 5),)
    )
    with pytest.raises(Forbidden):
        await views.board([below], actor=actor)


def also_rated(api: Api, desk: str) -> Actor:
    return replace(api.cast.actors[desk], staff=api.cast.actors["clerk"].staff)


@pytest.mark.parametrize("desk", ["supervisor", "head", "hall", "auditor", "officer"])
@pytest.mark.parametrize("place", PLACES)
async def test_a_desk_of_a_rated_person_stops_where_the_own_figures_stop(api: Api, desk: str, place: str) -> None:
    """Or the hall less the others would be the own ratings of today."""
    await rate(api, 5)
    await night()
    actor, start = also_rated(api, desk), await clock.today() - timedelta(days=9)
    told = await views.board(FIELDS, scope=PLACES[place], first_day=start, actor=actor)
    assert (told["events"], told["ratings"], sum(one["count"] for one in told["byLevel"])) == (0, 0, 0)
    await execute("update evaluation set shown_to_staff_on = city_today()")
    told = await views.board(FIELDS, scope=PLACES[place], first_day=start, actor=actor)
    assert told["ratings"] == 5
    await rate(api, 5)
    await night()
    assert (await views.board(FIELDS, scope=PLACES[place], first_day=start, actor=actor))["ratings"] == 5


async def test_a_person_is_told_to_superiors_from_thirty_ratings_on_and_else_refused_alike(api: Api) -> None:
    person = {"staffNumber": "E001"}
    await rate(api, 29)
    for who in ("hall", "hr", "supervisor"):
        with pytest.raises(Forbidden):
            await views.board(["ratings"], scope=person, actor=api.cast.actors[who])
    below = views.Ask("children", "children", views.asks([("edges", (("node", ("scope",)),))]), (("first", 5),))
    hall = api.cast.actors["hall"]
    assert (await views.board([below], scope=HALL, actor=hall))["children"]["edges"] == []
    await rate(api, 1)
    for who in ("hall", "hr", "supervisor"):
        assert (await views.board(["ratings"], scope=person, actor=api.cast.actors[who]))["ratings"] == 30
    assert len((await views.board([below], scope=HALL, actor=hall))["children"]["edges"]) == 1
    yesterday = await clock.today() - timedelta(days=1)
    with pytest.raises(Forbidden):
        await views.board(["ratings"], scope=person, last_day=yesterday, actor=hall)


async def test_a_rated_person_knows_the_own_figures_until_the_last_batch(api: Api) -> None:
    await rate(api, 5)
    clerk, person = api.cast.actors["clerk"], {"staffNumber": "E001"}
    assert (await views.board(FIELDS, scope=person, actor=clerk))["ratings"] == 0
    await execute("update evaluation set shown_to_staff_on = city_today()")
    await night()
    await rate(api, 1)
    start = await clock.today() - timedelta(days=9)
    assert (await views.board(FIELDS, scope=person, first_day=start, actor=clerk))["ratings"] == 5


@pytest.mark.parametrize("desk", ["supervisor", "hr", "hall"])
async def test_nobody_reads_the_own_figures_from_another_desk(api: Api, desk: str) -> None:
    """However many, and though all were shown: a desk is told of reasons that few gave, a rated person not."""
    await rate(api, 29)
    await rate(api, 1, Level.DISSATISFIED)
    await execute("update evaluation set shown_to_staff_on = city_today()")
    below = views.Ask("children", "children", views.asks([("edges", (("node", ("scope",)),))]), (("first", 5),))
    for actor, others in ((also_rated(api, desk), 0), (api.cast.actors[desk], 1)):
        if others:
            assert (await views.board(["ratings"], scope={"staffNumber": "E001"}, actor=actor))["ratings"] == 30
        else:
            with pytest.raises(Forbidden):
                await views.board(["ratings"], scope={"staffNumber": "E001"}, actor=actor)
        if desk == "hall":
            assert len((await views.board([below], scope=HALL, actor=actor))["children"]["edges"]) == others


async def test_with_an_order_of_the_person_that_the_superior_reaches_fewer_are_told(api: Api) -> None:
    await rate(api, 3, Level.DISSATISFIED)
    supervisor = api.cast.actors["supervisor"]
    assert (await views.board(["ratings"], scope={"staffNumber": "E001"}, actor=supervisor))["ratings"] == 3
    before = await clock.today() - timedelta(days=1)
    with pytest.raises(Forbidden):
        await views.board(["ratings"], scope={"staffNumber": "E001"}, last_day=before, actor=supervisor)


async def test_hours_below_a_district_are_for_the_desks_that_know_the_hour(api: Api) -> None:
    hours = views.Ask("series", "series", views.asks(["ratings"]), (("step", "HOUR"),))
    for who in ("officer", "business", "public", "head"):
        with pytest.raises(Forbidden):
            await views.board([hours], scope=AGENCY, actor=api.cast.actors[who])
    with pytest.raises(Forbidden):
        await views.board([hours], scope=AGENCY, actor=also_rated(api, "supervisor"))
    assert (await views.board([hours], scope=AGENCY, actor=api.cast.actors["supervisor"]))["series"] is not None


SHARES = "activeRate badReplyRate callbackRectifyRate onTimeRate postRectifySatisfaction"
OF_DISTRICT = f"""query($scope: ScopeInput) {{
  board(scope: $scope) {{ events ratings bad {SHARES} }}
  board2: board {{ children(first: 5) {{ edges {{ node {{ board {{ scope bad {SHARES} }} }} }} }} }} }}"""


async def shares(api: Api, by: str) -> list[dict[str, Any]]:
    """What the district's board and the city's board tell of the district's shares."""
    answer = (await api.ask(OF_DISTRICT, by=by, scope=DISTRICT))["data"]
    below = [edge["node"]["board"] for edge in answer["board2"]["children"]["edges"]]
    return [{name: told[name] for name in ("bad", *SHARES.split())} for told in (answer["board"], *below[:1])]


async def test_of_a_district_no_share_of_one_to_four_cases_is_told(api: Api) -> None:
    """Its totals are live, so the share of a single callback would be one rater's answer (docs/rules.md §8.1)."""
    for _ in range(4):
        await api.cast.bring(await api.cast.order(), "callback")
    for told in await shares(api, "public"):
        assert told == {"bad": 4, **dict.fromkeys(SHARES.split())}
    watched, *_ = await shares(api, "dispatcher")
    assert (watched["activeRate"], watched["postRectifySatisfaction"]) == (1.0, 1.0)
    await api.cast.bring(await api.cast.order(), "callback")
    for told in await shares(api, "public"):
        assert (told["activeRate"], told["badReplyRate"], told["postRectifySatisfaction"]) == (1.0, 1.0, 1.0)
