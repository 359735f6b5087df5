"""The open data: the board's figures as a file, refused in a sentence where nobody can answer, too few never told."""

import csv
import io
from datetime import timedelta

import pytest
from httpx import AsyncClient

from citizen_ui.board import rows as open_data
from citizen_ui.board import scope as board_scope
from domain import clock
from domain.actor import SYSTEM
from domain.board import close_nights
from domain.words import Level
from storage import reading
from storage.transactions import execute
from tests.cast import BUREAU, Cast, pass_days
from views.compiling import references
from views.figures.measures import COUNTED

CSV = "/board/open-data.csv"


async def rows(door: AsyncClient, **asked: str) -> list[dict[str, str]]:
    answer = await door.get(CSV, params={"header": "code", **asked})
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def rated(cast: Cast, good: int, bad: int) -> None:
    for level, count in ((Level.VERY_SATISFIED, good), (Level.DISSATISFIED, bad)):
        for _ in range(count):
            await cast.rate(level)
    await pass_days(1)
    await close_nights(by=SYSTEM)
    await references.refresh(force=True)
    board_scope.forget()


async def test_the_file_tells_what_the_page_tells(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=30, bad=7)
    (item,) = await rows(door, level="service", step="year", code="S-CARD")
    assert (item["ratings"], item["bad"], item["bad_rate"]) == ("37", "7", "1891.8919")
    page = (await door.get("/board/services/S-CARD")).text
    assert "今年37次评价里有7次差评。" in page
    assert "1,892" in page


async def test_levels_and_steps_add_up(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=30, bad=7)
    for level in open_data.LEVELS:
        for step in open_data.STEPS:
            told = [row["ratings"] for row in await rows(door, level=level, step=step)]
            assert sum(int(count) for count in told if count != "*") == 37, (level, step)


async def test_the_header_is_chinese_and_every_field_is_explained(door: AsyncClient, cast: Cast) -> None:
    answer = await door.get(CSV)
    assert answer.text.splitlines()[0].startswith("\ufeff范围,编码,名称")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    page = (await door.get("/board/open-data")).text
    assert [name for name in open_data.FIELDS if f"<code>{name}</code>" not in page] == []


async def test_a_code_stays_a_code_in_a_spreadsheet_and_is_bare_for_programs(door: AsyncClient, cast: Cast) -> None:
    """18 digits are no number: without the tab a double click would lose the last three."""
    await rated(cast, good=30, bad=7)
    asked = {"level": "agency", "step": "year", "code": BUREAU}
    opened = (await door.get(CSV, params=asked)).text.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(opened))
    assert row["编码"] == f"\t{BUREAU}"
    assert row["上级编码"].startswith("\t")
    (plain,) = await rows(door, **asked)
    assert plain["code"] == BUREAU


async def test_too_few_are_a_star_and_null_with_its_name_in_json(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=30, bad=3)
    (item,) = await rows(door, level="service", step="year", code="S-CARD")
    assert (item["ratings"], item["bad"], item["good_rate"], item["bad_rate_high"]) == ("33", "*", "*", "*")
    told = (await door.get("/board/open-data.json?level=service&step=year&code=S-CARD")).json()["rows"][0]
    assert told["bad"] is None
    assert {"bad", "good_rate", "bad_reply_rate"} <= set(told["hidden"])


async def test_a_district_is_told_in_its_totals_and_starred_in_its_splits(door: AsyncClient, cast: Cast) -> None:
    await rated(cast, good=30, bad=3)
    (district,) = await rows(door, level="district", step="year", code="990101")
    assert (district["ratings"], district["bad"], district["self_rate"], district["score"]) == ("33", "3", "1.0", "*")


async def test_of_a_district_no_share_of_one_to_four_cases_is_in_the_file(door: AsyncClient, cast: Cast) -> None:
    names = ("post_rectify_satisfaction", "bad_reply_rate", "active_rate")
    for number in range(1, 6):
        await cast.bring(await cast.order(), "callback")
        await pass_days(1)
        await references.refresh(force=True)
        board_scope.forget()
        (district,) = await rows(door, level="district", step="year", code="990101")
        assert district["bad"] == str(number)
        assert [district[name] == "*" for name in names] == [number < 5] * 3


