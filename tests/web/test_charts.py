"""Charts tell what is there: no mark stands at the edge of an axis for what lies beyond it."""

import math
import re
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from citizen_ui.board.boards import LEAST_TOP, Rate, is_trend
from domain.intervals import poisson
from web.charts import beside, funnel, histogram, interval, multiple, parts, squares, waterfall
from web.charts import hours as hours_of
from web.charts.bars import LEAST
from web.charts.funnel import BASE, HEIGHT, LEFT, TOP, WIDTH
from web.charts.multiples import HEIGHT as BOX
from web.charts.scales import end
from web.charts.squares import OUTCOMES
from web.charts.waterfall import BASE as GROUND
from web.charts.waterfall import TOP as CEILING

RATES = st.floats(0, 10_000)
TOPS = st.floats(0.5, 10_000)


class Point(NamedTuple):
    value: float | None
    low: float | None = None
    high: float | None = None


def points(least: int = 0) -> st.SearchStrategy[list[Point]]:
    known = st.tuples(RATES, RATES, RATES).map(sorted).map(lambda t: Point(t[1], t[0], t[2]))
    return st.lists(st.one_of(known, st.just(Point(None))), min_size=least, max_size=20)


def drawn(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+?) ([^MLZ]+)", path)]


@given(line=points(1), whole=st.lists(st.one_of(RATES, st.none()), max_size=20), top=TOPS)
def test_every_point_of_a_curve_stands_at_its_value_or_is_marked_as_beyond(
    line: list[Point], whole: list[float | None], top: float
) -> None:
    at = multiple(line, whole, top=top)
    told = [point.value for point in line if point.value is not None]
    for (x, y), value in zip(drawn(at.line), told, strict=True):
        assert math.isclose(BOX - y, BOX * value / top, rel_tol=0.001, abs_tol=0.02)
        assert (x in at.beyond) is (y < 0)
    assert len(at.beyond) == sum(y < 0 for _, y in drawn(at.line))
    assert (at.dot is None) is (not told or drawn(at.line)[-1][1] < 0)
    assert at.cut is any(y < 0 for path in (at.band, at.whole) for _, y in drawn(path))


@given(values=st.lists(st.one_of(RATES, st.none()), max_size=30), least=st.floats(0.5, 10))
def test_an_axis_holds_everything_it_was_made_for(values: list[float | None], least: float) -> None:
    top = end(values, least=least)
    known = [value for value in values if value is not None]
    assert top >= least
    assert all(value < top for value in known if value)
    assert multiple([Point(value) for value in values], values, top=top).beyond == []


@given(bounds=st.tuples(RATES, RATES, RATES).map(sorted), whole=st.one_of(RATES, st.none()), top=TOPS)
def test_beside_the_others_a_figure_stands_at_its_value_or_has_the_mark(
    bounds: list[float], whole: float | None, top: float
) -> None:
    low, value, high = bounds
    at = beside(value, low, high, whole, top=top)
    assert at.beyond is (at.dot is None)
    assert at.beyond is (round(100 * value / top, 2) > 100)
    assert at.cut is (round(100 * high / top, 2) > 100)
    assert at.dot is None or math.isclose(at.dot, 100 * value / top, abs_tol=0.01)
    assert 0 <= at.left <= 100
    assert at.left + at.width <= 100.01
    assert at.whole is None or 0 <= at.whole <= 100


@given(bad=st.integers(0, 3_000), more=st.integers(1, 1_000_000))
def test_the_axis_of_a_single_figure_holds_it_and_its_interval(bad: int, more: int) -> None:
    ratings = bad + more
    low, high = (10_000 * one / ratings for one in poisson(bad))
    at = interval(10_000 * bad / ratings, low, high)
    assert at.bottom <= low
    assert high < at.top
    assert 0 <= at.left <= at.dot <= 100
    assert at.left + at.width <= 100


@given(share=st.floats(0, 1), width=st.floats(0, 0.5))
def test_a_share_stands_at_the_end_of_its_axis_only_where_it_is_all_or_nothing(share: float, width: float) -> None:
    low, high = max(0.0, share - width), min(1.0, share + width)
    at = interval(100 * share, 100 * low, 100 * high, most=100)
    assert 0 <= at.dot <= 100
    assert share in (0, 1) or width < 0.01 or 0 < at.dot < 100 or share < 0.001 or share > 0.999


