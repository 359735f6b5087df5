"""What is told of the scopes' counts, night after night. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from domain.board.batches import Counts, Group, Scope, told
from domain.board.families import FAMILIES, Family

Chain = tuple[str, int]  # the name of a family and the id of the tag or dimension, otherwise 0
Growth = Mapping[Chain, Mapping[Scope, Counts]]
Point = tuple[Scope, Chain, date, Counts]

CITY: Final[Scope] = ("CITY", 0)
# Ratings of a district outside its halls. No page shows them, but district minus halls would reveal them.
ELSEWHERE: Final = "ELSEWHERE"


class Telling:
    """For every scope: what was told so far, what has grown since, and what is told tonight.

    `points` collects the counts that are told, for storing.
    """

    def __init__(self, places: Iterable[Mapping[str, object]], begun: date) -> None:
        self.begun = begun
        self.points: list[Point] = []
        self.days: dict[tuple[str, date], set[Scope]] = defaultdict(set)
        self.told: dict[Chain, dict[Scope, list[int]]] = defaultdict(dict)
        self.growth: dict[Chain, dict[Scope, list[int]]] = defaultdict(dict)
        self.groups, self.districts = _groups(places)

    def remember(self, scope: Scope, chain: Chain, counts: Counts) -> None:
        """Take in counts that were told on an earlier night; the growth is less by them."""
        self.told[chain][scope] = list(counts)
        self._grow(chain, scope, [-n for n in counts])

    def night(self, day: date, grown: Growth) -> None:
        """Take in what was counted on one more day, and decide what is told of it.

        Families are handled in their order, because one that lies within another depends on it.
        """
        for chain, scopes in grown.items():
            for scope, counts in scopes.items():
                self._grow(chain, scope, counts)
        for family in FAMILIES.values():
            of = day - timedelta(days=family.late)
            may = self.days[family.within, of] if family.within else None
            self.days[family.name, of] |= self._tell((family.name, 0), family, of, may)
        for chain in [chain for chain in self.growth if chain[0] not in FAMILIES]:
            self._tell(chain, None, day, None)

    def _tell(self, chain: Chain, family: Family | None, day: date, may: set[Scope] | None) -> set[Scope]:
        """Decide and note what is told of one chain of counts; returns the scopes told.

        `may`: the scopes the surrounding family tells; it has no districts where these are told live, so they are
        added.
        """
        growth, is_split = self.growth[chain], family is None or family.is_split
        live = {CITY} if is_split else {CITY, *self.districts}
        if may is not None and family is not None and family.within and not FAMILIES[family.within].is_split:
            may = may | self.districts
        found = told(self.groups, growth, live, may)
        for scope in sorted(found):
            before = self.told[chain].get(scope)
            now = [n + more for n, more in zip(before or [0] * len(growth[scope]), growth[scope], strict=True)]
            if before is None:
                self.points.append((scope, chain, self.begun, [0] * len(now)))
            self.points.append((scope, chain, day, now))
            self.told[chain][scope] = now
            del growth[scope]
        return found

    def _grow(self, chain: Chain, scope: Scope, counts: Counts) -> None:
        """Add counts to a scope's growth."""
        growth = self.growth[chain]
        now = [n + more for n, more in zip(growth.get(scope, [0] * len(counts)), counts, strict=True)]
        growth[scope] = now
        if not any(now):
            del growth[scope]


def _groups(places: Iterable[Mapping[str, object]]) -> tuple[list[Group], set[Scope]]:
    """(each whole with its parts, all districts).

    The city is all its districts, and all its agencies; an agency is its items; a district is its halls and the rest.
    """
    parts: dict[Scope, list[Scope]] = defaultdict(list)
    districts: set[Scope] = set()
    above = {"AGENCY": None, "DISTRICT": None, "SERVICE": "AGENCY", "HALL": "DISTRICT"}
    for place in places:
        scope = (str(place["kind"]), int(str(place["id"])))
        over = above[scope[0]]
        parts[CITY if over is None else (over, int(str(place["above"])))].append(scope)
        if scope[0] == "DISTRICT":
            districts.add(scope)
            parts[scope].append((ELSEWHERE, scope[1]))
    agencies = [scope for scope in parts.pop(CITY, []) if scope[0] == "AGENCY"]
    return [(CITY, agencies), (CITY, sorted(districts)), *sorted(parts.items())], districts


__all__ = ["CITY", "ELSEWHERE", "Chain", "Growth", "Point", "Telling"]
