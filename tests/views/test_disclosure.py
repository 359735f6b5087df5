"""No figure that is withheld can be had from those that are told, however they are added and subtracted."""

from fractions import Fraction
from random import Random

import pytest

from views.disclosure import FEWEST, hidden, is_small

CITY = ("CITY", 0)
Scope = tuple[str, int]
Table = dict[Scope, list[tuple[int, int]]]


def town(dice: Random, periods: int) -> tuple[list[tuple[Scope, list[Scope]]], Table]:
    """A small city: agencies with items; the same ratings by district. Bad ratings are rare, some items have none."""
    agencies = [("AGENCY", n) for n in range(dice.randint(1, 4))]
    items = {agency: [("SERVICE", 10 * agency[1] + n) for n in range(dice.randint(1, 4))] for agency in agencies}
    districts = [("DISTRICT", n) for n in range(dice.randint(1, 3))]
    table: Table = {}
    for of in items.values():
        for item in of:
            rare = dice.choice([0, 2, 8, 30])
            table[item] = [
                (bad := dice.randint(0, rare), bad * dice.randint(0, 1) + dice.randint(0, 40)) for _ in range(periods)
            ]
    for agency in agencies:
        table[agency] = total([table[item] for item in items[agency]], periods)
    table[CITY] = total([table[agency] for agency in agencies], periods)
    table |= apart(dice, table[CITY], districts)
    return [(CITY, districts), (CITY, agencies), *items.items()], table


def total(rows: list[list[tuple[int, int]]], periods: int) -> list[tuple[int, int]]:
    return [(sum(row[at][0] for row in rows), sum(row[at][1] for row in rows)) for at in range(periods)]


def apart(dice: Random, whole: list[tuple[int, int]], districts: list[Scope]) -> Table:
    """The city's counts thrown upon its districts, one by one."""
    counted = {district: [[0, 0] for _ in whole] for district in districts}
    for at, counts in enumerate(whole):
        for part, count in enumerate(counts):
            for _ in range(count):
                counted[dice.choice(districts)][at][part] += 1
    return {district: [(bad, good) for bad, good in rows] for district, rows in counted.items()}


def derivable(
    groups: list[tuple[Scope, list[Scope]]], table: Table, withheld: set[Scope], whole_year: set[Scope]
) -> list[tuple[Scope, int, int]]:
    """The cells that the told figures determine: those that every solution of all sums has alike.

    Known besides the told cells: every scope's ratings (good and bad together), and the year of each scope but those in
    `whole_year`.
    """
    periods = len(table[CITY])
    unknown = {
        (scope, at, part): n
        for n, (scope, at, part) in enumerate(
            (scope, at, part) for scope in sorted(withheld) for at in range(periods) for part in (0, 1)
        )
    }
    equations: list[dict[int, int]] = []

    def known(cells: list[tuple[Scope, int, int, int]]) -> None:
        row: dict[int, int] = {}
        for scope, at, part, sign in cells:
            if (cell := unknown.get((scope, at, part))) is not None:
                row[cell] = row.get(cell, 0) + sign
        equations.append(row)

    for whole, parts in groups:
        for at in range(periods):
            for part in (0, 1):
                known([(whole, at, part, 1), *((one, at, part, -1) for one in parts)])
    for scope in withheld:
        for at in range(periods):
            known([(scope, at, 0, 1), (scope, at, 1, 1)])
        for part in (0, 1):
            if scope not in whole_year:
                known([(scope, at, part, 1) for at in range(periods)])
    fixed = determined(equations, len(unknown))
    return [cell for cell, n in unknown.items() if n in fixed]


