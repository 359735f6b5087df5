"""What a comparison with the directory finds: entries that would change, field by field, and rows at fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.directory.entries import key_of
from domain.directory.rows import RowError
from domain.words import DirectoryChange


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the directory: its id and its fields, references as codes."""

    id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry: what it is (None for a new entry) and what it would be; references as codes."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that would change; `values` are all its fields as they would be.

    `id`: None for a new one. `line`: 0 if it stands in no row.
    """

    line: int
    id: int | None
    code: str
    name: str
    change: DirectoryChange
    fields: Sequence[FieldChange]
    values: Mapping[str, Any] = field(repr=False)

    @property
    def changed(self) -> frozenset[str]:
        """The names of its fields that would change."""
        return frozenset(one.name for one in self.fields)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What rows would change. `unchanged` counts the rows that say what the directory says already.

    `followers`: the people at windows that change halls, who move with them.
    """

    kind: str
    changes: Sequence[EntryChange]
    unchanged: int
    errors: Sequence[RowError]
    followers: Sequence[EntryChange] = ()

    def count(self, change: DirectoryChange) -> int:
        """How many entries would change this way."""
        return sum(one.change is change for one in self.changes)


def change_of(
    kind: str, line: int, known: Known | None, after: Mapping[str, Any], told: Sequence[FieldChange]
) -> EntryChange:
    """The change of one entry: ADDED without `known`, ENDED if it gets a last day, else CHANGED."""
    ends = any(one.name == "ends_on" and one.after is not None for one in told)
    change = DirectoryChange.ENDED if ends else DirectoryChange.CHANGED
    code = str(after[key_of(kind)])
    return EntryChange(
        line,
        known.id if known else None,
        code,
        str(after.get("name", code)),
        change if known else DirectoryChange.ADDED,
        told,
        after,
    )
