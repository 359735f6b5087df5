"""The places of the public board: the city, its districts, their agencies, and their service items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from views.compiling import references
from views.compiling.references import row, table
from views.figures.scopes import CITY, VIEW_OF

KINDS: Final = ("CITY", "DISTRICT", "AGENCY", "SERVICE")
UP: Final = {"SERVICE": ("AGENCY", "agency_id"), "AGENCY": ("DISTRICT", "district_id")}
DOWN: Final = {"DISTRICT": ("AGENCY", "district_id"), "AGENCY": ("SERVICE", "agency_id")}


@dataclass(frozen=True, slots=True)
class Place:
    """One scope with its code and names; the city's code is “city”.

    `name_en`: None if it has no English name.
    """

    kind: str
    id: int
    code: str
    name: str
    name_en: str | None = None

    @property
    def scope(self) -> tuple[str, int]:
        """Kind and id."""
        return self.kind, self.id

    @property
    def is_large(self) -> bool:
        """Whether it is the city or a district, whose figures are live (decision 0007)."""
        return self.kind in ("CITY", "DISTRICT")


async def find(kind: str, code: str) -> Place | None:
    """Return the place with this code, or None; for the city the code is ignored."""
    await references.ready()
    if kind == CITY:
        return whole()
    ids = table(VIEW_OF[kind]).of_codes([code])
    return place(kind, ids[0]) if ids else None


def whole() -> Place:
    """Return the city."""
    return Place(CITY, 0, "city", references.city.name)


def place(kind: str, row_id: int) -> Place:
    """Return the place of this kind and id."""
    if kind == CITY:
        return whole()
    found = row(VIEW_OF[kind], row_id)
    return Place(kind, row_id, found["code"], found["name"], found["name_en"])


def above(of: Place) -> list[Place]:
    """Return the places that it lies in, the city first."""
    if of.kind == CITY:
        return []
    if of.kind not in UP:
        return [whole()]
    kind, column = UP[of.kind]
    parent = place(kind, row(VIEW_OF[of.kind], of.id)[column])
    return [*above(parent), parent]


def below(of: Place) -> Sequence[Place]:
    """Return the districts of the city, the agencies of a district, or the items of an agency."""
    if of.kind == CITY:
        return every("DISTRICT")
    if of.kind not in DOWN:
        return ()
    kind, column = DOWN[of.kind]
    return [place(kind, row_id) for row_id in table(VIEW_OF[kind]).under(column, of.id)]


def every(kind: str) -> list[Place]:
    """Return all places of a kind, ordered by id."""
    return [whole()] if kind == CITY else [place(kind, row_id) for row_id in sorted(table(VIEW_OF[kind]).rows)]


__all__ = ["KINDS", "Place", "above", "below", "every", "find", "place", "whole"]
