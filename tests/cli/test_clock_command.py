"""Moving the city's time: forward only, and never in production."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli.clock import duration
from domain import clock, founding
from settings import Unusable
from tests.cli import commands


@pytest.mark.parametrize(("text", "hours"), [("3d", 72.0), ("12h", 12.0), ("90m", 1.5), (" 1D ", 24.0)])
def test_days_hours_and_minutes(text: str, hours: float) -> None:
    assert duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "3", "d", "-3d", "0d", "3w", "1.5h", "999999d", "３d"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Unusable, match="3d"):
        duration(text)


async def test_the_city_lives_three_days_on(database: str, tmp_path: Path) -> None:
    await founding.found("test", "滨海市")
    before = await clock.now()
    assert commands.run(database, tmp_path, "clock", "forward", "3d").returncode == 0
    assert timedelta(days=3) <= await clock.now() - before < timedelta(days=3, minutes=5)
    assert "3.00" in commands.run(database, tmp_path, "clock", "show").stdout


@pytest.mark.parametrize("kind", ["test", "production"])
async def test_a_production_city_keeps_real_time_whatever_it_is_told_to_be(
    database: str, tmp_path: Path, kind: str
) -> None:
    await founding.found("production", "某市")
    ended = commands.run(database, tmp_path, "clock", "forward", "1d", CITY_KIND=kind)
    assert ended.returncode != 0
    assert "生产" in ended.stderr
    assert await clock.lag() == timedelta(0)
