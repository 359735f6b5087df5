"""One database of random rows for all tests of the views, and the means to ask both the API's schema and the oracle."""

import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from random import Random
from typing import Any

import orjson
import pytest
from graphql import GraphQLSchema, SelectionSetNode, execute, parse, print_ast, validate

import views
from api.context import Context
from api.schema import executable, schema
from domain import calendar, keys
from domain.actor import Actor
from domain.collecting import forms
from storage import database, reading
from tests.conftest import MASTER, Server, Templates
from tests.views.documents import Writer
from tests.views.oracle import Oracle, answer, schema_of
from tests.views.world import World, read, write
from views.compiling.sealing import Seal

SEED = int(os.environ.get("VIEWS_SEED", "20260101"))


@dataclass
class City:
    """The world with everybody who can be asked about it."""

    world: World
    reader: reading.Reader
    schema: GraphQLSchema
    truth: GraphQLSchema
    seen: dict[str, list[str]] = field(default_factory=dict)

    def document(self, random: Random) -> tuple[str, dict[str, Any]]:
        """A valid random document: fields of two types under one key may disagree, then another is written."""
        writer = Writer(random, self.truth, self.world, self.seen)
        while True:
            document, variables = writer.document()
            if not validate(self.schema, parse(document)):
                return document, variables

    @staticmethod
    def context(actor: Actor, language: str) -> Context:
        nothing_is_written: Any = None
        return Context(actor=actor, language=language, batches=nothing_is_written, public_url="https://pj.example")

    async def ask(self, document: str, variables: Any, actor: Actor, language: str = "zh") -> tuple[Any, list[str]]:
        """What the API answers: data as JSON would carry it, and codes of refusals."""
        parsed = parse(document)
        assert not validate(self.schema, parsed), document
        result = execute(self.schema, parsed, context_value=self.context(actor, language), variable_values=variables)
        done = await result if isawaitable(result) else result
        for error in done.errors or ():
            if not hasattr(error.original_error, "code"):
                raise error.original_error or error
        return done.data, [str(error.original_error.code) for error in done.errors or ()]

    def refusals(self, document: str, variables: Any, actor: Actor, language: str = "zh") -> set[str]:
        """What each field of the query would be refused as, alone: of several the API tells which it met first."""
        whole = parse(document)
        query: Any = whole.definitions[0]
        found: set[str] = set()
        for one in query.selection_set.selections:
            alone = replace(query, selection_set=SelectionSetNode(selections=(one,)))
            document = print_ast(replace(whole, definitions=(alone, *whole.definitions[1:])))
            found.update(self.tell(document, variables, actor, language)[1])
        return found

    def tell(self, document: str, variables: Any, actor: Actor, language: str = "zh") -> tuple[Any, list[str]]:
        secrets = keys.keys()
        oracle = Oracle(self.world, secrets.seal, secrets.cursor, actor, language, self.seen)
        return answer(self.truth, oracle, document, variables)


@pytest.fixture(scope="session")
async def random_city(server: Server, templates: Templates) -> AsyncIterator[tuple[str, World, dict[str, list[str]]]]:
    """The rows, written once; and what was handed out of ids and cursors, to be asked for again."""
    keys.use(keys.Keys.derive(MASTER))
    url = await server.copy(templates.empty)
    forms.forget()
    calendar.forget()
    await database.connect(url)
    await write(url, SEED)
    await database.close()
    yield url, await read(url), {}
    await server.drop(url)


@pytest.fixture(scope="module")
async def city(random_city: tuple[str, World, dict[str, list[str]]]) -> AsyncIterator[City]:
    """This process reads from it, for the tests of one file."""
    url, world, seen = random_city
    secrets = keys.Keys.derive(MASTER)
    keys.use(secrets)
    views.forget()
    views.use(seal=Seal(secrets.seal, secrets.cursor), public_url="https://pj.example")
    reader = await reading.connect(url, size=3)
    await views.ready()
    yield City(world, reader, executable(), schema_of(schema.as_str()), seen)
    await reading.close()
    views.forget()


def as_json(value: Any) -> str:
    """With the order of keys, moments in one spelling, and figures to ten digits (two ways to the same quantile)."""
    told = orjson.loads(orjson.dumps(value))
    return json.dumps(rounded(told), ensure_ascii=False, indent=1)


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value