SUBJECTS = st.lists(st.tuples(st.integers(1, 1_000_000), st.integers(0, 400)), min_size=2, max_size=12)


@given(counted=SUBJECTS)
def test_every_subject_of_a_funnel_is_inside_its_frame(counted: list[tuple[int, int]]) -> None:
    assume(any(bad for _, bad in counted))
    subjects = [(f"{n}局", n, 10_000 * min(bad, n) / n, "in") for n, bad in counted]
    rate = 10_000 * sum(min(bad, n) for n, bad in counted) / sum(n for n, _ in counted)
    at = funnel(subjects, rate, lambda n: (rate / 2, rate + 10_000 / n), lambda n: (0, rate + 20_000 / n))
    top = max(value for value, _ in at.up)
    for dot in at.dots:
        assert LEFT < dot.x < WIDTH
        assert TOP < dot.y <= BASE < HEIGHT
        assert math.isclose(BASE - dot.y, (BASE - at.up[-1][1]) * dot.rate / top, rel_tol=0.01, abs_tol=0.2)
    assert TOP < at.whole <= BASE


CHANGES = st.lists(st.floats(-40, 40), max_size=8)


@given(first=st.floats(0, 100), changes=CHANGES)
def test_every_bar_of_a_waterfall_is_between_the_ground_and_the_ceiling(first: float, changes: list[float]) -> None:
    """Also where points taken off lead below nothing before the score stops there."""
    last = min(max(first + sum(changes), 0.0), 100.0)
    at = waterfall(("a", "", first), [("b", "", change) for change in changes], ("c", "", last))
    for step in at.steps:
        assert step.y >= CEILING
        assert step.y + step.height <= GROUND + 2.1
        assert CEILING <= step.end <= GROUND


@given(counts=st.lists(st.integers(0, 10_000), min_size=1, max_size=12), term=st.integers(1, 12))
def test_bars_and_parts_stay_in_their_place(counts: list[int], term: int) -> None:
    for bar in histogram(counts, term=term):
        assert bar.x + bar.width <= 100
        assert (bar.height == 0) is (bar.count == 0)
        assert bar.height <= 100
    for bar in parts(counts):
        assert bar.width >= LEAST
        assert round(bar.x + bar.width, 2) <= 100


class Day(NamedTuple):
    on: date
    working: bool
    counts: dict[str, int]


@given(counts=st.lists(st.lists(st.integers(0, 3_000), min_size=6, max_size=6), min_size=1, max_size=31))
def test_every_square_stands_above_the_ground_and_below_the_top(counts: list[list[int]]) -> None:
    first = date(2026, 3, 2)
    days = [Day(first + timedelta(n), True, dict(zip(OUTCOMES, one, strict=True))) for n, one in enumerate(counts)]
    at = squares(days)
    for square in at.squares:
        assert 0 <= square.x <= at.width
        assert 0 <= square.y < at.base


class Hour(NamedTuple):
    taken: int
    failed: int


def test_every_hour_stands_on_the_same_ground() -> None:
    bars = hours_of([Hour(0, 0), Hour(3, 0), Hour(3, 1), Hour(0, 9)])
    assert {bar.y + bar.height for bar in bars} == {22}
    assert all(bar.y >= 0 for bar in bars)


def of(*bad: int) -> list[Rate]:
    return [Rate(n, 10_000 * n / 1_000, 0.0, 100.0) for n in bad]


@pytest.mark.parametrize(
    ("weeks", "is_drawn"),
    [
        (of(1, 0, 3, 0, 2, 1), False),
        (of(4, 5, 4, 5, 4, 5, 4, 5), False),
        (of(6, 5, 4, 7, 6), False),
        (of(6, 5, 4, 7, 6, 5), True),
        (of(40), False),
        ([*of(20, 30), Rate()], True),
    ],
    ids=["a few cases", "four or five a week", "fewer than thirty", "enough", "one point is no line", "a gap"],
)
def test_weekly_noise_of_a_few_cases_is_no_trend(weeks: list[Rate], is_drawn: bool) -> None:
    assert is_trend(weeks) is is_drawn


def test_a_city_without_ratings_has_an_axis_all_the_same() -> None:
    assert end([None, 0.0], least=LEAST_TOP) == LEAST_TOP
    assert multiple([], [], top=LEAST_TOP).dot is None
