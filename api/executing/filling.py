"""Builds the answers of mutations from payloads, whose rows are read through the views.

Rows of the same kind are read with one statement. Both lanes use it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails

import views
from api.errors import not_known
from api.executing.reading import FieldCollector, raw_info
from domain.actor import Actor
from domain.faults import is_outage
from views import Seen, Sight
from views.compiling.crowd import Crowd
from views.compiling.paging import Rows
from views.compiling.statement import Asking


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row of a view by its number.

    `actor`: the actor it is read as, if that is not the asker, such as the rater of the proof.
    """

    view: str
    id: int
    actor: Actor | None = None


class Payload:
    """An object of the schema whose members are rows to be read, other payloads, or plain values.

    `otherwise` takes its place if the asker may not see one of its rows, so that one such row does not make the whole
    answer null.
    """

    def __init__(self, typename: str, *, otherwise: Any = None, **members: Any) -> None:
        self.typename, self.otherwise, self.members = typename, otherwise, members


@dataclass(slots=True)
class _Wanted:
    """Rows of the same view, actor and selection, which are read together."""

    rows: Rows | Crowd
    ids: list[int] = field(default_factory=list)
    read: dict[int, dict[str, Any]] = field(default_factory=dict)


class Filling:
    """Walks the result of a mutation along with the selection, and reads each kind of row once.

    Call `collect`, then `read`, then what `collect` returned.
    """

    def __init__(self, document: FieldCollector, who: Actor, language: str, variables: Any = None) -> None:
        self.document, self.who, self.language, self.variables = document, who, language, variables
        self.wanted: dict[tuple[str, Actor, int], _Wanted] = {}

    def collect(self, value: Any, details: list[FieldDetails]) -> Callable[[], Any]:
        """Note the rows that must be read, and return a function that builds the answer after `read`."""
        if isinstance(value, list | tuple):
            parts = [self.collect(item, details) for item in value]
            return lambda: [part() for part in parts]
        if isinstance(value, ViewRow):
            return self._row(value, details)
        if isinstance(value, Payload):
            return self._payload(value, details)
        return lambda: value

    def _row(self, row: ViewRow, details: list[FieldDetails]) -> Callable[[], Any]:
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
            rows += [key] if isinstance(made, ViewRow) else []
        otherwise = None if payload.otherwise is None else self.collect(payload.otherwise, details)

        def told() -> Any:
            seen = {key: part() for key, part in parts.items()}
            if otherwise and any(seen[key] is None for key in rows):
                return otherwise()
            return _seen(payload.typename, seen)

        return told

    async def read(self) -> None:
        """Read all rows noted.

        The write has been committed. So if the database is away, it raises the ApiError that says the outcome is not
        known, not the one that says nothing was saved.
        """
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
    """Return the answer of a mutation: payloads with their rows read, other values as they are."""
    raw = raw_info(info)
    filling = Filling(FieldCollector.of(raw), raw.context.actor, raw.context.language)
    told = filling.collect(made, [FieldDetails(node, None) for node in raw.field_nodes])
    await filling.read()
    return told()


__all__ = ["Filling", "Payload", "ViewRow", "fill"]
