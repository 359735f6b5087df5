"""A small random city, its ratings day by day, and every equation that a stranger can write down about it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from domain.board.batches import Scope
from domain.board.families import FAMILIES
from domain.board.telling import CITY, ELSEWHERE, Chain, Telling
from domain.tallies import ENTRY_COLUMN, KIND_COLUMN, LEVELS

BEGUN = date(2026, 1, 4)
Cell = tuple[Scope, str]  # a scope and a level, kind or entry
Day = dict[Scope, dict[str, int]]
ADDED = {
    "ratings": LEVELS,
    "good": LEVELS[:3],
    "bad": LEVELS[3:],
    **{name: (name,) for name in (*LEVELS, *KIND_COLUMN.values(), *ENTRY_COLUMN.values())},
}
LOOKED_AT = ("ratings", "opinion", "levels", "kinds", "entries")


class Town:
    """Agencies with items, districts with halls; some busy, some hardly ever asked. Ratings come, and some go again."""

    def __init__(self, seed: int, nights: int) -> None:
        self.dice = Random(seed)
        self.items = {n * 10 + m: n for n in range(1, self.dice.randint(3, 6)) for m in range(self.dice.randint(1, 4))}
        self.halls = {1: 1, 2: 2, **{n: self.dice.randint(1, 2) for n in range(3, self.dice.randint(3, 6))}}
        busy = self.dice.choice([1, 4, 12])
        self.busy = {item: self.dice.choice([0, 0.3, 1, busy]) for item in self.items}
        self.telling = Telling(self._places(), BEGUN)
        self.days: list[Day] = [self._day() for _ in range(nights)]
        for at, day in enumerate(self.days):
            self.telling.night(BEGUN + timedelta(days=at + 1), {chain: dict(found) for chain, found in _grown(day)})

    def _places(self) -> list[dict[str, object]]:
        agencies = [{"kind": "AGENCY", "id": n, "above": None} for n in sorted(set(self.items.values()))]
        items = [{"kind": "SERVICE", "id": n, "above": of} for n, of in self.items.items()]
        districts = [{"kind": "DISTRICT", "id": n, "above": None} for n in (1, 2)]
        halls = [{"kind": "HALL", "id": n, "above": of} for n, of in self.halls.items()]
        return [*agencies, *items, *districts, *halls]

    def _day(self) -> Day:
        """One day's counts of every scope; a void rating is taken out again on the day it was made."""
        found: Day = defaultdict(lambda: defaultdict(int))
        for item, busy in self.busy.items():
            for _ in range(int(busy * self.dice.expovariate(1))):
                hall = self.dice.choice([None, *self.halls])
                district = self.halls[hall] if hall else self.dice.randint(1, 2)
                at = (("HALL", hall) if hall else (ELSEWHERE, district), ("DISTRICT", district))
                level = self.dice.choices(LEVELS, (60, 20, 10, 6, 4))[0]
                kind = self.dice.choice(["voluntary", "guided", "proxy", "by_default"])
                entry = self.dice.choice(["web_portal", "window_qr", "paper"])
                for scope in (CITY, ("AGENCY", self.items[item]), ("SERVICE", item), *at):
                    for cell in (kind, entry, *([] if kind == "by_default" else [level])):
                        found[scope][cell] += 1
        return found

    @property
    def scopes(self) -> list[Scope]:
        return [scope for group in self.telling.groups for scope in group[1]]

    def count(self, scope: Scope, cell: str, first: int, last: int) -> int:
        """What is true of the days after the one and up to the other."""
        return sum(day.get(scope, {}).get(of, 0) for day in self.days[first:last] for of in ADDED[cell])

    def told(self) -> Iterator[tuple[Scope, str, list[tuple[int, int]]]]:
        """Of each scope and cell, by time: until which day, and how many."""
        by: dict[tuple[Scope, Chain], list[tuple[int, list[int]]]] = defaultdict(list)
        for scope, chain, day, counts in self.telling.points:
            by[scope, chain].append(((day - BEGUN).days, list(counts)))
        for (scope, (family, _)), points in by.items():
            for at, cell in enumerate(FAMILIES[family].cells):
                yield scope, cell, [(day, counts[at]) for day, counts in points]


def _grown(day: Day) -> Iterator[tuple[Chain, list[tuple[Scope, list[int]]]]]:
    for family in LOOKED_AT:
        cells = FAMILIES[family].cells
        yield (
            (family, 0),
            [
                (scope, [sum(counts.get(of, 0) for of in ADDED[cell]) for cell in cells])
                for scope, counts in day.items()
                if scope != CITY
            ],
        )
