"""Somebody writes down a telephone number; a moderator covers it; the public reads the rest, the rater learns why."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Town
from tests.up_city import until

pytestmark = pytest.mark.browser

COMMENTS = "{ evaluations(first: 50) { edges { node { text } } } }"


def test_from_the_pen_to_the_public(town: Town) -> None:
    phone, mark = town.phone(), f"旅程{time.time_ns()}"
    rate(phone, town.serve(f"TEXT-{time.time_ns()}"), f"{mark}说好回电138 0013 8000，一直没有人打")
    receipt = phone.locator("#receipt").inner_text()
    expect(phone.locator(".own")).to_contain_text("文字审核后才会公开")

    desk = town.desk("MODERATOR")
    until(lambda: open_newest(desk, town, mark), "the text has been looked through and waits")
    expect(desk.locator(".table-findings")).to_contain_text("138 **** 8000")
    expect(desk.locator(".preview")).to_contain_text(f"{mark}说好回电████，一直没有人打")
    desk.wait_for_load_state("networkidle")  # the words stand there a moment before the keys are listened to
    desk.keyboard.press("a")
    expect(desk.locator(".toast")).to_contain_text("已遮盖后公开1条")

    told = town.ask(COMMENTS, town.up.facts["keys"]["public"])["evaluations"]["edges"]
    assert f"{mark}说好回电████，一直没有人打" in [edge["node"]["text"] for edge in told]
    phone.goto(f"{town.up.facts['url']}/progress/{receipt}")
    expect(phone.locator(".fate")).to_contain_text("其中1处已遮盖")
    expect(phone.locator(".own")).to_contain_text("138 0013 8000")


def open_newest(desk: Page, town: Town, mark: str) -> bool:
    """The last page of the queue has the newest day; the text is opened from there."""
    desk.goto(f"{town.up.facts['url']}/admin/moderation?level=DISSATISFIED&found=PHONE")
    while not desk.locator(".texts-words", has_text=mark).count() and desk.locator("a[rel=next]").count():
        desk.locator("a[rel=next]").click()
    if not desk.locator(".texts-words", has_text=mark).count():
        return False
    desk.locator(".texts-words", has_text=mark).click()
    expect(desk.locator(".marked")).to_contain_text(mark)
    return True


def rate(phone: Page, address: str, words: str) -> None:
    phone.goto(address)
    phone.locator("label.level-card.level-DISSATISFIED").click()
    phone.locator("#follow label", has_text="没有提供材料清单").click()
    phone.fill("textarea[name=text]", words)
    phone.locator("button.submit").click()
    expect(phone.locator("h1")).to_contain_text("谢谢您说出来")