async def test_a_cell_holds_a_number_where_batches_begin_and_end_with_its_period(door: AsyncClient, cast: Cast) -> None:
    """Three and three: the batch lies in two days, and neither tells its half."""
    first = await clock.today()
    await rated(cast, good=3, bad=0)
    await rated(cast, good=3, bad=0)
    await rated(cast, good=5, bad=0)
    asked = {"level": "service", "step": "day", "code": "S-CARD", "from": f"{first}"}
    assert [row["ratings"] for row in await rows(door, **asked)] == ["*", "*", "5"]


async def test_a_year_whose_last_days_are_not_told_yet_is_no_number(door: AsyncClient, cast: Cast) -> None:
    """The page says until which day it counts; a cell of the file would be taken for the whole period."""
    await rated(cast, good=5, bad=0)
    asked = {"level": "service", "step": "year", "code": "S-CARD"}
    assert [row["ratings"] for row in await rows(door, **asked)] == ["5"]
    await rated(cast, good=1, bad=0)
    assert [row["ratings"] for row in await rows(door, **asked)] == ["*"]
    assert "今年5次评价里没有差评。" in (await door.get("/board/services/S-CARD")).text


async def test_what_did_not_change_is_not_sent_again(door: AsyncClient, cast: Cast) -> None:
    first = await door.get(CSV)
    assert "max-age" in first.headers["cache-control"]
    again = await door.get(CSV, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await cast.rate()
    assert (await door.get(CSV, headers={"If-None-Match": first.headers["etag"]})).status_code == 200
    assert (await door.get(CSV, params={"step": "year"})).headers["etag"] != first.headers["etag"]


async def test_a_name_is_never_taken_for_a_formula(door: AsyncClient, cast: Cast) -> None:
    await execute("update agency set name = '=HYPERLINK(\"x\")' where code = $1", BUREAU)
    await references.refresh(force=True)
    (row,) = await rows(door, level="agency", step="year", code=BUREAU)
    assert row["name"] == '\'=HYPERLINK("x")'


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"step": "week"}, "step应为year、month、day之一"),
        ({"level": "staff"}, "level应为city、district、agency、service之一"),
        ({"header": "en"}, "header应为zh、code之一"),
        ({"from": "2026-13-01"}, "from应为日期，形如2026-10-01"),
        ({"to": "yesterday"}, "to应为日期"),
        ({"from": "2018-12-31"}, "from不能更早"),
        ({"level": "agency", "code": "nobody"}, "level=agency里没有编码nobody"),
        ({"depth": "9"}, "没有“depth”这个参数"),
    ],
)
async def test_what_nobody_can_answer_is_refused_in_a_sentence(
    door: AsyncClient, cast: Cast, asked: dict[str, str], sentence: str
) -> None:
    for kind in ("csv", "json"):
        answer = await door.get(f"/board/open-data.{kind}", params=asked)
        assert answer.status_code == 422
        assert sentence in answer.text


async def test_days_that_are_not_over_too_many_or_reversed_are_refused(door: AsyncClient, cast: Cast) -> None:
    today = await clock.today()
    for asked, sentence in (
        ({"to": f"{today}"}, "数据到昨天"),
        ({"from": f"{today - timedelta(days=1)}", "to": f"{today - timedelta(days=2)}"}, "from不能晚于to"),
        ({"step": "day", "from": f"{today - timedelta(days=93)}"}, "一次最多92天"),
    ):
        answer = await door.get(CSV, params=asked)
        assert answer.status_code == 422
        assert sentence in answer.text


async def test_a_city_of_many_asks_costs_as_many_statements_as_sources_and_levels(
    door: AsyncClient, cast: Cast
) -> None:
    reader = reading.reader()
    await references.refresh(force=True)
    board_scope.forget()
    before = reader.statements
    await rows(door, level="service", step="year")
    first = reader.statements - before
    await rows(door, level="agency", step="year")
    assert first <= len(open_data.LEVELS) * (len(COUNTED) + 1) + 2, "and the questions of the forms"
    assert reader.statements - before - first <= 2
