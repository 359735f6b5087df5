"""What an order of a hidden rater tells of the visit, by every road: fewer than five that fit, and it tells less."""

from typing import Any

import pytest

import views
from domain import work_orders
from domain.words import Attribution, Cause, Level, Stage, Verdict
from domain.work_orders import NewFinding
from tests.api.conftest import Api
from tests.cast import relay_all
from tests.domain.test_hiding import visits

VISIT = "stage window { code } staff { number }"
ORDER = f"""query($id: ID!) {{ node(id: $id) {{ ... on WorkOrder {{ evaluation {{ {VISIT} }}
  finding {{ attribution staff {{ number }} }} }} }} }}"""
LIST = f"""query($stage: [Stage!]) {{ evaluations(first: 9, where: {{stage: $stage, level: [DISSATISFIED]}}) {{
  totalCount edges {{ node {{ {VISIT} workOrder {{ id }} }} }} }} }}"""
WHOLE = {"stage": "ACCEPTANCE", "window": {"code": "H1-W01"}, "staff": {"number": "E001"}}
LEAST = {"stage": None, "window": None, "staff": None}
AGENCY = ["officer", "head", "hall"]
MANAGING = ["dispatcher", "supervisor", "reviewer", "moderator", "hr", "auditor"]
CONDUCT = NewFinding(Verdict.VALID_RESPONSIBLE, Attribution.STAFF, Cause.STAFF_CONDUCT, "看了录像")


async def rare(api: Api, **said: Any) -> int:
    """The order of a visit like which there was no other."""
    return await api.cast.order(**said)


async def seen(api: Api, order: int, who: str) -> dict[str, Any]:
    told: dict[str, Any] = (await api.ask(ORDER, by=who, id=views.seal_id("WorkOrder", order)))["data"]["node"]
    return told


@pytest.mark.parametrize("who", AGENCY)
async def test_the_agencys_side_reads_neither_window_nor_person_nor_step_of_a_rare_visit(api: Api, who: str) -> None:
    order = await rare(api)
    assert (await seen(api, order, who))["evaluation"] == LEAST
    listed = (await api.ask(LIST, by=who))["data"]["evaluations"]["edges"]
    assert [{name: edge["node"][name] for name in LEAST} for edge in listed] == [LEAST]


@pytest.mark.parametrize("who", AGENCY)
async def test_where_five_fit_or_the_rater_shows_the_face_the_agency_reads_all(api: Api, who: str) -> None:
    shown = await rare(api, anonymous_to_agency=False)
    await visits(api.cast, 4)
    among_five = await api.cast.order()
    for order in (shown, among_five):
        assert (await seen(api, order, who))["evaluation"] == WHOLE


@pytest.mark.parametrize("who", AGENCY)
async def test_where_others_fit_at_other_windows_only_the_step_is_told(api: Api, who: str) -> None:
    await visits(api.cast, 4, other=True)
    told = (await seen(api, await api.cast.order(), who))["evaluation"]
    assert told == LEAST | {"stage": "ACCEPTANCE"}


@pytest.mark.parametrize("who", MANAGING)
async def test_the_managing_department_reads_all(api: Api, who: str) -> None:
    assert (await seen(api, await rare(api), who))["evaluation"] == WHOLE


@pytest.mark.parametrize("who", [*AGENCY, "subscriber"])
async def test_no_filter_tells_the_step_that_the_column_hides(api: Api, who: str) -> None:
    await rare(api)
    for stage in Stage:
        found = (await api.ask(LIST, by=who, stage=[stage.value]))["data"]["evaluations"]
        assert found == {"totalCount": 0, "edges": []}, stage
    assert (await api.ask(LIST, by=who))["data"]["evaluations"]["totalCount"] == 1


async def test_a_visit_online_or_by_phone_has_one_step_and_keeps_it(api: Api) -> None:
    order = await api.cast.order(stage=Stage.ONLINE)
    assert (await seen(api, order, "officer"))["evaluation"]["stage"] == "ONLINE"


async def test_a_finding_about_the_person_is_possible_without_knowing_who(api: Api) -> None:
    order = await rare(api)
    await api.cast.bring(order, "contact")
    await work_orders.record_finding(order, finding=CONDUCT, by=api.cast["officer"])
    for who, told in (("officer", None), ("head", None), ("hall", None), ("supervisor", {"number": "E001"})):
        assert (await seen(api, order, who))["finding"] == {"attribution": "STAFF", "staff": told}, who


async def test_trying_the_persons_number_tells_nothing(api: Api) -> None:
    order = await rare(api)
    await api.cast.bring(order, "contact")
    query = """mutation($id: ID!, $n: String!) { recordFinding(id: $id, finding: {verdict: VALID_RESPONSIBLE,
      attribution: STAFF, cause: STAFF_CONDUCT, note: "看了录像", staffNumber: $n}) {
        ... on Refusal { code message path } } }"""
    sealed = views.seal_id("WorkOrder", order)
    right, wrong = [await api.ask(query, by="officer", id=sealed, n=number) for number in ("E001", "E999")]
    assert right["data"] == wrong["data"]
    assert right["data"]["recordFinding"]["code"] == "NOT_FOUND"


async def test_third_parties_hear_of_a_rare_visit_without_its_step(api: Api) -> None:
    await rare(api)
    await api.cast.rate(Level.SATISFIED)
    await relay_all()
    query = "{ events(first: 9) { edges { node { data { ... on Evaluation { level stage } } } } } }"
    edges = (await api.ask(query, by="subscriber"))["data"]["events"]["edges"]
    heard = {one["level"]: one["stage"] for edge in edges if (one := edge["node"]["data"])}
    assert heard == {"DISSATISFIED": None, "SATISFIED": "ACCEPTANCE"}
