"""The protocol of what answers a root field.

A reader is made once per plan, from what is asked of each type.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from views.compiling.question import Ask
from views.compiling.statement import Asking

Arguments = Mapping[str, Any]
Selection = Callable[[str], tuple[Ask, ...]]


class RootReader(Protocol):
    """Answers one root field: `read` judges the arguments, then reads and returns the answer."""

    async def read(self, given: Arguments, asking: Asking) -> Any: ...
