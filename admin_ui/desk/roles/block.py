"""The first part of a desk: one sentence that answers the role's question, some figures, and the block below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure in a row of them. `url`: where it opens."""

    name: str
    value: str
    aside: str = ""
    url: str = ""
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`template` of admin/desk/; `facts` are what it shows."""

    heading: str
    stats: Sequence[Stat] = ()
    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
