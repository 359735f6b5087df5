"""Protects files that a spreadsheet may open: text stays text and is never computed."""

import re
from typing import Final

Cell = str | int | float | None

# Beginnings that a spreadsheet computes; also after blanks, and in full width as typed in Chinese and Japanese.
FORMULA: Final = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫−]")


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe in front of a text that would be computed; numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def bare(text: str) -> str:
    """The text without the apostrophe that `harmless` put in front of it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def kept(cell: Cell) -> Cell:
    """A text that looks like a number or date, with a tab in front.

    So a spreadsheet keeps leading zeros, long codes and months as they are.
    """
    return f"\t{harmless(cell)}" if cell else cell
