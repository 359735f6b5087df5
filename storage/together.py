"""Sends several writing statements as one: a single round trip, all of them or none.

Each statement is written and numbered as if it were alone, and none sees what the others write; references between them
are checked at the end. PostgreSQL first runs the statement outside of `with`, then those inside, the last one first. As
none of ours is outside, the order in which two steps lock does not depend on what they are joined with.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from storage.transactions import execute

NUMBER: Final = re.compile(r"\$(\d+)")
SHAPES: Final = 256  # joined statements that are cached: batches leave out steps they do not need


@dataclass(frozen=True, slots=True)
class WriteStep:
    """One writing statement with its values."""

    sql: str
    values: tuple[object, ...]

    @classmethod
    def of(cls, sql: str, rows: Iterable[Sequence[object]], *values: object) -> list[Self]:
        """The step for these rows, passed as one array per column, followed by single values; [] without rows."""
        columns = tuple(zip(*rows, strict=True))
        return [cls(sql, (*columns, *values))] if columns else []


async def carry_out(steps: Sequence[WriteStep]) -> None:
    """Run all steps as one statement: in the open transaction, or as a transaction of its own."""
    if steps:
        sql = _joined(tuple([step.sql for step in steps]))
        values = [value for step in steps for value in step.values]
        await execute(sql, *values)


@lru_cache(maxsize=SHAPES)
def _joined(parts: tuple[str, ...]) -> str:
    """The statements as one, each in its own `with` step, with parameters numbered on."""
    numbered, last = [], 0
    for part in parts:
        numbered.append(_moved(part, last))
        last += max(int(number) for number in NUMBER.findall(part))
    steps = ",\n".join(f"step_{n} as ({part.strip()})" for n, part in enumerate(numbered, 1))
    return f"with {steps}\nselect"


def _moved(sql: str, by: int) -> str:
    return NUMBER.sub(lambda found: f"${int(found[1]) + by}", sql)


__all__ = ["WriteStep", "carry_out"]
