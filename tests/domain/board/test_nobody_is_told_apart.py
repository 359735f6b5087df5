"""Whatever strangers ask, on whatever nights: no two answers differ by one to four, and no sum of answers tells so few.

Exempt are the totals of the city and its districts, which are live by docs/rules.md §8.1.
"""

import pytest

from domain.board.batches import Scope
from domain.board.families import FAMILIES
from domain.board.telling import CITY, ELSEWHERE
from domain.tallies import LEVELS
from tests.domain.board.equations import Equations
from tests.domain.board.town import ADDED, LOOKED_AT, Town

FEWEST = 5
NIGHTS = 14
KINDS, ENTRIES = (tuple(FAMILIES[name].cells) for name in ("kinds", "entries"))
# Whoever was not rated by default gave a level; each rating came in by one entry.
SAME = ((LEVELS, tuple(kind for kind in KINDS if kind != "by_default")), (KINDS, ENTRIES))


@pytest.mark.parametrize("seed", range(150))
def test_no_two_answers_about_one_cell_differ_by_one_to_four(seed: int) -> None:
    """Of every range on every night: an answer is the difference of two of these numbers. Sums over a family's cells,
    as a mean or a rate has them, are cells of the family around it.
    """
    apart: dict[tuple[Scope, str], set[int]] = {}
    for scope, cell, points in Town(seed, 40).told():
        for at, (day, count) in enumerate(points):
            for _, before in points[:at]:
                assert count - before == 0 or count - before >= FEWEST, (scope, cell, day)
        apart.setdefault((scope, cell), set()).update(count for _, count in points)
    assert apart or seed


@pytest.mark.parametrize("seed", range(60))
def test_what_a_family_tells_lies_on_the_days_of_the_family_around_it(seed: int) -> None:
    """So that the sum of the levels is never told until another day than the ratings."""
    days: dict[tuple[Scope, str], dict[int, int]] = {}
    for scope, cell, points in Town(seed, 40).told():
        days[scope, cell] = dict(points)
    for (scope, cell), points in days.items():
        family = next(one for one in FAMILIES.values() if cell in one.cells)
        if family.within and not (scope[0] == "DISTRICT" and not FAMILIES[family.within].is_split):
            around = [days[scope, one] for one in FAMILIES[family.within].cells]
            assert all(set(points) <= set(one) for one in around), (scope, cell)


@pytest.mark.parametrize("seed", range(60))
def test_no_sum_of_answers_tells_fewer_than_five_of_a_scope(seed: int) -> None:
    """Everything that can be said of everything as linear equations over the unknown days. Known: the city on every
    day, districts' totals on every day, and every batch. Then no run of days of one cell below the city is fixed that
    holds one to four, unless only the city's own live figures tell it, being all there was.
    """
    town = Town(seed, NIGHTS)
    unknown = Equations()
    cells = [cell for family in LOOKED_AT for cell in FAMILIES[family].cells]
    for cell in cells:
        for whole, parts in town.telling.groups:
            for day in range(1, NIGHTS + 1):
                unknown.add(_sum(whole, cell, day, 1) | _less(parts, cell, day))
    for scope in [CITY, *town.scopes]:
        for day in range(1, NIGHTS + 1):
            for one, other in SAME:
                unknown.add(_added(scope, one, day, 1) | _added(scope, other, day, -1))
    for scope in [CITY, *(("DISTRICT", n) for n in (1, 2))]:
        for cell in cells if scope == CITY else ("ratings", "good", "bad"):
            for day in range(1, NIGHTS + 1):
                unknown.add(_sum(scope, cell, day, 1))
    for scope, cell, points in town.told():
        for day, _ in points:
            unknown.add(_sum(scope, cell, day, 1))
    for scope in town.scopes:
        if scope[0] in ("DISTRICT",):
            continue
        for cell in cells:
            for first in range(NIGHTS):
                for last in range(first + 1, NIGHTS + 1):
                    few = town.count(scope, cell, first, last)
                    if 0 < few < FEWEST:
                        asked = _minus(_sum(scope, cell, last, 1), _sum(scope, cell, first, 1))
                        assert not unknown.tell(asked), (seed, scope, cell, first, last, few)


def _sum(scope: Scope, cell: str, day: int, sign: int) -> dict[object, int]:
    """Until a day. The unknowns are levels, kinds and entries; the rest are sums of them."""
    return {(scope, of, day): sign for of in ADDED[cell]} if day else {}


def _added(scope: Scope, cells: tuple[str, ...], day: int, sign: int) -> dict[object, int]:
    return {key: n for cell in cells for key, n in _sum(scope, cell, day, sign).items()}


def _less(parts: list[Scope], cell: str, day: int) -> dict[object, int]:
    return {key: n for part in parts for key, n in _sum(part, cell, day, -1).items()}


def _minus(one: dict[object, int], other: dict[object, int]) -> dict[object, int]:
    return one | {key: -n for key, n in other.items()}


def test_the_rest_of_a_district_is_a_part_like_a_hall() -> None:
    assert any((ELSEWHERE, 1) in parts for _, parts in Town(1, 1).telling.groups)
