"""The first block of a desk: one sentence that answers the role's question, figures, and details."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure in a row of figures. `url`: the page it links to."""

    name: str
    value: str
    aside: str = ""
    url: str = ""
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The block. `template`: a template in admin/desk/ that shows `facts`."""

    heading: str
    stats: Sequence[Stat] = ()
    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
