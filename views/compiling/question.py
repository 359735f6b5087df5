"""A question to the views: what is asked, in whose sight; and how one that nobody can answer is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import Invalid


class Refused(Invalid):
    """An argument nobody can answer: out of its limits, or about something that does not exist."""

    code = "BAD_VARIABLE"


class BadCursor(Refused):
    """A cursor that is not ours, or of another list or order."""

    code = "BAD_CURSOR"


class Stale(Exception):
    """A row names a small row that memory does not know yet: reload once and ask again."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a plan may depend on besides what is asked: the role and the language (zh or en)."""

    role: str
    language: str = "zh"

    @property
    def is_english(self) -> bool:
        return self.language == "en"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked: key in the answer, member, what is asked below, arguments (values, or variables → values)."""

    key: str
    name: str
    below: tuple["Ask", ...] = ()
    arguments: tuple[tuple[str, Any], ...] | Callable[[Any], Mapping[str, Any]] = ()

    def given(self, variables: Any) -> Mapping[str, Any]:
        return self.arguments(variables) if callable(self.arguments) else dict(self.arguments)
