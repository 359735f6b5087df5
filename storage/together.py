"""Statements that belong together, sent as one: a single round trip, and all of them or none, without more around it.

Each is written and numbered as if it stood alone, and none sees what its neighbours write; references between them are
checked at the end. PostgreSQL carries out first what stands outside of `with`, then what is in it, the last first. So
nothing of ours stands outside: in which order two steps lock does not depend on their company.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Self

from storage.transactions import execute

NUMBER: Final = re.compile(r"\$(\d+)")
SHAPES: Final = 256  # each batch leaves out what it does not need


@dataclass(frozen=True, slots=True)
class Step:
    """One statement that writes, with its values."""

    sql: str
    values: tuple[object, ...]

    @classmethod
    def of(cls, sql: str, rows: Iterable[Sequence[object]], *values: object) -> list[Self]:
        """Rows as columns, then single values. Where there are no rows there is no step."""
        columns = tuple(zip(*rows, strict=True))
        return [cls(sql, (*columns, *values))] if columns else []


async def carry_out(steps: Sequence[Step], connection: Any = None) -> None:
    """All of them, in the transaction of the connection; without one, as a transaction of their own."""
    if steps:
        sql = _joined(tuple([step.sql for step in steps]))
        values = [value for step in steps for value in step.values]
        await (connection.execute(sql, *values) if connection is not None else execute(sql, *values))


@lru_cache(maxsize=SHAPES)
def _joined(parts: tuple[str, ...]) -> str:
    numbered, last = [], 0
    for part in parts:
        numbered.append(_moved(part, last))
        last += max(int(number) for number in NUMBER.findall(part))
    steps = ",\n".join(f"step_{n} as ({part.strip()})" for n, part in enumerate(numbered, 1))
    return f"with {steps}\nselect"


def _moved(sql: str, by: int) -> str:
    return NUMBER.sub(lambda found: f"${int(found[1]) + by}", sql)


__all__ = ["Step", "carry_out"]
