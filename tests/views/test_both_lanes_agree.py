"""Nobody can tell the lanes apart: the same bytes for answers and refusals, as many statements, and the oracle's word.

Random documents for several roles, in both languages, with their switches flipped; and everything, for every role.
"""

import os
from collections import Counter
from random import Random
from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_named_type, parse

from api.executing import documents, limits
from domain.actor import Actor
from tests.views.cast import viewers
from tests.views.conftest import SEED, City, as_json
from tests.views.documents import everything
from tests.views.lanes import Lanes
from tests.views.oracle_sight import TABLE
from tests.views.test_statements import Bound
from tests.views.test_views_tell_the_truth import ROOTS, days, seal

DOCUMENTS = int(os.environ.get("LANES_DOCUMENTS", "540"))
LEAST = int(os.environ.get("LANES_LEAST", "3000"))  # answers that must have been compared before we call it agreement
PARTS, ROLES = 6, 5


@pytest.fixture(scope="module")
def compared() -> Counter[str]:
    """What was laid beside the other lane and the oracle, by how it ended; the last test looks at it."""
    return Counter()


@pytest.fixture
async def lanes(city: City, compared: Counter[str]) -> Lanes:
    return Lanes(city, compared=compared)


@pytest.fixture
def without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What asks for everything is more than anybody may ask."""
    for name in ("ALIASES", "COST", "FIELDS", "PAIRS", "DEPTH", "TOKENS"):
        monkeypatch.setattr(limits, name, 10**9)
    monkeypatch.setattr(documents, "LONGEST_REMEMBERED", 10**9)


async def agree(lanes: Lanes, document: str, variables: Any, actor: Actor, language: str, hint: str) -> bool:
    """Whether the compiled lane answered; whatever it was, the oracle said so too."""
    truth, refused = lanes.city.tell(document, variables, actor, language)
    said, compiled = await lanes.both(document, variables, actor, language)
    about = f"{hint}\n{actor}\n{document}\n{variables}\nrefused as {said.codes}, truth {refused}"
    assert bool(said.codes) == bool(refused), about
    assert not said.codes or set(said.codes) <= lanes.city.refusals(document, variables, actor, language), about
    if refused:
        lanes.compared["refused"] += 1
        return False
    assert said.json["extensions"]["cost"]["requested"] == price(lanes, document, variables), about
    assert as_json(said.json["data"]) == as_json(truth), about
    assert said.statements <= Bound(lanes.city, document).most(), about
    lanes.compared["compiled" if compiled else "ordinary"] += 1
    return compiled


def price(lanes: Lanes, document: str, variables: Any) -> int:
    """Measured anew: the doors remember prices."""
    parsed = parse(document)
    operation = next(d for d in parsed.definitions if isinstance(d, OperationDefinitionNode))
    return limits.measure(lanes.city.schema, parsed, operation, variables).cost


@pytest.mark.parametrize("part", range(PARTS))
async def test_random_documents(lanes: Lanes, part: int) -> None:
    asked = compiled = 0
    for number in range(DOCUMENTS // PARTS):
        seed = SEED * 1_000_000 + 50_000_000 + part * 100_000 + number
        random = Random(seed)
        document, variables = lanes.city.document(random)
        flipped = {k: not v if isinstance(v, bool) else v for k, v in variables.items()}
        for actor in random.sample(viewers(lanes.city.world), ROLES):
            language = random.choice(["zh", "en"])
            for given in (variables, flipped) if flipped != variables else (variables,):
                compiled += await agree(lanes, document, given, actor, language, f"seed {seed}")
                asked += 1
    assert compiled > asked * 0.75, f"{compiled} of {asked}: hardly anything was compared"


@pytest.mark.usefixtures("without_limits")
@pytest.mark.parametrize("root", ROOTS)
async def test_everything(lanes: Lanes, root: str) -> None:
    """All members to depth two, for each role."""
    query = lanes.city.truth.query_type
    assert query is not None
    type_ = get_named_type(query.fields[root.partition("(")[0]].type)
    head, variables = ("query($from: Date, $to: Date)", days(lanes.city)) if "$" in root else ("query", {})
    depth = 1 if "board" in root else 2
    document = f"{head} {{ {root} {{ {everything(lanes.city.truth, type_, depth)} }} }}"
    for actor in viewers(lanes.city.world):
        for language in ("zh", "en"):
            assert await agree(lanes, document, variables, actor, language, root)


@pytest.mark.usefixtures("without_limits")
async def test_every_kind_of_node(lanes: Lanes) -> None:
    node = lanes.city.truth.type_map["Node"]
    document = f"query($id: ID!) {{ node(id: $id) {{ {everything(lanes.city.truth, node, 1)} }} }}"
    answered = 0
    for view, table in TABLE.items():
        for row in lanes.city.world[table][:3]:
            for actor in viewers(lanes.city.world)[::2]:
                answered += await agree(lanes, document, {"id": seal(lanes.city, view, row["id"])}, actor, "zh", view)
    assert answered > 200


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("{ evaluations(first: 0) { __typename } }", {}),
        ('{ evaluations(first: 1, after: "x") { totalCount } workOrders(first: 1) { __typename } }', {}),
        ('{ evaluations(first: 1, where: {tag: ["109"]}) { __typename } }', {}),
        ("query($n: Int!) { staff(first: $n) { edges { node { name } } } }", {"n": 101}),
        ("query($n: Int!) { staff(first: $n) { edges { node { name } } } }", {"n": 2**31}),
        ("query($n: Int!) { staff(first: $n) { edges { node { name } } } }", {"n": "3"}),
        ("query($n: Int!) { staff(first: $n) { edges { node { name } } } }", {}),
        ("query($n: Int = 3) { staff(first: $n) { edges { node { name } } } }", {"n": None}),
        ("query($id: ID!) { node(id: $id) { id } viewer { name } }", {"id": "AAAAAAAAAAAAAAAAAAAAAA"}),
        ("query($id: ID!) { node(id: $id) { id } viewer { name } }", {"id": 7}),
        ("query($w: EvaluationFilter) { evaluations(first: 1, where: $w) { totalCount } }", {"w": {"nobody": 1}}),
        ("query($l: [Level!]) { evaluations(first: 1, where: {level: $l}) { totalCount } }", {"l": ["GOOD"]}),
        ("query($s: Boolean = true) { viewer @skip(if: $s) { name } districts { name } }", {"s": None}),
        ('{ invitation(token: "none") { qr(entry: SMS_LINK) } }', {}),
        ('query($e: Entry = SMS_LINK) { invitation(token: "none") { qr(entry: $e) } }', {"e": None}),
        ('{ board(scope: {agencyCode: "none"}) { ratings } viewer { name } }', {}),
        ("{ board { children(first: 0) { __typename } } }", {}),
        (
            "query($n: Int! = 100) { agencies(first: $n) { edges { node { name parent { name parent { name parent "
            "{ name district { name code id } } } } } } } board { children(first: $n) { edges { node { board { ratings "
            "children(first: $n) { edges { node { board { bad } } } } } } } } } }",
            {},
        ),
    ],
)
async def test_refusals(lanes: Lanes, document: str, variables: Any) -> None:
    """What one lane refuses the other refuses, in the same words."""
    for actor in viewers(lanes.city.world)[::3]:
        for language in ("zh", "en"):
            said, _ = await lanes.both(document, variables, actor, language)
            assert "INTERNAL" not in said.codes, said.body
            assert said.json.get("errors") or "invitation" in document or "tag" in document, said.body


@pytest.mark.parametrize(
    "document",
    [
        '{ evaluations(first: 1, where: {tag: ["109"]}) { __typename } }',
        '{ evaluations(first: 1, where: {tag: ["109"]}) { totalCount edges { node { id } } } }',
        "{ workOrders(first: 101) { __typename } }",
        '{ node(id: "AAAAAAAAAAAAAAAAAAAAAA") { id } }',
        "{ board { series(step: HOUR) { at } children(first: 1) { edges { node { board { series(step: HOUR) "
        "{ at } } } } } } }",
    ],
)
async def test_refusals_by_role(lanes: Lanes, document: str) -> None:
    """Who is refused and who is not, by the oracle's word."""
    for actor in viewers(lanes.city.world):
        await agree(lanes, document, {}, actor, "zh", "refusals")


