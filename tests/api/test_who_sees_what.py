"""Who sees how much (docs/rules.md §8), over the API: no figure, time or note tells more of a rating than its text."""

from datetime import timedelta
from typing import Any

import pytest

import views
from domain import clock
from tests.api.conftest import Api

FIGURES = """query($scope: ScopeInput, $from: Date) { board(scope: $scope, from: $from) {
  ratings bad byLevel { count } topTags { count } byDimension { ratings } series { ratings } } }"""
ORDER = """query($id: ID!) { node(id: $id) { ... on WorkOrder {
  dispatchedOn dispatchedAt evaluation { ratedOn ratedAt } finding { note }
  timeline { on at move reason } } } }"""
HEARSAY = ("head", "hall", "moderator", "hr", "auditor")
MENDING = ("officer", "dispatcher", "supervisor", "reviewer")


async def figures(api: Api, by: str = "public", scope: Any = None, days: int = 3) -> dict[str, Any]:
    start = await clock.today() - timedelta(days=days)
    answer = await api.ask(FIGURES, by=by, scope=scope, **{"from": str(start)})
    board: dict[str, Any] = answer["data"]["board"]
    return board


async def seen(api: Api, order: int, by: str) -> dict[str, Any]:
    node: dict[str, Any] = (await api.ask(ORDER, by=by, id=views.seal_id("WorkOrder", order)))["data"]["node"]
    return node


async def test_personnel_sees_a_persons_levels_and_never_the_reasons(api: Api) -> None:
    for _ in range(30):
        await api.cast.rate()
    board = await figures(api, "hr", {"staffNumber": "E001"})
    assert (board["bad"], board["topTags"], board["byDimension"]) == (30, [], [])


@pytest.mark.parametrize("number", ["E001", "E999"])
async def test_whether_a_staff_number_exists_is_not_told_to_the_public(api: Api, number: str) -> None:
    answer = await api.ask(FIGURES, scope={"staffNumber": number})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_the_officer_of_a_hidden_rater_knows_the_day_and_not_the_minute(api: Api) -> None:
    order = await api.cast.order()
    await api.cast.bring(order, "sign")
    told = await seen(api, order, "officer")
    assert (told["dispatchedAt"], told["evaluation"]["ratedAt"]) == (None, None)
    assert told["dispatchedOn"] == told["evaluation"]["ratedOn"] == str(await clock.today())
    assert [(one["move"], one["at"] is None) for one in told["timeline"]] == [("dispatch", True), ("sign", False)]
    whole = await seen(api, order, "dispatcher")
    assert None not in (whole["dispatchedAt"], whole["evaluation"]["ratedAt"], whole["timeline"][0]["at"])


async def test_the_officer_of_a_rater_who_shows_the_face_knows_the_minute(api: Api) -> None:
    told = await seen(api, await api.cast.order(anonymous_to_agency=False), "officer")
    assert None not in (told["dispatchedAt"], told["evaluation"]["ratedAt"], told["timeline"][0]["at"])


async def test_the_order_of_an_officers_lists_does_not_tell_what_the_moment_hides(api: Api) -> None:
    for _ in range(8):
        await api.cast.order()
    lists = """{ evaluations(first: 50) { edges { node { id } } }
      workOrders(first: 50, orderBy: LATEST) { edges { node { id } } } }"""
    exact, coarse = [(await api.ask(lists, by=who))["data"] for who in ("dispatcher", "officer")]
    for root in ("evaluations", "workOrders"):
        ids = [[edge["node"]["id"] for edge in answer[root]["edges"]] for answer in (exact, coarse)]
        assert set(ids[0]) == set(ids[1])
        assert ids[0] != ids[1], "eight in the same order by chance: one in forty thousand"


@pytest.mark.parametrize("who", [*HEARSAY, *MENDING])
async def test_notes_of_officials_are_read_by_those_who_mend_and_by_nobody_else(api: Api, who: str) -> None:
    order = await api.cast.order()
    await api.cast.bring(order, "finding")
    told = await seen(api, order, who)
    reads = who in MENDING
    assert bool(told["finding"]["note"]) is reads
    assert any(one["reason"] for one in told["timeline"]) is reads
