"""The board says how sure it is, compares nothing inside the noise, and moves within a second."""

import asyncio
import time

import pytest
from httpx import AsyncClient

from citizen_ui.board import lines
from citizen_ui.board import page as board
from citizen_ui.board.boards import Rate, verdict
from citizen_ui.board.watching import Watch
from domain.words import Level
from tests.cast import Cast
from views.hearing import Heads, News

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
    assert "1 rating this year, 1 of them bad." in (await door.get("/board?lang=en")).text


async def test_it_reloads_by_itself_only_without_script(door: AsyncClient, cast: Cast) -> None:
    page = (await door.get("/board")).text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page


async def test_a_rating_is_told_to_whoever_watches_within_a_second_and_a_half(door: AsyncClient, cast: Cast) -> None:
    lines = board.watch.stream("zh-CN", lambda figures: f"bad {figures.bad}")
    assert (await anext(lines)).startswith(":")
    assert await anext(lines) == "data: bad 0\n\n"
    await asyncio.sleep(0.5)
    await cast.rate()
    began = time.monotonic()
    assert await anext(lines) == "data: bad 1\n\n"
    assert time.monotonic() - began < 1.5
    await lines.aclose()  # type: ignore[attr-defined]


async def test_whoever_connects_again_is_told_at_once_what_was_missed(door: AsyncClient, cast: Cast) -> None:
    for number in range(2):
        lines = board.watch.stream("zh-CN", lambda figures: f"bad {figures.bad}")
        await anext(lines)
        assert await anext(lines) == f"data: bad {number}\n\n"
        await lines.aclose()  # type: ignore[attr-defined]
        await cast.rate()
        await asyncio.sleep(1)


class Still(News):
    """News of a city in which nothing happens unless the test says so."""

    async def look(self) -> Heads:
        return self.heads


async def test_a_thousand_listeners_cost_one_reading_and_one_drawing() -> None:
    read, drawn, news = [], [], Still()

    async def reading(language: str) -> str:
        read.append(language)
        return f"figures {news.version}"

    def draw(figures: str) -> str:
        drawn.append(figures)
        return figures

    watch = Watch(reading, news)
    lines = [watch.stream("zh-CN", draw) for _ in range(1_000)]
    for _ in range(2):
        assert len({await anext(line) for line in lines}) == 1
    await asyncio.sleep(0.5)
    news.tell()
    assert {await anext(line) for line in lines} == {"data: figures 1\n\n"}
    assert (len(read), drawn) == (2, ["figures 0", "figures 1"])
    for line in lines:
        await line.aclose()  # type: ignore[attr-defined]


async def test_an_outage_leaves_the_board_as_it_stands_and_the_line_open() -> None:
    away = [True]

    async def reading(language: str) -> str:
        if away.pop():
            raise ConnectionRefusedError
        return "back"

    away[:] = [False, True]
    told = Watch(reading, Still()).stream("zh-CN", str)
    assert [await anext(told) for _ in range(3)] == [": connected\n\n", ": still here\n\n", "data: back\n\n"]
    await told.aclose()  # type: ignore[attr-defined]


async def test_beyond_the_most_listeners_the_board_is_reloaded_instead(
    door: AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines.places, "most", 0)
    refused = await door.get("/board/events")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert (await door.get("/board")).status_code == 200


def test_nothing_is_compared_inside_the_noise() -> None:
    assert verdict(Rate(29, 9.0, 6.0, 12.0), CITY) == "few"
    assert verdict(Rate(40, 1.1, 0.9, 1.4), CITY) == "same"
    assert verdict(Rate(40, 2.0, 1.4, 2.7), CITY) == "above"
    assert verdict(Rate(40, 0.5, 0.3, 0.7), CITY) == "below"
    assert verdict(Rate(), CITY) == "none"
