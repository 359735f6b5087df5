"""What answers a root field: judges its arguments, then reads. Made once per plan, of what is asked of each type."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from views.compiling.question import Ask
from views.compiling.statement import Asking

Arguments = Mapping[str, Any]
Selection = Callable[[str], tuple[Ask, ...]]


class Entry(Protocol):
    async def read(self, given: Arguments, asking: Asking) -> Any: ...
