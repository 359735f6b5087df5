"""The same rating, and nobody lifts a finger: the system signs, urges, and says so. Time is moved by the command."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Town
from tests.journeys.test_a_bad_rating_is_mended import rate
from tests.up_city import until

pytestmark = pytest.mark.browser


def test_what_nobody_does_the_clock_does(town: Town) -> None:
    phone = town.phone()
    rate(phone, town.serve(f"LEFT-{time.time_ns()}"))
    order = town.newest_order()
    assert (order["state"], order["urged"]) == ("DISPATCHED", 0)

    # A day to sign in is over then, also before the longest holiday; ten to mend are not.
    town.command("clock", "forward", "11d")
    until(lambda: town.order(order["id"])["state"] == "SIGNED", "signed by the system")
    assert {"move": "sign", "actor": "系统"} in town.order(order["id"])["timeline"]
    assert town.order(order["id"])["urged"] == 0, "others of the city are urged by now, this one owes nothing yet"

    town.command("clock", "forward", "20d")
    until(lambda: town.order(order["id"])["urged"] == 1, "urged for the mending")
    late = [entry["move"] for entry in town.order(order["id"])["timeline"]]
    assert "overdue_contact" in late, "the rater is hidden: the contact is the dispatcher's, and so is its lateness"
    assert "urge_contact" not in late

    desk = town.desk("CASE_OFFICER")
    desk.goto(f"{town.up.facts['url']}/admin/work-orders/{order['id']}")
    expect(desk.locator("#order")).to_contain_text("逾期")
    expect(desk.locator("#order")).to_contain_text("催办")
