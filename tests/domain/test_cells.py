"""No text of anybody becomes a formula in anybody's spreadsheet."""

import pytest

from domain.cells import Cell, harmless, kept

BEGINNINGS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " =", "\u3000＝", "\u200b=", "\ufeff@", "−"]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_that_would_be_computed_gets_an_apostrophe(beginning: str) -> None:
    assert harmless(f"{beginning}1+1") == f"'{beginning}1+1"
    assert kept(f"{beginning}1+1") == f"\t'{beginning}1+1"


@pytest.mark.parametrize("cell", ["滨海市", "3-5个工作日", "a=b", "'已有", "", None, -5, 0.5, 0])
def test_what_is_computed_by_nobody_stays_as_it_is(cell: Cell) -> None:
    assert harmless(cell) == cell


def test_every_file_is_written_through_the_one_guard() -> None:
    from pathlib import Path

    house = Path(__file__).parents[2]
    rooms = ("admin_ui", "api", "citizen_ui", "cli", "views", "web", "workers")
    writers = [p for room in rooms for p in (house / room).rglob("*.py") if "writer(" in p.read_text("utf-8")]
    assert writers
    assert all("harmless(" in p.read_text("utf-8") for p in writers), writers
