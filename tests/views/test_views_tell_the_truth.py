"""The oracle's word against the API's: the same documents, several roles, both languages, JSON with its order."""

import os
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from graphql import get_named_type

from domain import keys
from domain.actor import PUBLIC, Actor
from tests.views.cast import viewers
from tests.views.conftest import SEED, City, as_json
from tests.views.documents import everything
from tests.views.oracle import Oracle
from tests.views.oracle_sight import TABLE

DOCUMENTS = int(os.environ.get("VIEWS_DOCUMENTS", "300"))


async def compare(city: City, document: str, variables: dict[str, Any], actor: Actor, language: str, hint: str) -> bool:
    """Whether it was answered; a refusal must be the oracle's too."""
    expected, refused = city.tell(document, variables, actor, language)
    said, codes = await city.ask(document, variables, actor, language)
    about = f"{hint}\n{actor}\n{document}\n{variables}"
    assert set(codes) <= set(refused), f"{about}\nrefused as {codes}, truth {refused}"
    assert bool(codes) == bool(refused), f"{about}\nrefused as {codes}, truth {refused}"
    if not refused:
        assert as_json(said) == as_json(expected), about
    return not refused


@pytest.mark.parametrize("part", range(5))
async def test_random_documents(city: City, part: int) -> None:
    answered = 0
    for number in range(DOCUMENTS // 5):
        seed = SEED * 1_000_000 + part * 100_000 + number
        random = Random(seed)
        document, variables = city.document(random)
        for actor in random.sample(viewers(city.world), 4):
            answered += await compare(city, document, variables, actor, random.choice(["zh", "en"]), f"seed {seed}")
            variables = {k: not v if isinstance(v, bool) else v for k, v in variables.items()}
    assert answered > DOCUMENTS / 5 * 2.5, "most documents should be answered"


ROOTS = [
    "viewer",
    "districts",
    "agencies(first: 4)",
    "services(first: 4)",
    "staff(first: 4)",
    "evaluations(first: 25)",
    "workOrders(first: 15)",
    "appraisals(first: 40)",
    "board(from: $from, to: $to)",
    "form(entry: WEB_PORTAL, stage: ONLINE)",
]


@pytest.mark.parametrize("root", ROOTS)
async def test_everything(city: City, root: str) -> None:
    """All members to depth two, for each role."""
    query = city.truth.query_type
    assert query is not None
    type_ = get_named_type(query.fields[root.partition("(")[0]].type)
    head, variables = ("query($from: Date, $to: Date)", days(city)) if "$" in root else ("query", {})
    document = f"{head} {{ {root} {{ {everything(city.truth, type_, 2 if 'board' not in root else 1)} }} }}"
    for number, actor in enumerate(viewers(city.world)):
        await compare(city, document, variables, actor, ("zh", "en")[number % 2], root)


def days(city: City) -> dict[str, Any]:
    """Two months around today: some orders are due later."""
    now = city.world["now"][0]["now"]
    return {"from": str(now.date() - timedelta(days=50)), "to": str(now.date() + timedelta(days=20))}


async def test_everybodys_figures_of_everybody(city: City) -> None:
    """Boards of persons: for whoever may see them, and of oneself to the last batch shown."""
    board = everything(city.truth, city.truth.type_map["Board"], 1)
    head = "query($from: Date, $to: Date, $who: String)"
    document = f"{head} {{ board(scope: {{staffNumber: $who}}, from: $from, to: $to) {{ {board} }} }}"
    answered = 0
    for actor in viewers(city.world):
        for person in city.world["staff_member"]:
            answered += await compare(city, document, {**days(city), "who": person["number"]}, actor, "zh", "persons")
    assert answered > 20


def seal(city: City, view: str, row_id: int) -> str:
    secrets = keys.keys()
    return Oracle(city.world, secrets.seal, secrets.cursor, PUBLIC, "zh", {}).seal(view, row_id)


async def test_every_node(city: City) -> None:
    """Every row by its id, for each role: what is out of reach is null."""
    node = city.truth.type_map["Node"]
    document = f"query($id: ID!) {{ node(id: $id) {{ {everything(city.truth, node, 1)} }} }}"
    actors = viewers(city.world)
    ids = [seal(city, view, row["id"]) for view, table in TABLE.items() for row in city.world[table]]
    for number, text in enumerate(ids):
        await compare(city, document, {"id": text}, actors[number % len(actors)], "zh", "node")


async def test_every_page_of_a_list_in_turn(city: City) -> None:
    """Pages together are the list: nothing twice, nothing lost, whatever the role's order."""
    document = """query($after: String) {
      evaluations(first: 7, after: $after) { edges { node { id } } pageInfo { endCursor hasNextPage } totalCount }
      workOrders(first: 100, orderBy: LATEST) { edges { node { id } cursor } } }"""
    for actor in viewers(city.world):
        found: list[str] = []
        variables: dict[str, Any] = {}
        while True:
            await compare(city, document, variables, actor, "zh", "pages")
            data, _ = await city.ask(document, variables, actor)
            page = data["evaluations"]
            found += [edge["node"]["id"] for edge in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            variables = {"after": page["pageInfo"]["endCursor"]}
        assert len(found) == len(set(found)) == page["totalCount"]
