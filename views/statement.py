"""SQL with names in it, and its values: `:name` is a field of the actor or a value of the request, never text."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from domain.actor import PUBLIC, Actor
from storage import reading

NAME: Final = re.compile(r"(?<!:):([a-z_]+)")
MOST_SHAPES: Final = 64  # of one plan; whoever asks in earnest uses a few
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Asking:
    """Who asks, now: actor, language, values of the operation's variables, the entry of a proof if one was shown."""

    actor: Actor = PUBLIC
    language: str = "zh"
    variables: Any = None
    entry: str | None = None

    def value(self, name: str) -> Any:
        return self.entry if name == "entry" else getattr(self.actor, name)


class Statement:
    """Numbered once, per statement: PostgreSQL wants a type for every parameter, so none is there in vain."""

    __slots__ = ("names", "sql")

    def __init__(self, text: str) -> None:
        self.names: list[str] = []
        self.sql = NAME.sub(self._number, text)

    def _number(self, match: re.Match[str]) -> str:
        name = match[1]
        if name not in self.names:
            self.names.append(name)
        return f"${self.names.index(name) + 1}"

    def rows(self, asking: Asking, values: Mapping[str, Any] = NOTHING) -> Awaitable[list[asyncpg.Record]]:
        return reading.fetch(self.sql, *[values[n] if n in values else asking.value(n) for n in self.names])


class Shapes:
    """Statements by the shape of the question, each numbered once. Filters that are absent, of one value or of
    several have tens of thousands of shapes: not all."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], Statement] = {}

    def of(self, shape: tuple[Any, ...], text: Callable[..., str]) -> Statement:
        """`text` makes the SQL of a shape that is not known; the oldest gives way to it."""
        found = self.known.get(shape)
        if found is None:
            if len(self.known) >= MOST_SHAPES:
                del self.known[next(iter(self.known))]
            found = self.known[shape] = Statement(text(*shape))
        return found
