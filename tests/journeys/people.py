"""People of the demonstration city at their screens: a citizen's phone, officials' desks, the public board."""

import json
import re
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.up_city import ROOT, Up

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

RECORD = """mutation ($events: [ServiceEventInput!]!) { recordServiceEvents(events: $events) { outcomes {
  ... on ServiceEventRecorded { token serviceEvent { invitation { url } } } ... on Refusal { code message } } } }"""
NEWEST = (
    "{ workOrders(orderBy: LATEST, first: 1) { edges { node { id number state urged moves timeline { move } } } } }"
)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


@dataclass
class Town:
    """The running city, asked as a client would, and the browser everybody uses."""

    up: Up
    browser: Browser

    def ask(self, query: str, key: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        request = urllib.request.Request(f"{self.up.facts['url']}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            told = dict(json.load(answer))
        assert "errors" not in told, told
        return dict(told["data"])

    def account(self, role: str) -> dict[str, str]:
        return next(dict(a) for a in self.up.facts["accounts"] if a["role"] == role)

    def serve(self, case_number: str) -> str:
        """Somebody is served by the officer's agency at a window; the address printed on the receipt."""
        officer = self.account("CASE_OFFICER")
        find = "query ($c: [String!]) { services(where: {agencyCode: $c}, first: 1) { edges { node { code } } } }"
        service = self.ask(find, officer["token"], c=[officer["agencyCode"]])["services"]["edges"][0]["node"]["code"]
        now = self.ask("{ board { to } }", officer["token"])["board"]["to"]
        event = {
            "caseNumber": case_number,
            "serviceNumber": 1,
            "stage": "ACCEPTANCE",
            "serviceCode": service,
            "agencyCode": officer["agencyCode"],
            "happenedAt": f"{now}T00:00:00+08:00",
            "rater": {"name": "赵评", "mobile": "13900000000"},
        }
        (outcome,) = self.ask(RECORD, self.up.facts["keys"]["business"], events=[event])["recordServiceEvents"][
            "outcomes"
        ]
        return f"{self.up.facts['url']}/rate/{outcome['token']}"

    def newest_order(self) -> dict[str, Any]:
        """As the managing department sees it: an officer's own list knows days only."""
        token = self.account("SUPERVISOR")["token"]
        return dict(self.ask(NEWEST, token)["workOrders"]["edges"][0]["node"])

    def order(self, sealed: str) -> dict[str, Any]:
        query = "query ($id: ID!) { node(id: $id) { ... on WorkOrder { state urged timeline { move actor } } } }"
        return dict(self.ask(query, self.account("SUPERVISOR")["token"], id=sealed)["node"])

    def phone(self) -> Page:
        return self.browser.new_context(viewport=PHONE, locale="zh-CN").new_page()

    def board(self) -> Page:
        page = self.browser.new_context(viewport=DESK, locale="zh-CN").new_page()
        page.goto(f"{self.up.facts['url']}/board")
        return page

    def desk(self, role: str) -> Page:
        """Signed in, as one signs in."""
        account, page = self.account(role), self.browser.new_context(viewport=DESK, locale="zh-CN").new_page()
        page.goto(f"{self.up.facts['url']}/admin")
        page.fill("input[name=login]", account["login"])
        page.fill("input[name=password]", account["password"])
        page.click("main button.btn-primary")
        expect(page.locator("nav .active, nav [aria-current]").first).to_be_visible()
        return page

    def command(self, *words: str) -> str:
        """`haochaping …` typed beside the running city."""
        argv = [sys.executable, "-m", "cli.main", *words]
        done = subprocess.run(argv, cwd=ROOT, env=self.up.environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def figures(board: Page) -> tuple[int, int, int]:
    """(bad ratings, mended, in hand) as the headline of the board says."""
    said = board.locator("h1").inner_text().replace(",", "").replace("\u2009", "")
    _, bad, mended, in_hand = (int(number) for number in re.findall(r"(\d+)\s*(?:万)?次", said))
    return bad, mended, in_hand
