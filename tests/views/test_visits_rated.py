"""Of the visits of some days, how many were rated: both sides of the share count the same visits (docs/rules.md §6)."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import views
from domain import clock, keys
from domain.actor import PUBLIC, SYSTEM, Actor
from domain.board import close_nights
from domain.evaluations import Submission, submit_one
from domain.figures import SHARES
from domain.moderation import moderate
from domain.tallies import CountedAt, Tally
from domain.words import RATER_MADE, Entry, Level, RatingKind
from domain.words import ModerationAction as A
from storage import reading
from storage.transactions import execute, fetch_value, transaction
from tests.cast import BUREAU, Cast
from views.compiling.sealing import Seal
from views.figures import measures
from views.figures.public import present, publishing
from views.figures.public.places import whole

SHARE = ["events", "ratings", "activeRate"]
CARD = "S-CARD"


@pytest.fixture
async def board(cast: Cast, database: str) -> AsyncIterator[Cast]:
    """Figures can be asked for; it is noon on a day in the middle of a month, so that days before are of it too."""
    now = await clock.now()
    noon = (now + timedelta(days=40)).replace(day=20, hour=12, minute=0)
    await clock.shift(noon - now)
    await reading.connect(database, size=2)
    views.forget()
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor))
    await views.ready()
    yield cast
    await reading.close()
    views.forget()


async def visit(cast: Cast, days_ago: int, *, rated: bool = True, level: Level = Level.SATISFIED) -> int | None:
    """A visit some days ago, of which the rating comes now."""
    event = await cast.event(at=await clock.now() - timedelta(days=days_ago))
    if not rated:
        return None
    return (await submit_one(Submission(event.token, level, PUBLIC, text="排了很久"))).evaluation_id


async def void(cast: Cast, rating: int) -> None:
    await moderate([rating], A.SUSPECT, reason="像是误点", by=cast["moderator"])
    await moderate([rating], A.MAKE_VOID, reason="当天没有这次办理", by=cast["reviewer"])


async def told(first: date, last: date, by: Actor = PUBLIC, **scope: str) -> Any:
    return await views.board(SHARE, scope=scope, first_day=first, last_day=last, actor=by)


async def test_a_late_rating_is_added_to_the_day_of_its_visit(board: Cast) -> None:
    """Fifteen of yesterday's sixteen visits are rated today, and one of today's four: 93.8 % and 25 %, not 400 %."""
    for number in range(16):
        await visit(board, 1, rated=number > 0)
    for number in range(4):
        await visit(board, 0, rated=number > 2)
    today = await clock.today()
    yesterday = today - timedelta(days=1)
    assert await told(today, today) == {"events": 4, "ratings": 16, "activeRate": 0.25}
    assert await told(yesterday, yesterday) == {"events": 16, "ratings": 0, "activeRate": 15 / 16}
    assert (await told(yesterday, today))["activeRate"] == 16 / 20


async def test_a_rating_that_is_void_leaves_the_visit_unrated(board: Cast) -> None:
    late, early = await visit(board, 3), await visit(board, 0)
    await visit(board, 3, rated=False)
    today = await clock.today()
    assert late
    assert early
    for rating in (late, early):
        await void(board, rating)
    assert (await told(today - timedelta(days=3), today))["activeRate"] == 0.0
    assert await fetch_value("select count(*) from tally_late where count <> 0") == 0


@pytest.mark.parametrize("kind", sorted(set(RatingKind) - set(RATER_MADE)))
async def test_what_no_rater_made_rates_no_visit(board: Cast, kind: RatingKind) -> None:
    """Defaults by time-out, inspections and comprehensive ratings are no sign that somebody rated."""
    await visit(board, 1, rated=False)
    tally, now = Tally(), await clock.now()
    place = CountedAt(*(board.ids[name] for name in ("bay", "bureau", "card", "hall", "clerk")))
    said = {"level": Level.SATISFIED, "kind": kind, "entry": Entry.SYSTEM_DEFAULT, "tags": (), "dimensions": ()}
    tally.add_rating(place, now, now.date(), visited_at=now - timedelta(days=1), **said)  # type: ignore[arg-type]
    async with transaction():
        await tally.write()
    yesterday = await clock.today() - timedelta(days=1)
    assert (await told(yesterday, yesterday))["activeRate"] == 0.0


async def test_strangers_learn_of_an_agencys_share_when_nobody_can_rate_any_more(board: Cast) -> None:
    """Below the districts they are told batches: before, two looks would tell that somebody rated in between."""
    for _ in range(5):
        await visit(board, 2)
    day = await clock.today() - timedelta(days=2)
    scopes = [{"agencyCode": BUREAU}, {"serviceCode": CARD}]
    assert (await told(day, day, board["head"], agencyCode=BUREAU))["activeRate"] == 1.0
    for days, share in ((1, None), (28, 1.0)):
        await clock.shift(timedelta(days=days + 1))
        await close_nights(by=SYSTEM)
        views.forget()
        await views.ready()
        assert [(await told(day, day, **scope))["activeRate"] for scope in scopes] == [share, share]


async def test_the_rated_person_learns_of_a_late_rating_with_its_batch(board: Cast) -> None:
    first = await visit(board, 9)
    await execute("update evaluation set shown_to_staff_on = rated_on where id = $1", first)
    await clock.shift(timedelta(days=1))
    views.forget()
    await views.ready()
    day = await clock.today() - timedelta(days=10)
    assert (await told(day, day, board["clerk"], staffNumber="E001"))["activeRate"] == 1.0
    second = await visit(board, 10)
    assert (await told(day, day, board["clerk"], staffNumber="E001"))["activeRate"] == 0.5
    await execute("update evaluation set shown_to_staff_on = rated_on where id = $1", second)
    assert (await told(day, day, board["clerk"], staffNumber="E001"))["activeRate"] == 1.0


VISITS = st.tuples(st.integers(0, 18), st.booleans(), st.booleans(), st.sampled_from(list(Level)))
NUMBERS = {"CITY": {}, "AGENCY": {"agencyCode": BUREAU}, "SERVICE": {"serviceCode": CARD}, "HALL": {"hallCode": "H1"}}
COLUMN = {"CITY": "0", "AGENCY": "agency_id", "SERVICE": "service_id", "HALL": "hall_id"}
NAMED = {"CITY": None, "AGENCY": "bureau", "SERVICE": "card", "HALL": "hall"}


async def recounted(scope: str, first: date, last: date, scope_id: int = 0) -> float | None:
    """The share by the rows: the visits of these days, and which of them a rater has rated, not void."""
    share: float | None = await fetch_value(
        f"""select count(e.id)::float / nullif(count(*), 0) from service_event v left join evaluation e
        on e.service_event_id = v.id and e.standing <> 'VOID' and e.kind in ('VOLUNTARY', 'GUIDED', 'PROXY')
        where city_day(v.happened_at) between $1 and $2 and v.{COLUMN[scope]} = $3""".replace("v.0", "0"),
        first,
        last,
        scope_id,
    )
    return share


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=st.lists(VISITS, max_size=12), first=st.integers(0, 19), length=st.integers(0, 19))
async def test_whatever_happened_the_share_is_between_none_and_all_and_what_the_rows_say(
    board: Cast, visits: list[tuple[int, bool, bool, Level]], first: int, length: int
) -> None:
    """The city grows from example to example: late ratings and void ones on top of what there was."""
    for days_ago, is_rated, is_void, level in visits:
        rating = await visit(board, days_ago, rated=is_rated, level=level)
        if rating is not None and is_void:
            await void(board, rating)
    today = await clock.today()
    since = today - timedelta(days=first)
    until = min(today, since + timedelta(days=length))
    for scope, name in NAMED.items():
        share = (await told(since, until, board["supervisor"], **NUMBERS[scope]))["activeRate"]
        assert share == await recounted(scope, since, until, board.ids[name] if name else 0), (scope, since, until)
        assert share is None or 0 <= share <= 1
    await _every_share_of_the_pages(today)


async def _every_share_of_the_pages(today: date) -> None:
    """Pages and open data: every share of every place, live or published."""
    publishing.forget()
    live = await present.present(whole(), today.replace(day=1), today)
    shown = [measures.figures(live.counts)]
    for step in ("year", "month", "day"):
        first = today.replace(day=1) if step == "day" else today.replace(month=1, day=1)
        known = await publishing.published(step, first)
        shown += [one.figures for scope in known.counts for one in known.told(scope)]
    for figures in shown:
        for key in SHARES:
            value = figures[key].value
            assert value is None or 0 <= value <= 1, figures[key]
