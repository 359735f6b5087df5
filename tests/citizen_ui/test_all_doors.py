"""A small city over several days, single ratings here and there: after each step strangers ask at every door.

No two answers about one cell below the city differ by one to four, at whatever times and over whatever days they were
asked (docs/rules.md §8.1; the totals of districts are live). And all doors tell the same.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from api.app import Door
from api.http.access import Access
from api.http.throttle import Throttle
from api.schema import executable
from citizen_ui.board import scope as board_scope
from domain import access, clock
from domain.actor import PUBLIC, SYSTEM
from domain.board import close_nights
from domain.collecting import NewServiceEvent, Recorded, hand_out, record
from domain.evaluations import Submission, submit_one
from domain.vault import Identity
from domain.words import Entry, Level, Role, Stage
from storage import models
from tests.api.conftest import ADDRESS, Api
from tests.cast import BUREAU, HOUSING, MANAGING, Cast, expire_all
from tests.citizen_ui import doors
from tests.citizen_ui.doors import Place, Said
from views.compiling import references

DISTRICT: Place = ("districtCode", "990101")
AGENCIES = {BUREAU: ("S-CARD", "S-LOSS", "S-NAME"), HOUSING: ("S-FLAT",), MANAGING: ("S-DATA",)}
ITEMS = {item: agency for agency, items in AGENCIES.items() for item in items}
HALLS = ("H1", "H2", "H3")
PLACES: tuple[Place, ...] = (
    *(("agencyCode", code) for code in AGENCIES),
    *(("serviceCode", code) for code in ITEMS),
    *(("hallCode", code) for code in HALLS),
)
PAGES = {("agencyCode", code): f"agencies/{code}" for code in AGENCIES} | {
    ("serviceCode", code): f"services/{code}" for code in ITEMS
}
# What comes on a day: how often each item at each hall. Bursts that may be told, and singles that lie in between.
DAYS = 6
GOOD = (Level.VERY_SATISFIED, Level.SATISFIED, Level.FAIRLY_SATISFIED)
BAD = (Level.DISSATISFIED, Level.VERY_DISSATISFIED)
STRANGERS = ("channel", "business", "subscriber", "officer", "housing", "managing")
LIVE_OF: dict[str, tuple[Place, ...]] = {
    "supervisor": PLACES,
    "dispatcher": PLACES,
    "auditor": PLACES,
    "head": (("agencyCode", BUREAU), *(("serviceCode", code) for code in AGENCIES[BUREAU])),
    "other_head": (("agencyCode", HOUSING), *(("serviceCode", code) for code in AGENCIES[HOUSING])),
    "hall": (("hallCode", "H1"),),
    "other_manager": (("hallCode", "H2"),),
}


@dataclass
class Town:
    """The city of the cast with more items and halls, and the truth about it."""

    api: Api
    door: AsyncClient
    dice: Random = field(default_factory=lambda: Random(8))
    numbers: Any = field(default_factory=lambda: count(1))
    true: Counter[Place] = field(default_factory=Counter)

    async def rate(self, item: str, hall: str, level: Level, entry: Entry | None) -> None:
        event = NewServiceEvent(
            f"T-{next(self.numbers):05}", 1, Stage.ACCEPTANCE, item, ITEMS[item], await clock.now(), f"{hall}-W01",
            rater=Identity("赵评", "990100199001011234", "13800000001"),
        )  # fmt: skip
        (outcome,) = await record([event], by=self.api.cast["business"])
        assert isinstance(outcome, Recorded), outcome
        token = await hand_out(outcome.service_event_id, entry, by=SYSTEM) if entry else outcome.token
        tags = {Level.DISSATISFIED: ("208",), Level.VERY_DISSATISFIED: ("109",)}.get(level, ())
        await submit_one(Submission(token, level, PUBLIC, tags=tags, dimensions=(("ATTITUDE", level),)))
        self.true.update([("agencyCode", ITEMS[item]), ("serviceCode", item), ("hallCode", hall)])

    async def some(self, number: int) -> None:
        """The ratings of one day: enough at once of a few, and one or two of others."""
        for item in ITEMS:
            for hall in HALLS:
                burst = self.dice.random() < 0.3
                for _ in range(self.dice.randint(5, 6) if burst else self.dice.choice((0, 0, 0, 1))):
                    level = self.dice.choice(BAD if number % 3 == 2 and burst else GOOD[:1])
                    if not burst and self.dice.random() < 0.4:
                        level = self.dice.choice(GOOD + BAD)
                    await self.rate(item, hall, level, self.dice.choice((None, None, Entry.WINDOW_QR)))

    async def night(self) -> None:
        await clock.shift(timedelta(days=1))
        await expire_all()
        await close_nights(by=SYSTEM)
        await self.fresh()

    async def fresh(self) -> None:
        """What a process keeps for a minute is over."""
        await references.refresh(force=True)
        board_scope.forget()


@pytest.fixture
async def town(door: AsyncClient, cast: Cast) -> Town:
    today = await clock.today()
    if (today + timedelta(days=DAYS + 1)).year != today.year:  # the pages count from New Year on
        await clock.shift(timedelta(days=DAYS + 2))
    while (await clock.now() + timedelta(minutes=15)).date() != await clock.today():
        await clock.shift(timedelta(minutes=15))  # two doors are asked one after the other: of the same day
    for item in set(ITEMS) - {"S-CARD", "S-FLAT"}:
        agency = await models.Agency.get(code=ITEMS[item])
        await models.Service.create(code=item, name=f"事项{item}", agency_id=agency.id)
    for code in HALLS[1:]:
        hall = await models.Hall.create(
            code=code, name=f"大厅{code}", district_id=cast.ids["bay"], agency_id=cast.ids["managing"]
        )
        await models.Window.create(code=f"{code}-W01", name="1号窗口", hall_id=hall.id)
        cast.ids[code] = hall.id
    await _others(cast)
    house = Door(executable(), Access(access.bearers), Throttle(0), public_url=ADDRESS)
    await references.refresh(force=True)
    return Town(Api(house, AsyncClient(transport=ASGITransport(house), base_url=ADDRESS), cast), door)


async def _others(cast: Cast) -> None:
    """The head of another agency, the manager of another hall."""
    for login, role, agency, hall in (
        ("other_head", Role.AGENCY_HEAD, "housing", None),
        ("other_manager", Role.HALL_MANAGER, "managing", cast.ids["H2"]),
    ):
        await models.Account.create(
            login=login, name=login, password_hash="-", roles=[role], agency_id=cast.ids[agency], hall_id=hall
        )
        cast.actors[login] = cast.actors["head"]  # only its key is used


async def test_no_two_answers_at_any_doors_at_any_times_differ_by_one_to_four(town: Town) -> None:
    said, begun = Said(), await clock.today()
    for number in range(DAYS):
        await town.some(number)
        await town.fresh()
        await _ask_everywhere(town, said, begun, ("before the night", number))
        await town.night()
        await _ask_everywhere(town, said, begun, ("after the night", number))
    assert list(said.apart()) == []
    told = {scope for (scope, _), days in said.rested.items() if days}
    assert {code for _, code in PLACES} <= told, "or nothing was tried"
    assert said.filed > 50
    assert len({days for (_, cell), rests in said.rested.items() if cell == "ratings" for days in rests}) > DAYS


async def _ask_everywhere(town: Town, said: Said, begun: date, at: object) -> None:
    """The API over ranges that end where something may be new, and in the end over all; then whatever else tells the
    same place.
    """
    today = await clock.today()
    is_over = today == begun + timedelta(days=DAYS)
    days = [one for one in doors.ranges(begun, today) if is_over or one[1] >= today - timedelta(days=1)]
    for place in (DISTRICT, *PLACES):
        is_large = place == DISTRICT
        answers = await doors.asked(town.api, "public", place, days, below=place[0] in ("districtCode", "agencyCode"))
        for asked, told in zip(days, answers, strict=True):
            below = [edge["node"]["board"] for edge in told.get("children", {"edges": ()})["edges"]]
            for one, large in ((told, is_large), *((one, False) for one in below)):
                doors.judge(one, is_district=large)
                said.board(one, asked, at, is_district=large)
        (year,) = await doors.asked(town.api, "public", place, [(date(today.year, 1, 1), today)])
        heard = await doors.subscribed(town.api, place)
        (read,) = await doors.asked(town.api, "public", place, [doors.asked_of(heard)])
        assert heard == read
        said.board(heard, doors.asked_of(heard), at, is_district=is_large)
        if place in PAGES:
            await _page(town, said, place, year, at)
    await _files(town, said, begun, today, at)


async def _page(town: Town, said: Said, place: Place, year: dict[str, Any], at: object) -> None:
    """The sentence of the page and of the frame, and of the page above, tells what the API tells of this year."""
    sentence = await doors.sentences(town.door, PAGES[place])
    if sentence is None:
        assert year["ratings"] == 0
        return
    ratings, bad = sentence
    days = doors.asked_of(year)
    said.note(place[1], "said to be judged" if bad is not None else "ratings", ratings, days, at)
    if bad is None:
        assert (ratings, year["goodRate"]) == (year["ratings"], None)
    else:
        assert bad == year["bad"]
        assert round(year["goodRate"] * ratings) == ratings - bad


async def _files(town: Town, said: Said, begun: date, today: date, at: object) -> None:
    """A number in the file is what the API tells of the batches that begin and end with the period."""
    yesterday = today - timedelta(days=1)
    if yesterday < begun:
        return
    for level in ("agency", "service"):
        for step in ("day", "month", "year"):
            for row in await doors.filed(town.door, level, step, begun, yesterday):
                first, last = (date.fromisoformat(row[name]) for name in ("from", "to"))
                days = (max(first, begun), last)
                for cell in ("ratings", "events", "bad"):
                    if row[cell] != "*":
                        said.note(row["code"], cell, int(row[cell]), days, at, days)
                        said.filed += 1


async def test_a_districts_line_tells_its_agencies_no_sooner_than_their_own_pages(town: Town) -> None:
    begun = await clock.today()
    for number in range(3):
        await town.some(number)
        await town.fresh()
        for _ in range(2):
            line = doors.rows(await doors.drawn(DISTRICT[1]))
            (district,) = await doors.asked(town.api, "public", DISTRICT, [(begun, await clock.today())], below=True)
            below = {edge["node"]["board"]["scope"]: edge["node"]["board"] for edge in district["children"]["edges"]}
            assert {code: told or 0 for code, told in line.items()} == {c: b["ratings"] for c, b in below.items()}
            await town.night()


async def test_whoever_is_no_desk_and_no_head_of_the_place_is_told_what_everybody_is(town: Town) -> None:
    begun = await clock.today()
    for number in range(3):
        await town.some(number)
        await town.fresh()
        await _ask_all(town, begun)
        await town.night()
        await _ask_all(town, begun)


async def _ask_all(town: Town, begun: date) -> None:
    today = await clock.today()
    days = [(begun, today), (today, today), (begun, max(begun, today - timedelta(days=1)))]
    for place in PLACES:
        public = await doors.asked(town.api, "public", place, days)
        for who in (*STRANGERS, *LIVE_OF):
            told = await doors.asked(town.api, who, place, days)
            if place in LIVE_OF.get(who, ()):
                assert told[0]["ratings"] == town.true[place], (who, place)
            else:
                assert told == public, (who, place)


async def test_administrators_are_refused_below_the_city(town: Town) -> None:
    for place in (DISTRICT, *PLACES):
        answer = await town.api.ask(f'{{ board(scope: {{{place[0]}: "{place[1]}"}}) {{ ratings }} }}', "administrator")
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", place
