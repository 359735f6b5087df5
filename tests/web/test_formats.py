"""Dates and figures as pages write them; what cannot be given is a dash."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from web import formats
from web.language import EN, ZH, speak


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    speak(ZH)
    yield
    speak(ZH)


def test_days_are_the_citys_days() -> None:
    assert formats.day(datetime(2026, 9, 27, 16, 30, tzinfo=UTC)) == "9月28日"
    assert formats.moment(datetime(2026, 9, 28, 8, 48, tzinfo=UTC)) == "9月28日 16:48"
    assert formats.moment(date(2026, 9, 28)) == "9月28日"
    assert formats.weekday(date(2026, 9, 28)) == "周一"


def test_figures_have_commas_and_a_real_minus() -> None:
    assert formats.number(23_782_114) == "23,782,114"
    assert formats.number(-1.5, 1) == "\u22121.5"
    assert formats.number(-0.04, 1) == "0.0"


def test_ten_thousands_begin_at_ten_millions_and_only_in_chinese() -> None:
    assert formats.big(9_999_999) == "9,999,999"
    assert formats.big(23_782_114) == "2,378万"
    speak(EN)
    assert formats.big(23_782_114) == "23.8 million"
    assert formats.day(date(2026, 9, 28)) == "28 Sep"


def test_nothing_is_a_dash() -> None:
    written = [f(None) for f in (formats.day, formats.number, formats.big, formats.share, formats.percent)]
    assert set(written) == {formats.NOTHING}


def test_all_of_them_is_a_hundred_without_decimals() -> None:
    assert formats.percent(1.0) == "100 %"
    assert formats.percent(0.8642) == "86.4 %"
