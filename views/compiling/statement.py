"""SQL with named parameters.

`:name` is a field of the actor or a value of the request; it is sent as a parameter and never inserted as text.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from domain.actor import PUBLIC, Actor
from storage import reading

NAME: Final = re.compile(r"(?<!:):([a-z_]+)")
OPTIONAL: Final = re.compile(r"(?<!:):([a-z_]+)::([a-z0-9]+) is null")
MOST_SHAPES: Final = 64  # statements kept per plan; ordinary clients use a few
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Asking:
    """One request: its actor, language, variables of the operation, and entry of the proof (if any)."""

    actor: Actor = PUBLIC
    language: str = "zh"
    variables: Any = None
    entry: str | None = None

    def value(self, name: str) -> Any:
        """Return the value of a named parameter: `entry`, or the field of the actor with this name."""
        return self.entry if name == "entry" else getattr(self.actor, name)


class Statement:
    """A statement with named parameters, numbered once for each set of optional names that have no value.

    A name is optional where the text tests whether it has a value (`:district::bigint is null or …`). If it has none, a
    typed null replaces it in the text: PostgreSQL then sees that nothing narrows the rows, and can reuse one plan. Such
    a name is not a parameter of that numbering, because PostgreSQL needs a type for every parameter it is given.
    """

    __slots__ = ("_numbered", "optional", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.optional: dict[str, str] = dict(OPTIONAL.findall(text))
        self._numbered: dict[tuple[str, ...], tuple[str, list[str]]] = {}

    def rows(self, asking: Asking, values: Mapping[str, Any] = NOTHING) -> Awaitable[list[asyncpg.Record]]:
        """Run the statement and return its rows. A name is looked up in `values` first, then in `asking`."""
        sql, names = self.numbered(self.absent(asking, values))
        return reading.fetch(sql, *[values[n] if n in values else asking.value(n) for n in names])

    def absent(self, asking: Asking, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the optional names that have no value in this request."""
        given = [(n, values[n] if n in values else asking.value(n)) for n in self.optional]
        return tuple([name for name, value in given if value is None])

    def numbered(self, absent: tuple[str, ...] = ()) -> tuple[str, list[str]]:
        """Return the text with `$1`, `$2` … for its names, and the names in this order."""
        known = self._numbered.get(absent)
        if known is None:
            known = self._numbered[absent] = self._number(absent)
        return known

    def _number(self, absent: tuple[str, ...]) -> tuple[str, list[str]]:
        text, names = self.text, list[str]()
        for name in absent:
            text = re.sub(rf"(?<!:):{name}\b(::[a-z0-9]+)?", f"null::{self.optional[name]}", text)

        def numbered(match: re.Match[str]) -> str:
            name = match[1]
            if name not in names:
                names.append(name)
            return f"${names.index(name) + 1}"

        return NAME.sub(numbered, text), names


class Shapes:
    """A bounded cache of statements by the shape of the question.

    Each filter may be absent, have one value or have several, which makes tens of thousands of shapes; at most
    MOST_SHAPES are kept.
    """

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], Statement] = {}

    def of(self, shape: tuple[Any, ...], text: Callable[..., str]) -> Statement:
        """Return the statement of this shape; if it is not known, make it with `text` and drop the oldest."""
        found = self.known.get(shape)
        if found is None:
            if len(self.known) >= MOST_SHAPES:
                del self.known[next(iter(self.known))]
            found = self.known[shape] = Statement(text(*shape))
        return found
