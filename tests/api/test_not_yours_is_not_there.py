"""What is not yours and what is not there get one answer, in every mutation that takes an id, a number or a code."""

import re
from typing import Any

import pytest
from graphql import build_schema

import views
from api.schema import schema
from domain.subscriptions import NewWebhook, repeats, webhooks
from tests.api.conftest import Api

MUTATIONS = build_schema(schema.as_str()).mutation_type
assert MUTATIONS is not None
# Mutation → who asks for what belongs to others, and the rest of the call.
ASKED: dict[str, tuple[str, str, str]] = {
    "signWorkOrder": ("housing", "WorkOrder", ""),
    "recordContact": ("housing", "WorkOrder", 'note: "问了"'),
    "revealRater": ("housing", "WorkOrder", 'reason: "回访"'),
    "recordFinding": (
        "housing",
        "WorkOrder",
        'finding: {verdict: VALID_RESPONSIBLE, attribution: STAFF, cause: STAFF_CONDUCT, note: "看了", '
        'staffNumber: "E001", serviceNumber: 1}',
    ),
    "explainWorkOrder": ("housing", "WorkOrder", 'reason: "依据"'),
    "submitRectification": ("housing", "WorkOrder", 'measures: "补了", reply: "已补"'),
    "urgeWorkOrder": ("hill_supervisor", "WorkOrder", 'note: "请办"'),
    "closeWorkOrder": ("hill_supervisor", "WorkOrder", 'reason: "审定"'),
    "reviewRectification": ("hill_supervisor", "WorkOrder", 'approve: true, reason: "到位"'),
    "updateWebhook": ("subscriber", "Webhook", 'input: {url: "https://93.184.216.34/x"}'),
    "deleteWebhook": ("subscriber", "Webhook", ""),
    "rotateWebhookSecret": ("subscriber", "Webhook", ""),
    "sendTestEvent": ("subscriber", "Webhook", ""),
    "resendDelivery": ("subscriber", "Delivery", ""),
}
# Whoever may do these reaches the whole city, or names nothing that exists.
OF_THE_WHOLE_CITY = {"recordCallback", "moderateEvaluations"}


async def ids(api: Api, view: str) -> list[str]:
    """Somebody else's, one that nobody has, one of another kind, and no id at all."""
    order = await api.cast.order(anonymous_to_agency=False)
    await api.cast.bring(order, "contact")
    hook = await webhooks.create(NewWebhook("https://93.184.216.34/in"), by=api.cast["subscriber"])
    delivery = await repeats.send_test(hook.id, by=api.cast["subscriber"])
    row = {"WorkOrder": order, "Webhook": hook.id, "Delivery": delivery}[view]
    other = "Webhook" if view == "WorkOrder" else "WorkOrder"
    return [views.seal_id(view, row), views.seal_id(view, 10**9), views.seal_id(other, row), "A" * 22, "x"]


@pytest.mark.parametrize("mutation", sorted(ASKED))
async def test_a_mutation_tells_what_is_anothers_and_what_is_not_there_alike(api: Api, mutation: str) -> None:
    who, view, rest = ASKED[mutation]
    told = "{ __typename ... on Refusal { code message path } }"
    document = f"mutation($id: ID!) {{ it: {mutation}(id: $id, {rest}) {told} }}"
    answers = [await api.ask(document, by=who, id=sealed) for sealed in await ids(api, view)]
    assert answers[0]["data"]["it"]["__typename"] == "Refusal", answers[0]
    for answer in answers[1:]:
        assert answer["data"] == answers[0]["data"]


def test_every_mutation_that_takes_an_id_is_tried() -> None:
    takes = {name for name, field in MUTATIONS.fields.items() if {"id", "ids"} & set(field.args)}
    assert takes == set(ASKED) | OF_THE_WHOLE_CITY


# Codes of the directory, which everybody may read, from a system of record (scope DIRECTORY) only.
OF_THE_DIRECTORY = {"AgencyInput", "HallInput", "WindowInput", "ServiceInput", "StaffInput"}


def test_no_other_mutation_takes_a_number_of_something() -> None:
    """A new one is thought about here: what does it answer to whoever tries numbers?"""
    numbers = re.compile(r"(Number|Code|Id|token|login)$")
    types = build_schema(schema.as_str()).type_map
    named = {
        f"{name}.{field}"
        for name, type_ in types.items()
        if name.endswith("Input") and hasattr(type_, "fields") and name not in OF_THE_DIRECTORY
        for field in type_.fields
        if numbers.search(field)
    }
    assert named == {
        "FindingInput.staffNumber",  # of the case; domain/work_orders/finding.py
        "FindingInput.serviceNumber",
        "RaterInput.idNumber",  # is stored, never looked for
        "ScopeInput.agencyCode",  # the public directory
        "ScopeInput.districtCode",
        "ScopeInput.hallCode",
        "ScopeInput.serviceCode",
        "ScopeInput.staffNumber",  # officials only, before looking (views/figures/scopes.py)
        "ServiceEventInput.agencyCode",
        "ServiceEventInput.caseNumber",  # another system's is refused, whatever it says
        "ServiceEventInput.serviceCode",
        "ServiceEventInput.serviceNumber",
        "ServiceEventInput.staffNumber",  # whoever reports sees the staff
        "ServiceEventInput.windowCode",
        "SubmitEvaluationInput.token",  # is the right itself
        "WebhookInput.agencyCode",
    }


async def by_filter(api: Api, who: str, where: str) -> Any:
    answer = await api.ask(f"{{ workOrders(first: 1, where: {{{where}}}) {{ edges {{ node {{ id }} }} }} }}", by=who)
    return answer["data"], [error["message"] for error in answer.get("errors", ())]


async def test_an_order_of_others_is_not_found_by_its_number(api: Api) -> None:
    order = await api.cast.order()
    told = (
        await api.ask(
            "query($id: ID!) { node(id: $id) { ... on WorkOrder { number } } }",
            by="supervisor",
            id=views.seal_id("WorkOrder", order),
        )
    )["data"]["node"]["number"]
    mine, none = [await by_filter(api, "housing", f'number: "{number}"') for number in (told, "0000000000")]
    assert mine == none
