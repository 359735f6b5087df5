"""Agencies and items are called in English where the directory has it, for readers of English; else in Chinese."""

import httpx
import pytest

from storage.transactions import execute
from tests.cast import BUREAU, Cast


@pytest.fixture(autouse=True)
async def translated(cast: Cast) -> None:
    await execute("update agency set name_en = 'Bureau of Work' where code = $1", BUREAU)
    await execute("update hall set name_en = 'Bay Hall'")
    await execute("update service set name_en = 'Social security card' where code = 'S-CARD'")


async def test_the_rating_page_names_what_is_rated(door: httpx.AsyncClient, cast: Cast) -> None:
    path = f"/rate/{(await cast.event()).token}"
    english = (await door.get(path, params={"lang": "en"})).text
    assert "Social security card" in english
    assert "Bureau of Work" in english
    assert "Bay Hall · 1号窗口" in english
    chinese = (await door.get(path, params={"lang": "zh-CN"})).text
    assert "社会保障卡申领" in chinese
    assert "Bureau of Work" not in chinese


async def test_the_board_names_its_places(door: httpx.AsyncClient, cast: Cast) -> None:
    page = (await door.get(f"/board/agencies/{BUREAU}", params={"lang": "en"})).text
    assert "<h1>Bureau of Work" in page
    assert "Social security card" in page
    other = (await door.get("/board/agencies", params={"lang": "en"})).text
    assert "滨海市住房保障局" in other  # nobody has translated it
    assert "Bureau of Work" in (await door.get("/board/services/S-CARD", params={"lang": "en"})).text
