"""Every page of the city before axe, the field's checker of accessible pages: citizens on a phone, officials at a desk.

Beside it what axe does not look at: each <time> says its moment as machines read it, and nothing a page does is
forbidden by its own policy.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from domain.words import Role
from tests.journeys.people import Town

pytestmark = [pytest.mark.browser, pytest.mark.node]
AXE = Path(__file__).parents[1] / "node/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = (
    "/", "/board", "/board/agencies", "/board/how", "/board/open-data", "/board/embed/city", "/progress", "/rate/none",
    "/nowhere", "/admin/session",
)  # fmt: skip
WITHOUT_MOMENT = """[...document.querySelectorAll("time")]
  .filter(time => isNaN(Date.parse(time.dateTime))).map(time => time.outerHTML)"""


class Auditor:
    """Looks at pages as they are, and remembers what is wrong where."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, page: Page) -> Page:
        page.on("console", self._hear)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.found.append(f"{said.page.url if said.page else ''}: {said.text}")

    def look(self, page: Page) -> None:
        page.evaluate(AXE.read_text("utf-8"))
        for broken in page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]:
            self.found += [f"{page.url}: {broken['id']}: {node['html'][:200]}" for node in broken["nodes"][:3]]
        self.found += [f"{page.url}: {time}" for time in page.evaluate(WITHOUT_MOMENT)]


@pytest.fixture
def auditor() -> Iterator[Auditor]:
    auditor = Auditor()
    yield auditor
    assert auditor.found == []


def test_the_pages_of_the_public(town: Town, auditor: Auditor) -> None:
    page = auditor.watch(town.phone())
    for path in PUBLIC:
        page.goto(f"{town.up.facts['url']}{path}")
        auditor.look(page)


def test_rating_and_following_it(town: Town, auditor: Auditor) -> None:
    page = auditor.watch(town.phone())
    page.goto(town.serve("AXE-1"))
    auditor.look(page)
    page.click(".level-DISSATISFIED")
    page.wait_for_selector("#reasons")
    auditor.look(page)
    page.click("button.submit")
    page.wait_for_selector("#problems")
    auditor.look(page)
    page.click("label.chip >> nth=0")
    page.click("button.submit")
    page.wait_for_url("**/progress/*")
    auditor.look(page)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HOTLINE_AGENT])
def test_the_pages_of_a_role(town: Town, auditor: Auditor, role: Role) -> None:
    """Every place of the navigation, the first thing each lists, and the forms of its moves."""
    page = auditor.watch(town.desk(role))
    auditor.look(page)
    for path in _addresses(page, ".side-item[href^='/admin/']"):
        page.goto(f"{town.up.facts['url']}{path}")
        auditor.look(page)
        for row in _addresses(page, ".row-link")[:1]:
            page.goto(f"{town.up.facts['url']}{row}")
            auditor.look(page)
            for move in _addresses(page, ".moves a"):
                page.click(f".moves a[href='{move}']")
                page.wait_for_selector(".moves-form")
                auditor.look(page)


def _addresses(page: Page, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return list(dict.fromkeys(found))
