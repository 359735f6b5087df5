"""What is written into files that a spreadsheet may open: text stays text, whoever wrote it. One guard for all."""

import re
from typing import Final

Cell = str | int | float | None

# A spreadsheet computes what begins so, also behind blanks and in full width, as it is typed in Chinese and Japanese.
FORMULA: Final = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]")


def harmless(cell: Cell) -> Cell:
    """With an apostrophe before what would be computed; numbers of ours are numbers."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def kept(cell: Cell) -> Cell:
    """Text that only looks like a number or a day, as it is: a tab keeps zeros, long codes and months whole."""
    return f"\t{harmless(cell)}" if cell else cell
