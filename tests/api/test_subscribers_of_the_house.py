"""A third party that belongs to whoever serves, employs, hosts or answers reads of a rating when its day is over."""

from datetime import timedelta
from typing import Any

import pytest

import views
from domain import access, clock
from domain.words import Level
from storage.transactions import execute
from tests.api.conftest import Api
from tests.cast import BUREAU, HOUSING, MANAGING, column, relay_all

LISTED = """query($id: ID!, $order: ID!) { evaluations(first: 5) {
  totalCount edges { node { id level tags { code } } } }
  node(id: $id) { id } order: node(id: $order) { id } events(first: 9) { edges { node { kind } } }
  ratings: evaluations(first: 1, where: {level: [DISSATISFIED]}) { totalCount } }"""
NOTHING = {
    "evaluations": {"totalCount": 0, "edges": []},
    "node": None,
    "order": None,
    "events": {"edges": []},
    "ratings": {"totalCount": 0},
}
BRANCH = "11990100MB2C00004D"


async def told(api: Api, owner: str | None, rating: int, order: int) -> Any:
    name = f"subscriber of {owner}"
    if name not in api.keys:
        api.keys[name] = await access.add_client(name, "SUBSCRIBER", agency=owner)
    ids = {"id": views.seal_id("Evaluation", rating), "order": views.seal_id("WorkOrder", order)}
    answer = await api.ask(LISTED, by=name, **ids)
    assert "errors" not in answer, answer
    return answer["data"]


async def four_agencies(api: Api) -> tuple[int, int]:
    """Housing serves in a hall of the managing centre, a branch of the bureau employs, another agency answers."""
    rated = await api.cast.rate(Level.DISSATISFIED)
    rating, order = rated.evaluation_id, f"(select id from work_order where evaluation_id = {rated.evaluation_id})"
    await execute(
        f"""insert into agency (code, name, district_id, parent_id, is_managing)
        values ('{BRANCH}', '分局', {api.cast.ids["bay"]}, {api.cast.ids["bureau"]}, false)"""
    )
    await execute(f"update evaluation set agency_id = {api.cast.ids['housing']} where id = {rating}")
    await execute(f"update staff_member set agency_id = (select id from agency where code = '{BRANCH}')")
    await execute(
        f"""with answers as (insert into agency (code, name, district_id, is_managing)
          values ('11990100MB2C00005E', '平台公司', {api.cast.ids["bay"]}, false) returning id)
        update work_order set agency_id = answers.id from answers where work_order.id = {order}"""
    )
    await relay_all()
    (found,) = await column(f"select id from work_order where evaluation_id = {rating}")
    return rating, found


@pytest.mark.parametrize("owner", [HOUSING, BRANCH, BUREAU, MANAGING, "11990100MB2C00005E"])
async def test_who_serves_employs_hosts_or_answers_reads_of_it_after_midnight(api: Api, owner: str) -> None:
    rating, order = await four_agencies(api)
    assert await told(api, owner, rating, order) == NOTHING
    await clock.shift(timedelta(days=1))
    after = await told(api, owner, rating, order)
    assert after["evaluations"]["totalCount"] == after["ratings"]["totalCount"] == 1
    assert after["node"] is not None
    assert {edge["node"]["kind"] for edge in after["events"]["edges"]} >= {"evaluation.submitted"}


async def test_who_has_nothing_to_do_with_it_reads_it_at_once(api: Api) -> None:
    rating, order = await four_agencies(api)
    await execute(
        f"""insert into agency (code, name, district_id, is_managing)
        values ('11990100MB2C00006F', '统计局', {api.cast.ids["bay"]}, false)"""
    )
    for owner in (None, "11990100MB2C00006F"):
        assert (await told(api, owner, rating, order))["evaluations"]["totalCount"] == 1
