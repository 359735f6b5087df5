"""The board says how sure it is, compares nothing inside the noise, and moves within a second."""

import asyncio
import time

from httpx import AsyncClient

from citizen_ui.boards import Rate, verdict
from citizen_ui.pages import board
from domain.words import Level
from tests.cast import Cast

CITY = Rate(100, 1.0, 0.8, 1.2)


async def test_an_empty_city_says_what_is_next_and_divides_by_nothing(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get("/board")).text
    assert "今年还没有收到差评" in page
    assert "—" in page


async def test_the_years_ratings_are_counted_and_districts_named(door: AsyncClient, cast: Cast) -> None:
    await cast.rate()
    await cast.rate(Level.VERY_SATISFIED)
    page = (await door.get("/board")).text
    assert "今年2次评价里有1次差评。" in page
    assert "海湾区" in page
    assert "低于30次差评，不比较" in page
    assert "没有提供材料清单" in page


async def test_the_board_speaks_english(door: AsyncClient, cast: Cast) -> None:
    await cast.rate()
    assert "1 ratings this year, 1 of them bad." in (await door.get("/board?lang=en")).text


async def test_it_reloads_by_itself_only_without_script(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get("/board")).text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page


async def test_a_rating_is_told_to_whoever_watches_within_a_second_and_a_half(door: AsyncClient, cast: Cast) -> None:
    lines = board.watch.stream("zh-CN", lambda figures: f"bad {figures.bad}")
    assert (await anext(lines)).startswith(":")
    await asyncio.sleep(0.5)
    await cast.rate()
    began = time.monotonic()
    assert await anext(lines) == "data: bad 1\n\n"
    assert time.monotonic() - began < 1.5
    await lines.aclose()  # type: ignore[attr-defined]


def test_nothing_is_compared_inside_the_noise() -> None:
    assert verdict(Rate(29, 9.0, 6.0, 12.0), CITY) == "few"
    assert verdict(Rate(40, 1.1, 0.9, 1.4), CITY) == "same"
    assert verdict(Rate(40, 2.0, 1.4, 2.7), CITY) == "above"
    assert verdict(Rate(40, 0.5, 0.3, 0.7), CITY) == "below"
    assert verdict(Rate(), CITY) == "none"
