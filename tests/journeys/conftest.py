"""The town of the journeys: the demonstration city and one browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.people import Town, launch
from tests.up_city import Up


@pytest.fixture(scope="package")
def town(demonstration: Up) -> Iterator[Town]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield Town(demonstration, browser)
        browser.close()
