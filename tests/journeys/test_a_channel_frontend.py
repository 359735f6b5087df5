"""A channel frontend's whole job by real doors: a key, a visit, my business, the form, the rating, its progress."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from cli.city.cast import CLIENTS, ORIGINS
from tests.journeys.people import Town
from tests.signing import ed25519

pytestmark = pytest.mark.browser

MINE = """query($assertion: String!) { myBusiness(assertion: $assertion, first: 50) { edges { node {
  state token url stage serviceEvent { caseNumber } evaluation { level text } progressUrl } } } }"""
FORM = """query($stage: Stage!) { form(entry: MY_BUSINESS, stage: $stage) {
  levels { level reasonRequired tags { code } } dimensions { code } } }"""
RATE = """mutation($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) {
  ... on EvaluationSubmitted { progressUrl evaluation { kind assurance workOrder { state } } }
  ... on Refusal { code message path } } }"""


class Frontend:
    """The channel's server, and the pages it gives to browsers."""

    def __init__(self, town: Town) -> None:
        self.url, self.key = f"{town.up.facts['url']}/graphql", town.up.facts["keys"]["channel"]

    def send(self, query: str, language: str = "zh-CN", origin: str = "", **variables: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": language}
        headers |= {"Origin": origin} if origin else {}
        return httpx.post(self.url, json={"query": query, "variables": variables}, headers=headers, timeout=30)

    def ask(self, query: str, language: str = "zh-CN", **variables: Any) -> Any:
        told = self.send(query, language, **variables).json()
        assert "errors" not in told, told
        return told["data"]


def test_a_user_of_a_channel_rates_and_follows_the_own_visit(town: Town, tmp_path: Path) -> None:
    frontend, pair, pem = Frontend(town), ed25519(f"k{time.time_ns()}"), tmp_path / "public.pem"
    pem.write_text(pair.public)
    assert town.command("clients", "add-key", CLIENTS["channel"], pair.kid, str(pem)).strip() == "EdDSA"
    pair.code = town.command("clients", "code", CLIENTS["channel"]).strip()
    case = f"CHANNEL-{time.time_ns()}"
    town.serve(case)

    def mine(**who: str) -> dict[str, Any]:
        assertion = pair.sign(audience=town.up.facts["url"], **who)
        found = [edge["node"] for edge in frontend.ask(MINE, assertion=assertion)["myBusiness"]["edges"]]
        return next((one for one in found if one["serviceEvent"]["caseNumber"] == case), {})

    assert mine(mobile="13911111111") == {}, "nobody else's"
    visit = mine(mobile="13900000000")
    assert (visit["state"], visit["evaluation"], visit["progressUrl"]) == ("OPEN", None, None)

    form = frontend.ask(FORM, stage=visit["stage"])["form"]
    bad = next(one for one in form["levels"] if one["level"] == "DISSATISFIED")
    assert bad["reasonRequired"]
    said = {"token": visit["token"], "entry": "MY_BUSINESS", "level": "DISSATISFIED", "idempotencyKey": case}
    signed = said | {"assertion": pair.sign(audience=town.up.facts["url"], mobile="13900000000")}
    refused = frontend.ask(RATE, language="en", input=signed)["submitEvaluation"]
    assert (refused["code"], refused["message"]) == (
        "REASON_REQUIRED",
        "One more step: choose a reason or write a few words.",
    )
    given = signed | {"tags": [bad["tags"][0]["code"]], "text": "清单不全，跑了两趟"}
    rated = frontend.ask(RATE, input=given)["submitEvaluation"]
    assert rated["evaluation"] == {
        "kind": "VOLUNTARY",
        "assurance": "AUTHENTICATED",
        "workOrder": {"state": "DISPATCHED"},
    }
    again = frontend.ask(RATE, language="en", input=given | {"idempotencyKey": f"{case}-2"})["submitEvaluation"]
    assert (again["code"], again["path"]) == ("ALREADY_RATED", ["token"])
    assert again["message"].startswith("This visit has been rated already")

    own = mine(mobile="13900000000")
    assert (own["state"], own["evaluation"]["text"]) == ("RATED", "清单不全，跑了两趟")
    assert own["progressUrl"] == rated["progressUrl"]
    phone = town.phone()
    phone.goto(own["progressUrl"])
    expect(phone.locator("main")).to_contain_text("清单不全，跑了两趟")


def test_only_the_channels_own_pages_use_its_key(town: Town) -> None:
    frontend = Frontend(town)
    answer = frontend.send("{ districts { code } }", origin=ORIGINS[0])
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, ORIGINS[0])
    foreign = frontend.send("{ districts { code } }", language="en", origin="https://evil.example")
    assert (foreign.status_code, foreign.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
    assert "Access-Control-Allow-Origin" not in foreign.headers
    page = town.phone()
    page.goto("data:text/html,<p>elsewhere</p>")
    blocked = """url => fetch(url, {method: 'POST', headers: {'Content-Type': 'application/json'},
        body: '{"query": "{ __typename }"}'}).then(() => 'read', () => 'blocked')"""
    assert page.evaluate(blocked, frontend.url) == "blocked"
