"""Our own writer of documents: random ones that are valid, and the exhaustive one for each root."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
)

from domain.collecting import proofs
from domain.words import Entry
from tests.views.oracle_sight import TAGS
from tests.views.world import World

CODES = {
    "districtCode": ("district", "code"),
    "agencyCode": ("agency", "code"),
    "serviceCode": ("service", "code"),
    "hallCode": ("hall", "code"),
    "staffNumber": ("staff_member", "number"),
    "tag": ("tag", "code"),
    "number": ("staff_member", "number"),
    "period": ("appraisal_period", "key"),
}
NODES = (
    "District",
    "Agency",
    "Hall",
    "Window",
    "Service",
    "StaffMember",
    "ServiceEvent",
    "Invitation",
    "Evaluation",
    "WorkOrder",
    "Appraisal",
)
# Told by other means, tested by themselves (tests/api/test_events.py), or in need of a signature.
APART = ("workingDay", "events", "webhooks", "myBusiness")
Literal = Callable[[Any], str]


class Enum(str):
    """Written without quotes."""


class Writer:
    """Writes one operation at a time, with its variables."""

    def __init__(self, random: Random, schema: GraphQLSchema, world: World, seen: dict[str, list[str]]) -> None:
        self.random, self.schema, self.world, self.seen = random, schema, world, seen

    def document(self, *, roots: int = 0) -> tuple[str, dict[str, Any]]:
        self.variables: dict[str, Any] = {}
        self.declared: list[str] = []
        self.fragments: list[str] = []
        self.names = 0
        query = self.schema.query_type
        assert query is not None
        chosen = self.random.sample([f for f in query.fields if f not in APART], roots or self.random.randint(1, 2))
        body = " ".join(self.field(query.name, name, query.fields[name], 4, "") for name in chosen)
        if self.random.random() < 0.2:
            body += " __typename"
        head = f"query({', '.join(self.declared)})" if self.declared else "query"
        return " ".join([f"{head} {{ {body} }}", *self.fragments]), self.variables

    # selections

    def field(self, parent: str, name: str, declared: GraphQLField, depth: int, path: str) -> str:
        key, arguments = "", self.arguments(name, declared, path)
        if arguments or self.random.random() < 0.15:
            key = f"{self.name('k')}: "
        below = self.below(declared, depth, f"{path}.{name}")
        text = f"{key}{name}{arguments}{self.directive()}{below}"
        if self.random.random() < 0.08 and not arguments:
            again = self.below(declared, depth, f"{path}.{name}")
            text += f" {key}{name}{again}"  # the same key twice: the selections are merged
        return text

    def below(self, declared: GraphQLField, depth: int, path: str) -> str:
        type_ = get_named_type(declared.type)
        if is_leaf_type(type_):
            return ""
        return f" {{ {self.selection(type_, depth - (not type_.name.endswith(('Connection', 'Edge'))), path)} }}"

    def selection(self, type_: Any, depth: int, path: str) -> str:
        if not isinstance(type_, GraphQLObjectType):
            return self.of_node(depth, path)
        fields = [(n, f) for n, f in type_.fields.items() if depth > 0 or is_leaf_type(get_named_type(f.type))]
        chosen = self.random.sample(fields, min(len(fields), self.random.randint(1, 5)))
        parts = [self.field(type_.name, name, declared, depth, path) for name, declared in chosen] or ["__typename"]
        if self.random.random() < 0.15:
            parts.append(f"{self.name('t')}: __typename")
        return " ".join(self.wrapped(part, type_.name) for part in parts)

    def of_node(self, depth: int, path: str) -> str:
        parts = ["__typename", "id"]
        for name in self.random.sample(NODES, 3):
            parts.append(f"... on {name} {{ {self.selection(self.schema.type_map[name], depth, path)} }}")
        return " ".join(parts)

    def wrapped(self, part: str, type_: str) -> str:
        chance = self.random.random()
        if chance < 0.06:
            return f"... on {type_} {{ {part} }}"
        if chance < 0.12:
            return f"...{self.directive()} {{ {part} }}"
        if chance < 0.18:
            name = self.name("F")
            self.fragments.append(f"fragment {name} on {type_} {{ {part} }}")
            return f"...{name} ...{name}" if self.random.random() < 0.3 else f"...{name}"
        return part

    def directive(self) -> str:
        if self.random.random() > 0.06:
            return ""
        which, value = self.random.choice(["include", "skip"]), self.random.random() < 0.5
        if self.random.random() < 0.5:
            return f" @{which}(if: {json.dumps(value)})"
        return f" @{which}(if: {self.variable('Boolean!', value)})"

    # arguments

    def arguments(self, field: str, declared: GraphQLField, path: str) -> str:
        given = []
        for name, argument in declared.args.items():
            required = isinstance(argument.type, GraphQLNonNull) and argument.default is None
            if required or self.random.random() < 0.6:
                value = self.value(field, name, argument.type, path)
                if value is not Ellipsis:
                    given.append(f"{name}: {self.written(argument.type, value)}")
        return f"({', '.join(given)})" if given else ""

    def written(self, type_: Any, value: Any) -> str:
        """As a literal, or as a variable: given, defaulted, or (if it may be null) left out."""
        if isinstance(value, dict) and self.random.random() < 0.7:
            inner = get_named_type(type_)
            assert isinstance(inner, GraphQLInputObjectType)
            return f"{{{', '.join(f'{k}: {self.written(inner.fields[k].type, v)}' for k, v in value.items())}}}"
        chance = self.random.random()
        if chance < 0.3:
            return self.variable(str(type_), value)
        if chance < 0.36 and not isinstance(value, dict):
            return self.variable(str(type_), None, default=literal(value))
        if chance < 0.42 and not isinstance(type_, GraphQLNonNull):
            return self.variable(str(type_), None)
        return literal(value)

    def variable(self, type_: str, value: Any, default: str | None = None) -> str:
        name = self.name("v")
        self.declared.append(f"${name}: {type_}" + (f" = {default}" if default else ""))
        if value is not None:
            self.variables[name] = value
        return f"${name}"

    def value(self, field: str, name: str, type_: Any, path: str) -> Any:
        r = self.random
        if name == "first":
            return r.randint(1, 100) if r.random() < 0.1 else r.randint(1, 6)
        if name == "after" and field == "children" and path != ".board":
            return ...  # judged also where no parent is told, of which the truth, told row by row, knows nothing
        if name == "after":
            known = [
                c
                for key, cursors in self.seen.items()
                if key.startswith(f"{TAGS[PAGED[field]]}.")
                for c in cursors[-40:]
            ]
            return r.choice(known) if known else ...
        if name == "id":
            return r.choice(self.seen["ids"][-200:]) if self.seen.get("ids") else "AAAAAAAAAAAAAAAAAAAAAA"
        if name == "token":
            return proofs.issue(
                r.choice(self.world["invitation"])["id"],
                r.choice([Entry.RECEIPT_QR, Entry.MY_BUSINESS, Entry.SMS_LINK]),
            )
        if name == "code":
            return (
                r.choice(self.world[{"agency": "agency", "service": "service"}[field]])["code"]
                if r.random() < 0.9
                else "无"
            )
        if name == "number" and field == "staffMember":
            return r.choice(self.world["staff_member"])["number"]
        if name == "step":
            return Enum(r.choice(["DAY", "WEEK", "MONTH"] + ["HOUR"] * (path == ".board")))
        if name == "scope":
            which = r.choice(["districtCode", "agencyCode", "serviceCode", "hallCode", "staffNumber"])
            return {which: self.code(which)}
        if name == "to" and field == "board":
            return str(self.day(0) + timedelta(days=r.choice([0, 0, 20])))
        if name == "from" and field == "board":
            return str(self.day(1) - timedelta(days=20))
        if name == "entry" and field == "qr":
            return Enum(r.choice(["RECEIPT_QR", "MY_BUSINESS"]))
        return self.some(type_, name)

    def some(self, type_: Any, name: str) -> Any:
        if isinstance(type_, GraphQLNonNull):
            return self.some(type_.of_type, name)
        if isinstance(type_, GraphQLList):
            return [self.some(type_.of_type, name) for _ in range(self.random.randint(0, 3))]
        if isinstance(type_, GraphQLEnumType):
            return Enum(self.random.choice(list(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            chosen = [(n, f) for n, f in type_.fields.items() if self.random.random() < 0.25]
            return {n: self.some(f.type, "order" if n == "number" else n) for n, f in chosen}
        assert isinstance(type_, GraphQLScalarType)
        if type_.name == "Date":
            return str(self.day(0))
        if type_.name == "Boolean":
            return self.random.random() < 0.5
        if name == "name":
            return self.random.choice(["局", "1", "某", "甲", "没有"])
        if name == "order":
            return self.random.choice(self.world["work_order"])["number"]
        return self.code(name) if self.random.random() < 0.9 else "none"

    def code(self, name: str) -> str:
        table, column = CODES[name]
        return str(self.random.choice(self.world[table])[column])

    def day(self, ago: int) -> date:
        now: Any = self.world["now"][0]["now"]
        day: date = now.date() - timedelta(days=self.random.randint(0, 30) + 30 * ago)
        return day

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"


# Field with pages → what is paged. A new one without a row here is a KeyError, so that its pages are tried.
PAGED = {
    "evaluations": "Evaluation",
    "workOrders": "WorkOrder",
    "agencies": "Agency",
    "services": "Service",
    "staff": "StaffMember",
    "appraisals": "Appraisal",
    "children": "BoardRow",
}


def literal(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(literal(v) for v in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k}: {literal(v)}' for k, v in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def everything(schema: GraphQLSchema, type_: Any, depth: int) -> str:
    """All members of a type to this depth; arguments only where they are required."""
    if type_.name == "Node":
        return " ".join(
            ["__typename id", *[f"... on {n} {{ {everything(schema, schema.type_map[n], depth)} }}" for n in NODES]]
        )
    parts = ["__typename"]
    for name, declared in type_.fields.items():
        inner = get_named_type(declared.type)
        arguments = (
            "(first: 3)" if "first" in declared.args and isinstance(declared.args["first"].type, GraphQLNonNull) else ""
        )
        if is_leaf_type(inner):
            parts.append(f"{type_.name}_{name}: {name}{arguments}")
        elif depth > 0:
            step = 0 if inner.name.endswith(("Connection", "Edge")) else 1
            parts.append(f"{type_.name}_{name}: {name}{arguments} {{ {everything(schema, inner, depth - step)} }}")
    return " ".join(parts)
