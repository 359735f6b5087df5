"""SQL with names in it, and its values: `:name` is a field of the actor or a value of the request, never text."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from domain.actor import PUBLIC, Actor
from storage import reading

NAME: Final = re.compile(r"(?<!:):([a-z_]+)")
OPTIONAL: Final = re.compile(r"(?<!:):([a-z_]+)::([a-z0-9]+) is null")
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
    """Numbered once for each set of names without a value: PostgreSQL wants a type for every parameter, so none of
    them is there in vain.

    Where the text asks whether there is a value at all (`:district::bigint is null or …`) and there is none, a null
    stands in its place: PostgreSQL sees that nothing narrows the rows, and plans once for all.
    """

    __slots__ = ("_numbered", "optional", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.optional: dict[str, str] = dict(OPTIONAL.findall(text))
        self._numbered: dict[tuple[str, ...], tuple[str, list[str]]] = {}

    def rows(self, asking: Asking, values: Mapping[str, Any] = NOTHING) -> Awaitable[list[asyncpg.Record]]:
        sql, names = self.numbered(self.absent(asking, values))
        return reading.fetch(sql, *[values[n] if n in values else asking.value(n) for n in names])

    def absent(self, asking: Asking, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The names without which the statement has a shape of its own."""
        given = [(n, values[n] if n in values else asking.value(n)) for n in self.optional]
        return tuple([name for name, value in given if value is None])

    def numbered(self, absent: tuple[str, ...] = ()) -> tuple[str, list[str]]:
        """The text with `$1`, `$2` for its names, and the names in this order."""
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
