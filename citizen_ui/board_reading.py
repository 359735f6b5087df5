"""The board's figures as the public may see them, read from the views and put into the page's shape."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import views
from citizen_ui.boards import BoardPage, District, Rate, Reason, verdict
from domain import clock
from domain.words import Level
from views import Ask, asks, outcomes
from views.intervals import poisson
from web.charts.scales import around

FIGURES: Final = ("ratings", "bad", "badPer10000", "badPer10000Low", "badPer10000High")
WEEKS: Final = Ask("series", "series", asks(("at", "ratings", "bad")), (("step", "WEEK"),))
TAGS: Final = Ask("topTags", "topTags", asks(("count", "tag.text", "tag.level")), (("first", 100),))
DISTRICTS: Final = Ask(
    "children",
    "children",
    (
        Ask(
            "edges",
            "edges",
            (
                Ask(
                    "node",
                    "node",
                    (Ask("scope", "scope"), Ask("name", "name"), Ask("board", "board", asks((*FIGURES, WEEKS)))),
                ),
            ),
        ),
    ),
    (("first", 100),),
)
FIELDS: Final[tuple[Any, ...]] = (*FIGURES, "goodRate", ("byKind", ("kind", "count")), TAGS, WEEKS, DISTRICTS)
MOST_WEEKS: Final = 26
MOST_REASONS: Final = 5
LEAST_TOP: Final = 4.0

Told = Mapping[str, Any]


async def read(language: str) -> BoardPage:
    """This year, until now."""
    now = await clock.now()
    told = await views.board(FIELDS, first_day=date(now.year, 1, 1), last_day=now.date(), language=language)
    weeks_told = _whole(told["series"], now)
    start = _begun(weeks_told)
    city, weeks = _rate(told), [_week(point) for point in weeks_told[start:]]
    kinds = {one["kind"]: one["count"] for one in told["byKind"]}
    districts = [_district(edge["node"], city, slice(start, len(weeks_told))) for edge in told["children"]["edges"]]
    return BoardPage(
        at=now,
        ratings=told["ratings"],
        bad=told["bad"],
        good_rate=told["goodRate"],
        rate=city,
        voluntary=kinds["VOLUNTARY"],
        guided=kinds["GUIDED"],
        proxy=kinds["PROXY"],
        reasons=_reasons(told["topTags"]),
        districts=districts,
        whole=[week.value for week in weeks],
        since=_day(weeks_told[start]["at"]) if weeks else now.date(),
        top=_top(city, districts),
        outcomes=await outcomes.read(date(now.year, 1, 1), now.date()),
    )


def _reasons(tags: Sequence[Told]) -> list[Reason]:
    """The tags of bad ratings that were ticked most. Good ones are praise, not reasons."""
    bad = [one for one in tags if Level(one["tag"]["level"]).is_bad]
    return [Reason(one["tag"]["text"], one["count"]) for one in bad[:MOST_REASONS]]


def _district(node: Told, city: Rate, shown: slice) -> District:
    board = node["board"]
    rate = _rate(board)
    return District(
        node["scope"], node["name"], rate, [_week(point) for point in board["series"][shown]], verdict(rate, city)
    )


def _rate(board: Told) -> Rate:
    return Rate(board["bad"], board["badPer10000"], board["badPer10000Low"], board["badPer10000High"])


def _week(point: Told) -> Rate:
    ratings, bad = point["ratings"], point["bad"]
    if not ratings:
        return Rate()
    low, high = poisson(bad)
    return Rate(bad, *(10_000 * value / ratings for value in (bad, low, high)))


def _whole(weeks: Sequence[Told], now: datetime) -> Sequence[Told]:
    """The weeks that are over: the running one says little, and its last point would look like a fall."""
    over = [week for week in weeks if _day(week["at"]) + timedelta(days=7) <= now.date()]
    return over or weeks


def _begun(weeks: Sequence[Told]) -> int:
    """The first week that has ratings, at most half a year back."""
    first = next((index for index, week in enumerate(weeks) if week["ratings"]), len(weeks))
    return max(first, len(weeks) - MOST_WEEKS)


def _day(at: datetime | str) -> date:
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(clock.CITY_ZONE).date()


def _top(city: Rate, districts: Sequence[District]) -> float:
    """One axis for all: what can be compared fits on it, with some room for the weeks."""
    heights = [d.rate.high for d in districts if d.verdict not in ("few", "none") and d.rate.high]
    highest = max([*heights, city.high or 0.0])
    return max(around(0.0, 1.25 * highest, room=0.0)[1], LEAST_TOP) if highest else LEAST_TOP
