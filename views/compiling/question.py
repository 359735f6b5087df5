"""A question to the views: what is asked, for which role and language, and the errors that refuse it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid


class Refused(Invalid):
    """An argument is out of its limits or names something that does not exist."""

    code = "BAD_VARIABLE"


class BadCursor(Refused):
    """A cursor was not issued here, or belongs to another list or order."""

    code = "BAD_CURSOR"


class Stale(Exception):
    """A row refers to a row of a small view that is not in memory yet: reload once and ask again."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The role and the language (zh or en) that a plan is made for."""

    role: str
    language: str = "zh"

    @property
    def is_english(self) -> bool:
        """Whether the language is English."""
        return self.language == "en"


@dataclass(frozen=True, slots=True)
class Ask:
    """One member asked for: its key in the answer, its name, what is asked below it, and its arguments.

    `arguments` are pairs of name and value, or a function from the operation's variables to a mapping.
    """

    key: str
    name: str
    below: tuple["Ask", ...] = ()
    arguments: tuple[tuple[str, Any], ...] | Callable[[Any], Mapping[str, Any]] = ()

    def given(self, variables: Any) -> Mapping[str, Any]:
        """Return the arguments by name, with the variables filled in."""
        return self.arguments(variables) if callable(self.arguments) else dict(self.arguments)
