"""How many statements an answer costs: one for each list, however many parents; computed from the document alone."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from graphql import FieldNode, GraphQLObjectType, get_named_type, parse
from graphql.utilities import TypeInfo

from domain.actor import Actor, ActorKind
from tests.views.cast import viewers
from tests.views.conftest import SEED, City
from views.compiling.statement import MOST_SHAPES, Asking, Shapes, Statement

SUPERVISOR = Actor(ActorKind.ACCOUNT, "SUPERVISOR", id=1, name="督办员")
LINKS = {
    ("Evaluation", "dimensions"),
    ("Appraisal", "figures"),
    ("Appraisal", "adjustments"),
    ("WorkOrder", "terms"),
    ("WorkOrder", "timeline"),
}
TALLY = {
    "events",
    "ratings",
    "bad",
    "byLevel",
    "byKind",
    "byEntry",
    "badPer10000",
    "badPer10000Low",
    "badPer10000High",
    "goodRate",
    "activeRate",
    "score",
    "topTags",
    "byDimension",
}
ORDERS = {"badReplyRate", "callbackRectifyRate", "postRectifySatisfaction"}


class Bound:
    """The most statements a document may cost. Fragments and directives only ever make it less."""

    def __init__(self, city: City, document: str) -> None:
        self.schema = city.schema
        self.parsed = parse(document)
        self.fragments = {d.name.value: d for d in self.parsed.definitions if d.kind == "fragment_definition"}
        self.info = TypeInfo(self.schema)

    def most(self) -> int:
        query = self.schema.query_type
        assert query is not None
        operation: Any = self.parsed.definitions[0]
        return sum(self.of_root(query, node) for node in self.fields(operation.selection_set))

    def fields(self, selections: Any) -> list[FieldNode]:
        found = []
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                found.append(node)
            else:
                body = self.fragments[node.name.value] if node.kind == "fragment_spread" else node
                found += self.fields(body.selection_set)
        return found

    def of_root(self, query: GraphQLObjectType, node: FieldNode) -> int:
        name = node.name.value
        if name == "__typename":
            return 0
        type_ = get_named_type(query.fields[name].type)
        own = {"node": 1, "invitation": 2, "board": 1, "evaluations": 1, "workOrders": 1, "appraisals": 1}.get(name, 0)
        return own + self.below(type_, node)

    def below(self, type_: Any, node: FieldNode) -> int:
        if type_.name == "Node":
            return sum(
                self.below_fields(self.schema.type_map[n.type_condition.name.value], self.fields(n.selection_set))  # type: ignore[union-attr]
                for n in node.selection_set.selections
                if n.kind == "inline_fragment" and n.type_condition
            )  # type: ignore[union-attr]
        return self.below_fields(type_, self.fields(node.selection_set))

    @staticmethod
    def told(names: set[str]) -> int:
        """The batches of those scopes that are not live; and how the agency acted on what is told."""
        acts = len(names & {"badReplyRate", "callbackRectifyRate", "onTimeRate"})
        sums = bool(names & (TALLY - {"topTags", "byDimension"} | ORDERS | {"onTimeRate", "counted"}))
        return acts + sums + len(names & {"topTags", "byDimension"})

    def below_fields(self, type_: Any, nodes: list[FieldNode]) -> int:
        names = {n.name.value for n in nodes}
        total = 0
        if type_.name == "Board":
            steps = sum(n == "series" for n in (node.name.value for node in nodes))
            total += (
                bool(names & TALLY)
                + bool(names & ORDERS)
                + ("onTimeRate" in names)
                + ("activeRate" in names)  # the late ratings of visits, for whoever may not know them yet
                + ("topTags" in names)
                + ("byDimension" in names)
            )
            total += steps + 3  # the last batch shown, for the person themselves; whose figures are told, and orders
            total += self.told(names) + steps
        for node in nodes:
            name = node.name.value
            if name == "__typename":
                continue
            inner = get_named_type(type_.fields[name].type)
            total += ((type_.name, name) in LINKS) + (name == "totalCount") + self.below(inner, node)
        return total


@pytest.mark.parametrize("part", range(3))
async def test_no_statement_more_than(city: City, part: int) -> None:
    for number in range(40):
        seed = SEED + 7_000_000 + part * 100_000 + number
        random = Random(seed)
        document, variables = city.document(random)
        for actor in random.sample(viewers(city.world), 2):
            before = city.reader.statements
            await city.ask(document, variables, actor)
            spent, most = city.reader.statements - before, Bound(city, document).most()
            assert spent <= most, f"seed {seed}: {spent} of {most}\n{actor}\n{document}\n{variables}"


@pytest.mark.parametrize(
    ("document", "statements"),
    [
        (
            "{ evaluations(first: 50) { edges { node { id agency { name } workOrder { id } serviceEvent { id } } } } }",
            1,
        ),
        ("{ evaluations(first: 50) { totalCount } }", 1),
        ("{ evaluations(first: 50) { totalCount pageInfo { hasNextPage } } }", 2),
        ("{ evaluations(first: 50) { __typename } }", 0),
        (
            "{ evaluations(first: 50) { edges { node { tags { code } dimensions { level } "
            "workOrder { terms { kind } timeline { on } } } } } }",
            4,
        ),
        ('{ workOrders(first: 5, where: {number: "0"}) { edges { node { terms { kind } timeline { on } } } } }', 1),
        ("{ a: workOrders(first: 5) { edges { node { id } } } b: workOrders(first: 5) { edges { node { id } } } }", 2),
        ("{ districts { name } agencies(first: 9) { edges { node { name district { name } } } } }", 0),
        (
            "{ board { ratings byLevel { count } children(first: 9) { edges { node { board { bad score } } } } } }",
            3,
        ),
    ],
)
async def test_exactly(city: City, document: str, statements: int) -> None:
    before = city.reader.statements
    _, codes = await city.ask(document, {}, SUPERVISOR)
    assert not codes
    assert city.reader.statements - before == statements


def test_what_the_asker_has_not_is_a_null_in_the_statement() -> None:
    """Then PostgreSQL folds the condition away; whoever has it gets it as a value."""
    statement = Statement("select :id where (:district::bigint is null or d = :district) and kind = :kind")
    assert statement.numbered() == (
        "select $1 where ($2::bigint is null or d = $2) and kind = $3",
        ["id", "district", "kind"],
    )
    absent = statement.absent(Asking(SUPERVISOR), {"kind": "x"})
    assert absent == ("district",)
    assert statement.numbered(absent) == (
        "select $1 where (null::bigint is null or d = null::bigint) and kind = $2",
        ["id", "kind"],
    )
    assert statement.absent(Asking(replace(SUPERVISOR, district=2)), {}) == ()


def test_a_plan_remembers_a_few_of_its_statements_however_many_ways_there_are_to_filter() -> None:
    shapes = Shapes()
    for number in range(10 * MOST_SHAPES):
        for _ in range(2):
            assert shapes.of((number,), lambda n: f"select {n}").text == f"select {number}"
    assert len(shapes.known) == MOST_SHAPES
