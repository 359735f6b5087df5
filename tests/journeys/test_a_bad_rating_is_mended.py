"""A citizen scans the code on the receipt and is heard: from the tap to CLOSED, with the board looking on."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Town, figures

pytestmark = pytest.mark.browser


def test_from_the_receipt_to_the_closed_order(town: Town) -> None:
    board = town.board()
    expect(board.locator("[data-live]")).to_be_visible()
    bad, mended, _ = figures(board)

    phone = town.phone()
    rate(phone, town.serve(f"JOURNEY-{time.time_ns()}"))
    submitted = time.monotonic()
    board.wait_for_function(
        "bad => document.querySelector('h1').innerText.replaceAll(',', '').includes(bad + '次差评')", arg=bad + 1
    )
    assert time.monotonic() - submitted < 1.5  # a second for the board, half for the browser to look
    expect(phone.locator("#receipt")).to_have_text(receipt := phone.locator("#receipt").inner_text())

    order = town.newest_order()
    mend(town, order["id"])
    assert town.order(order["id"])["state"] == "CLOSED"
    moves = [entry["move"] for entry in town.order(order["id"])["timeline"]]
    assert moves == ["dispatch", "sign", "contact", "find_responsible", "submit", "approve", "settle"]

    phone.goto(f"{town.up.facts['url']}/progress/{receipt}")
    expect(phone.locator("main")).to_contain_text("取号机旁补上了清单")
    board.wait_for_timeout(1200)
    assert figures(board)[:2] == (bad + 1, mended + 1)


def rate(phone: Page, address: str) -> None:
    """Not satisfied, one reason, some words."""
    phone.goto(address)
    expect(phone.locator("body")).to_contain_text("演示数据")
    phone.locator("label.level-card.level-DISSATISFIED").click()
    phone.locator("#follow label", has_text="没有提供材料清单").click()
    phone.fill("textarea[name=text]", "跑了两趟才知道要带照片回执")
    phone.locator("button.submit").click()
    expect(phone.locator("h1")).to_contain_text("谢谢您说出来")


def mend(town: Town, order: str) -> None:
    """Everybody does the own part, each at the own desk."""
    officer, dispatcher, supervisor = (at(town, role, order) for role in ("CASE_OFFICER", "DISPATCHER", "SUPERVISOR"))
    officer.get_by_role("button", name="签收").click()
    expect(officer.locator("#order")).to_contain_text("待联系")
    move(dispatcher, "记录联系", note="评价人说跑了两趟，希望取号时就有清单")
    form(officer, "填核实结论")
    officer.locator("[name=verdict][value=VALID_RESPONSIBLE]").check(force=True)
    officer.locator("[name=attribution]").first.select_option("ITEM_PROCESS")
    officer.locator("[name=cause]").first.select_option("GUIDE_MATERIAL")
    officer.fill("[name=note]", "取号机旁确实没有清单")
    send(officer)
    move(officer, "提交整改", measures="取号机旁补放清单", reply="取号机旁补上了清单，给您添麻烦了。")
    form(supervisor, "审核")
    supervisor.locator("[name=approve]").first.check(force=True)
    supervisor.fill("[name=reason]", "整改到位")
    send(supervisor)
    form(dispatcher, "记录回访")
    dispatcher.locator("[name=outcome][value=SATISFIED]").check(force=True)
    send(dispatcher)


def at(town: Town, role: str, order: str) -> Page:
    page = town.desk(role)
    page.goto(f"{town.up.facts['url']}/admin/work-orders/{order}")
    return page


def form(page: Page, name: str) -> None:
    """Look at the order as it stands now and open the form of a move."""
    page.reload()
    page.locator(".moves").get_by_role("link", name=name).click()
    expect(page.locator(".moves-form h2")).to_have_text(name)


def move(page: Page, name: str, **words: str) -> None:
    form(page, name)
    for field, said in words.items():
        page.fill(f".moves-form [name={field}]", said)
    send(page)


def send(page: Page) -> None:
    page.locator(".moves-form button.btn-primary").click()
    expect(page.locator(".moves-form")).to_have_count(0)
