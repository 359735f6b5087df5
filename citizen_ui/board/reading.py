"""Reads the board's figures from the views, as the public may see them, for the page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import views
from citizen_ui.board.boards import BoardPage, District, Rate, Reason, is_trend, top, verdict
from domain import clock
from domain.intervals import per_10000
from domain.words import Level
from views import Ask, asks
from views.figures.public import outcomes, places
from views.figures.public.present import months

FIGURES: Final = ("ratings", "bad", "badPer10000", "badPer10000Low", "badPer10000High")
TAGS: Final = Ask("topTags", "topTags", asks(("count", "tag.text", "tag.level")), (("first", 100),))


def _districts(*asked: Any) -> Ask:
    node = (Ask("scope", "scope"), Ask("name", "name"), Ask("board", "board", asks(asked)))
    return Ask("children", "children", (Ask("edges", "edges", (Ask("node", "node", node),)),), (("first", 100),))


def _curves_by(step: str) -> tuple[Ask, Ask]:
    series = Ask("series", "series", asks(("at", "ratings", "bad")), (("step", step),))
    return series, _districts(series)


FIELDS: Final[tuple[Any, ...]] = (*FIGURES, "goodRate", ("byKind", ("kind", "count")), TAGS, _districts(*FIGURES))
CURVES: Final[dict[str, Any]] = {step: _curves_by(step) for step in ("MONTH", "WEEK")}
FEW_MONTHS: Final = 6  # up to so many months with ratings, weeks are shown
MOST_WEEKS: Final = 26
MOST_REASONS: Final = 5

BoardAnswer = Mapping[str, Any]


async def read(language: str) -> BoardPage:
    """Return the figures of this year until now."""
    now = await clock.now()
    told = await views.board(FIELDS, first_day=date(now.year, 1, 1), last_day=now.date(), language=language)
    step, curves = await _curves(now, language)
    over = _over(curves["series"])
    shown = slice(_begun(over), len(over))
    points, city = over[shown], _rate(told)
    kinds = {one["kind"]: one["count"] for one in told["byKind"]}
    series = {edge["node"]["scope"]: edge["node"]["board"]["series"][shown] for edge in curves["children"]["edges"]}
    districts = [_district(edge["node"], city, series) for edge in told["children"]["edges"]]
    whole = _line([_point(point) for point in points], city)
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
        whole=whole,
        since=_day(points[0]["at"]) if points else now.date(),
        monthly=step == "MONTH",
        top=top(city, [d.rate for d in districts if d.is_compared], whole, _lines(districts)),
        outcomes=await outcomes.read(date(now.year, 1, 1), now.date()),
    )


async def _curves(now: datetime, language: str) -> tuple[str, BoardAnswer]:
    """Return the step and the curves.

    They are of the last twelve months, or for a younger city of the weeks of half a year.
    """
    first = now.date().replace(year=now.year - 1, day=1)
    known = await months(places.whole(), first, now.date())
    step = "MONTH" if sum(1 for ratings, _ in known.values() if ratings) > FEW_MONTHS else "WEEK"
    if step == "WEEK":
        first = now.date() - timedelta(days=now.weekday() + 7 * MOST_WEEKS)
    return step, await views.board(CURVES[step], first_day=first, last_day=now.date(), language=language)


def _reasons(tags: Sequence[BoardAnswer]) -> list[Reason]:
    """Return the tags of bad ratings that were ticked most."""
    bad = [one for one in tags if Level(one["tag"]["level"]).is_bad]
    return [Reason(one["tag"]["text"], one["count"]) for one in bad[:MOST_REASONS]]


def _district(node: BoardAnswer, city: Rate, series: Mapping[str, Sequence[BoardAnswer]]) -> District:
    rate = _rate(node["board"])
    points = [_point(point) for point in series.get(node["scope"], ())]
    return District(node["scope"], node["name"], rate, points, verdict(rate, city))


def _rate(board: BoardAnswer) -> Rate:
    return Rate(board["bad"], board["badPer10000"], board["badPer10000Low"], board["badPer10000High"])


def _point(point: BoardAnswer) -> Rate:
    ratings, bad = point["ratings"], point["bad"]
    return Rate(bad, *per_10000(bad, ratings))


def _over(points: Sequence[BoardAnswer]) -> Sequence[BoardAnswer]:
    """Return the points without the last one, which is not over and would look like a fall.

    It is kept if no earlier one has ratings.
    """
    begun_before = [point for point in points[:-1] if point["ratings"]]
    return points[:-1] if begun_before else points


def _begun(points: Sequence[BoardAnswer]) -> int:
    """Return the index of the first week or month with ratings."""
    return next((index for index, point in enumerate(points) if point["ratings"]), len(points))


def _day(at: datetime | str) -> date:
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(clock.CITY_ZONE).date()


def _line(points: Sequence[Rate], city: Rate) -> list[float | None]:
    """Return the city's rates by week or month, or if these are too few its rate of the year throughout."""
    return [point.value if is_trend(points) else city.value for point in points]


def _lines(districts: Sequence[District]) -> list[float | None]:
    """Every point that is drawn of the districts' lines."""
    return [point.value for district in districts if district.has_trend for point in district.points]
