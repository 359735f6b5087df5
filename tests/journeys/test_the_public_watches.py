"""The public: a citizen goes down the board to a service, sees a figure change, finds the same number in the data."""

import csv
import io
import re
import time
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PHONE, Town
from tests.journeys.test_a_bad_rating_is_mended import rate

pytestmark = pytest.mark.browser


def table(town: Town, level: str) -> list[dict[str, str]]:
    address = f"{town.up.facts['url']}/board/open-data.csv?level={level}&step=year&header=code"
    with urllib.request.urlopen(address, timeout=30) as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))


def busiest(rows: list[dict[str, str]]) -> dict[str, str]:
    """The place with the most ratings whose bad ones are told."""
    return max((row for row in rows if row["bad"] not in ("*", "0")), key=lambda row: int(row["ratings"]))


def counted(page: Page) -> tuple[int, int]:
    """(ratings, bad) as the page's sentence says."""
    said = page.locator("h1").inner_text().replace(",", "").replace("\u2009", "")
    ratings, bad = re.findall(r"(\d+)\s*次", said)[:2]
    return int(ratings), int(bad)


def test_from_the_city_down_to_a_service_and_the_same_number_in_the_file(town: Town) -> None:
    item = busiest(table(town, "service"))
    (agency,) = (row for row in table(town, "agency") if row["code"] == item["parent_code"])
    board = town.board()
    board.locator(".sections").get_by_role("link", name="各区各部门").click()
    board.get_by_role("link", name=agency["name"], exact=True).click()
    expect(board.locator("h1")).to_contain_text(agency["name"])
    assert counted(board) == (int(agency["ratings"]), int(agency["bad"]))
    board.locator("#parts").get_by_role("link", name=item["name"], exact=True).click()
    expect(board.locator("h1")).to_contain_text(item["name"])
    assert counted(board) == (int(item["ratings"]), int(item["bad"]))
    with board.expect_download() as download:
        board.locator(".how-scope").get_by_role("link", name="CSV", exact=True).click()
    kept = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [dict(zip(*kept, strict=True))[name] for name in ("名称", "评价数", "差评数")] == [
        item["name"], item["ratings"], item["bad"],
    ]  # fmt: skip


def test_one_reads_what_others_wrote_and_what_was_answered(town: Town) -> None:
    board = town.board()
    first = board.locator("#comments .comments > li").first
    expect(first.locator("blockquote")).to_contain_text("答复")
    words, reply = first.locator(".comment-said p").inner_text(), first.locator("blockquote p").inner_text()
    words = words.partition("\n")[0]  # up to a masked part, which is told apart for those who hear it
    first.locator("a").click()
    expect(board.locator(".crumbs li")).to_have_count(4)
    board.locator("#comments").get_by_role("link", name="已答复").click()
    again = board.locator("#comments .comments > li", has_text=words).filter(has_text=reply)
    expect(again.first).to_be_visible()
    expect(board.locator("body")).not_to_contain_text("13800138000")


def test_a_district_changes_within_a_second_and_a_half(town: Town) -> None:
    board = town.board()
    district = next(row for row in table(town, "district") if row["name"] == "市本级")
    board.goto(f"{town.up.facts['url']}/board/districts/{district['code']}")
    expect(board.locator("[data-live]")).to_be_visible()
    _, bad = counted(board)
    phone = town.phone()
    rate(phone, town.serve(f"WATCHED-{time.time_ns()}"))
    submitted = time.monotonic()
    board.wait_for_function(
        "bad => document.querySelector('h1').innerText.replaceAll(',', '').includes(bad + '次差评')", arg=bad + 1
    )
    assert time.monotonic() - submitted < 1.5


def test_without_script_on_a_phone_the_same_pages_are_there(town: Town) -> None:
    context = town.browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    page, url = context.new_page(), town.up.facts["url"]
    item = busiest(table(town, "service"))
    for path, words in (
        ("/board", "各区每万次差评"),
        ("/board/agencies", "各区各部门"),
        (f"/board/services/{item['code']}", item["name"]),
        ("/board/how", "分子"),
        ("/board/open-data", "字段说明"),
        ("/board/embed/city", "每万次评价中的差评"),
    ):
        page.goto(f"{url}{path}")
        expect(page.locator("main")).to_contain_text(words)
    page.goto(f"{url}/board")
    assert page.locator('noscript meta[http-equiv="refresh"]').count() or "refresh" in page.content()
    page.locator("summary").first.click()
    expect(page.locator(".as-table table").first).to_be_visible()
    context.close()


def test_a_frame_shows_all_its_figures_in_the_height_its_line_gives(town: Town) -> None:
    item, url = busiest(table(town, "service")), town.up.facts["url"]
    for width, height in ((600, 680), (PHONE["width"], 760)):
        page = town.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        for path in ("city", f"services/{item['code']}"):
            page.goto(f"{url}/board/embed/{path}?lang=en")
            assert page.evaluate("document.documentElement.scrollHeight") <= height
