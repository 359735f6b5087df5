"""When people come: halls keep office hours, and a day's shares make a day."""

from datetime import date
from random import Random

import pytest

from cli.city import rhythm
from domain.words import Stage

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def test_a_working_day_adds_up_to_one() -> None:
    assert sum(share for _, share in rhythm.slots(MONDAY, Random(1), working=True)) == pytest.approx(1)


def test_on_a_day_of_rest_less_happens_and_nobody_stands_at_a_counter() -> None:
    moments = list(rhythm.slots(SUNDAY, Random(1), working=False))
    assert sum(share for _, share in moments) < 0.3
    assert not any(rhythm.is_window_hour(moment, working=False) for moment, _ in moments)
    stages = {rhythm.stage(Random(n), windows_open=False) for n in range(200)}
    assert stages == {Stage.ONLINE, Stage.HOTLINE_CALL}


def test_moments_of_a_day_come_in_order() -> None:
    moments = [moment for moment, _ in rhythm.slots(MONDAY, Random(1), working=True)]
    assert moments == sorted(moments)


def test_officials_work_in_office_hours_only() -> None:
    times = [rhythm.office_time(MONDAY, Random(n)).time() for n in range(300)]
    assert all(any(opens <= at < closes for opens, closes in rhythm.OFFICE) for at in times)


def test_the_hour_grows_with_the_share_of_the_day() -> None:
    hours = [rhythm.hour_when(n / 100) for n in range(101)]
    assert hours == sorted(hours)
    assert (int(hours[0]), int(hours[-1])) == (7, 22)
