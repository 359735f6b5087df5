"""The public: a citizen goes down the board to a service, sees a figure change, finds the same number in the data."""

import csv
import io
import json
import re
import time
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import PHONE, Town
from tests.journeys.test_a_bad_rating_is_mended import rate

pytestmark = pytest.mark.browser
AGENCIES = "{ agencies(first: 100) { edges { node { code } } } }"
ITEMS = """query ($agency: String!, $since: Date!) { board(scope: {agencyCode: $agency}, from: $since) {
  children(first: 100) { edges { node { scope name board { ratings bad } } } } } }"""
COUNTED = """query ($scope: ScopeInput!, $since: Date!) { board(scope: $scope, from: $since) {
  counted { family from to } } }"""
BOARD = """query ($scope: ScopeInput!, $since: Date!, $until: Date!) { board(scope: $scope, from: $since, to: $until) {
  ratings bad } }"""


def table(town: Town, level: str) -> list[dict[str, str]]:
    address = f"{town.up.facts['url']}/board/open-data.csv?level={level}&step=year&header=code"
    with urllib.request.urlopen(address, timeout=30) as answer:
        return list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))


def ask(town: Town, query: str, **variables: Any) -> dict[str, Any]:
    """As the public asks: without a key."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{town.up.facts['url']}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.load(answer)["data"])


def busiest(town: Town) -> dict[str, str]:
    """The service item with the most bad ratings that are told of it, then the most ratings; and its agency's code."""
    agencies = [edge["node"]["code"] for edge in ask(town, AGENCIES)["agencies"]["edges"]]
    items = [
        (edge["node"]["board"]["bad"], edge["node"]["board"]["ratings"], edge["node"], agency)
        for agency in agencies
        for edge in ask(town, ITEMS, agency=agency, since=_new_year(town))["board"]["children"]["edges"]
    ]
    _, _, item, agency = max(items, key=lambda one: one[:2])
    return {"code": item["scope"], "name": item["name"], "parent_code": agency}


def told(town: Town, scope: dict[str, str]) -> list[int]:
    """What a page says of this year: ratings and bad ones of the days that tell both; or ratings alone."""
    board = ask(town, COUNTED, scope=scope, since=_new_year(town))["board"]
    days = {one["family"]: one for one in board["counted"] if one["from"]}
    rested = days.get("OPINION") or days["RATINGS"]
    board = ask(town, BOARD, scope=scope, since=rested["from"], until=rested["to"])["board"]
    return [board["ratings"], *([board["bad"]] if board["bad"] else [])]


def _new_year(town: Town) -> str:
    return f"{ask(town, '{ board { to } }')['board']['to'][:4]}-01-01"


def counted(page: Page) -> list[int]:
    """Ratings and, where there are and they are told, bad ones, as the page's sentence says."""
    said = page.locator("h1").inner_text().replace(",", "").replace("\u2009", "")
    return [int(number) for number in re.findall(r"(\d+)\s*次", said)[:2]]


def test_from_the_city_down_to_a_service_and_the_same_number_in_the_file(town: Town) -> None:
    item = busiest(town)
    (agency,) = (row for row in table(town, "agency") if row["code"] == item["parent_code"])
    board = town.board()
    board.locator(".sections").get_by_role("link", name="各区各部门").click()
    board.get_by_role("link", name=agency["name"], exact=True).click()
    expect(board.locator("h1")).to_contain_text(agency["name"])
    assert counted(board) == told(town, {"agencyCode": agency["code"]})
    board.locator("#parts").get_by_role("link", name=item["name"], exact=True).click()
    expect(board.locator("h1")).to_contain_text(item["name"])
    assert counted(board) == told(town, {"serviceCode": item["code"]})
    with board.expect_download() as download:
        board.locator(".how-scope").get_by_role("link", name="CSV", exact=True).click()
    kept = csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig")))
    (row,) = (row for row in kept if row["名称"] == item["name"])
    (coded,) = (row for row in table(town, "service") if row["code"] == item["code"])
    period = {"since": coded["from"], "until": coded["to"]}
    same = ask(town, BOARD, scope={"serviceCode": item["code"]}, **period)["board"]
    for name, code in (("评价数", "ratings"), ("差评数", "bad")):
        assert row[name] == coded[code]
        assert row[name] in ("*", str(same[code]))  # a batch that does not end with the period is not told in a file


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
    bad = counted(board)[1]
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
    item = busiest(town)
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
    item, url = busiest(town), town.up.facts["url"]
    agencies = [edge["node"]["code"] for edge in ask(town, AGENCIES)["agencies"]["edges"]]
    places = ("city", f"services/{item['code']}", *(f"agencies/{code}" for code in agencies))
    page = town.browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
    page.goto(f"{url}/board/agencies/{item['parent_code']}")
    line = page.locator(".how-scope pre").text_content() or ""
    given = int(line.partition('height="')[2].partition('"')[0])
    heights: dict[tuple[str, int], int] = {}
    for path in places:
        page.goto(f"{url}/board/embed/{path}?lang=en")
        for width in (360, PHONE["width"], 560, 600):
            page.set_viewport_size({"width": width, "height": 300})
            heights[path, width] = page.evaluate("document.documentElement.scrollHeight")
    assert {at: height for at, height in heights.items() if height > given} == {}
