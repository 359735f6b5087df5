"""What a mutation answers: it names what it made; the rows are read through the views, each kind of them once.

The same in both lanes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

import views
from api.errors import not_known
from api.executing.reading import Document, raw_info
from domain.actor import Actor
from domain.faults import is_outage
from views import Seen, Sight
from views.compiling.crowd import Crowd
from views.compiling.paging import Rows
from views.compiling.statement import Asking


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a view, by its number; `actor`: seen by somebody else than the asker (the rater the proof makes)."""

    view: str
    id: int
    actor: Actor | None = None


class Payload:
    """An object of the schema whose members are rows to be read, other payloads, or plain values.

    `otherwise` is told in its place if a row in it is not the asker's to see: one such must not void the whole answer.
    """

    def __init__(self, typename: str, *, otherwise: Any = None, **members: Any) -> None:
        self.typename, self.otherwise, self.members = typename, otherwise, members


@dataclass(slots=True)
class _Wanted:
    """Rows to be read together: the same view, actor and selection."""

    rows: Rows | Crowd
    ids: list[int] = field(default_factory=list)
    read: dict[int, dict[str, Any]] = field(default_factory=dict)


class Filling:
    """Walks what a mutation made beside what was asked of it; reads each kind of row once."""

    def __init__(self, document: Document, who: Actor, language: str, variables: Any = None) -> None:
        self.document, self.who, self.language, self.variables = document, who, language, variables
        self.wanted: dict[tuple[str, Actor, int], _Wanted] = {}

    def collect(self, value: Any, details: list[FieldDetails]) -> Callable[[], Any]:
        """Note what must be read; the answer is told when it has been."""
        if isinstance(value, list | tuple):
            parts = [self.collect(item, details) for item in value]
            return lambda: [part() for part in parts]
        if isinstance(value, Row):
            return self._row(value, details)
        if isinstance(value, Payload):
            return self._payload(value, details)
        return lambda: value

    def _row(self, row: Row, details: list[FieldDetails]) -> Callable[[], Any]:
        who = row.actor or self.who
        key = (row.view, who, id(details[0].node))
        if key not in self.wanted:
            self.wanted[key] = _Wanted(self.document.rows(row.view, Sight(who.role, self.language), details))
        wanted = self.wanted[key]
        wanted.ids.append(row.id)
        return lambda: wanted.read.get(row.id)

    def _payload(self, payload: Payload, details: list[FieldDetails]) -> Callable[[], Any]:
        type_ = self.document.schema.get_type(payload.typename)
        assert isinstance(type_, GraphQLObjectType)
        parts: dict[str, Callable[[], Any]] = {}
        rows: list[str] = []
        for key, found in self.document.fields(type_, details).items():
            name = found[0].node.name.value
            made = payload.typename if name == "__typename" else payload.members[name]
            parts[key] = self.collect(made, found)
            rows += [key] if isinstance(made, Row) else []
        otherwise = None if payload.otherwise is None else self.collect(payload.otherwise, details)

        def told() -> Any:
            seen = {key: part() for key, part in parts.items()}
            if otherwise and any(seen[key] is None for key in rows):
                return otherwise()
            return _seen(payload.typename, seen)

        return told

    async def read(self) -> None:
        """What was done is done: if it cannot be read now, whoever sent it must not believe that nothing was saved."""
        for (_, actor, _), wanted in self.wanted.items():
            asking = Asking(actor, self.language, self.variables)
            try:
                wanted.read = await views.asked(partial(wanted.rows.read, wanted.ids, asking))
            except Exception as error:
                if is_outage(error):
                    raise not_known() from error
                raise


def _seen(typename: str, told: dict[str, Any]) -> Seen:
    seen = Seen(told)
    seen.typename = typename
    return seen


async def fill(info: Any, made: Any) -> Any:
    """Answer a mutation: payloads with their rows read in one statement per kind, whatever else as it is."""
    raw = raw_info(info)
    filling = Filling(Document.of(raw), raw.context.actor, raw.context.language)
    told = filling.collect(made, [FieldDetails(node, None) for node in raw.field_nodes])
    await filling.read()
    return told()


__all__ = ["Filling", "Payload", "Row", "fill"]