def determined(equations: list[dict[int, int]], size: int) -> set[int]:
    """Gauss and Jordan: what stands alone in a row of the reduced system has one value only."""
    pivots: dict[int, dict[int, Fraction]] = {}
    for equation in equations:
        row = {n: Fraction(value) for n, value in equation.items() if value}
        for pivot, other in pivots.items():
            if pivot in row:
                row = minus(row, other, row[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {n: value / row[pivot] for n, value in row.items()}
        for place, other in pivots.items():
            if pivot in other:
                pivots[place] = minus(other, row, other[pivot])
        pivots[pivot] = row
    return {pivot for pivot, row in pivots.items() if len(row) == 1}


def minus(row: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> dict[int, Fraction]:
    told = {n: row.get(n, Fraction()) - times * other.get(n, Fraction()) for n in {*row, *other}}
    return {n: value for n, value in told.items() if value}


@pytest.mark.parametrize("seed", range(120))
def test_nothing_withheld_follows_from_what_is_told(seed: int) -> None:
    dice = Random(seed)
    groups, months = town(dice, dice.choice([2, 3, 5]))
    year = {scope: total([[counts] for counts in rows], 1) for scope, rows in months.items()}
    withheld_year = hidden(groups, year)
    withheld = hidden(groups, months, withheld_year)
    assert withheld_year <= withheld
    assert not [scope for scope in months if is_small(months[scope]) and scope not in withheld]
    for table, missing, above in ((year, withheld_year, set(year)), (months, withheld, withheld_year)):
        told = derivable(groups, table, missing, above)
        assert not [cell for cell in told if 0 < table[cell[0]][cell[1]][cell[2]] < FEWEST], f"seed {seed}"


def test_one_alone_is_kept_company_by_the_smallest_other() -> None:
    groups = [(CITY, [("AGENCY", 1), ("AGENCY", 2), ("AGENCY", 3)])]
    counts = {("AGENCY", 1): [(3, 90)], ("AGENCY", 2): [(20, 900)], ("AGENCY", 3): [(9, 300)], CITY: [(32, 1290)]}
    assert hidden(groups, counts) == {("AGENCY", 1), ("AGENCY", 3)}


def test_one_without_company_takes_the_whole_along() -> None:
    groups = [(CITY, [("AGENCY", 1), ("AGENCY", 2)])]
    counts = {("AGENCY", 1): [(3, 90)], ("AGENCY", 2): [(0, 0)], CITY: [(3, 90)]}
    assert hidden(groups, counts) == {CITY, ("AGENCY", 1), ("AGENCY", 2)}


def test_company_whose_ratings_are_all_bad_hides_nobody() -> None:
    """Seven bad ratings among seven: each of the two had as many bad ones as ratings."""
    few: Table = {("AGENCY", 1): [(3, 0)], ("AGENCY", 2): [(4, 0)]}
    assert hidden([(CITY, list(few))], {**few, CITY: [(7, 0)]}) == {CITY, *few}
    more: Table = {**few, ("AGENCY", 3): [(20, 300)]}
    assert hidden([(CITY, list(more))], {**more, CITY: [(27, 300)]}) == set(more)


def test_company_that_never_had_a_bad_rating_hides_no_month() -> None:
    """Its year is told, and is none: so every bad rating of the two was the other's."""
    months: Table = {
        ("AGENCY", 1): [(3, 40), (6, 40)],
        ("AGENCY", 2): [(0, 30), (0, 30)],
        ("AGENCY", 3): [(20, 300), (20, 300)],
    }
    assert hidden([(CITY, list(months))], {**months, CITY: [(23, 370), (26, 370)]}) == set(months)


@pytest.mark.parametrize(("people", "withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_fewer_than_five_people_are_few(people: int, withheld: bool) -> None:
    assert is_small([(people, 40)]) is withheld
    assert is_small([(9, 40), (people, 40)]) is withheld, "at any time"


def test_nobody_is_withheld_where_nobody_is_few() -> None:
    groups = [(CITY, [("AGENCY", 1), ("AGENCY", 2)])]
    assert hidden(groups, {("AGENCY", 1): [(5, 0)], ("AGENCY", 2): [(0, 40)], CITY: [(5, 40)]}) == set()