async def test_operations_of_one_document(lanes: Lanes) -> None:
    document = "query a { viewer { name } } query b { viewer { roles } }"
    for actor in viewers(lanes.city.world)[::3]:
        for name in ("a", "b"):
            _, compiled = await lanes.both(document, {}, actor, operationName=name)
            assert compiled


async def test_pages_of_every_size(lanes: Lanes) -> None:
    """The same plan, every time with its own price and its own end."""
    document = """query($n: Int!, $after: String) { agencies(first: $n, after: $after) { pageInfo { endCursor }
      edges { node { name } } } board { children(first: $n, after: $after) { edges { cursor node { name } } } } }"""
    for n in (1, 2, 3, 100):
        said, compiled = await lanes.both(document, {"n": n}, viewers(lanes.city.world)[0])
        assert compiled
        assert said.json["extensions"]["cost"]["requested"] == price(lanes, document, {"n": n})
        last = said.json["data"]["board"]["children"]["edges"][0]["cursor"]
        below = "query($a: String) { board { children(first: 100, after: $a) { edges { node { name } } } } }"
        assert await agree(lanes, below, {"a": last}, viewers(lanes.city.world)[0], "zh", "pages")


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        ("{ __typename }", {}),
        ("{ viewer @skip(if: true) { name } }", {}),
        ("query($s: Boolean!) { viewer @skip(if: $s) { name } a: __typename @include(if: $s) }", {"s": True}),
        ("{ a: __typename viewer { b: __typename name } }", {}),
        ("query a { viewer { name } } query b { viewer { roles } }", {"operationName": "b"}),
        ("{ viewer { ...F ...F } } fragment F on Viewer { name ...G } fragment G on Viewer { roles }", {}),
        (
            "{ evaluations(first: 2) { a: edges { x: node { id } y: node { level } } b: edges { cursor } } }",
            {},
        ),
        ("{ evaluations(first: 2) { __typename pageInfo { __typename } } }", {}),
        ("query($n: Int, $s: Step) { board { topTags(first: $n) { count } series(step: $s) { at } } }", {}),
    ],
)
async def test_oddities(lanes: Lanes, document: str, variables: dict[str, Any]) -> None:
    more = {"operationName": variables.pop("operationName")} if "operationName" in variables else {}
    for actor in viewers(lanes.city.world)[::3]:
        _, compiled = await lanes.both(document, variables, actor, **more)
        assert compiled


async def test_thousands_were_compared_and_the_compiled_lane_answered_most(compared: Counter[str]) -> None:
    """Of all tests above. Documents that both lanes left to the ordinary one would agree with themselves."""
    assert compared.total() >= LEAST, compared
    assert compared["refused"] >= LEAST // 20, compared
    assert compared["compiled"] >= 0.95 * (compared.total() - compared["refused"]), compared
