"""The present figures of the city or a district, which everybody may see live (decision 0007)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.actor import PUBLIC
from domain.board.families import FAMILIES
from domain.clock import day_of
from views.compiling import references
from views.compiling.statement import Asking
from views.figures.boards import details
from views.figures.boards.reckoning import Reckoning
from views.figures.disclosure import batches, knowing
from views.figures.measures import COUNTED, NOTHING, Counts
from views.figures.period import period_of
from views.figures.public.places import Place
from views.figures.public.publishing import Dimension

RECKONING: Final = Reckoning(part for _, parts in COUNTED for part in parts)


@dataclass(frozen=True, slots=True)
class Present:
    """The parts of the figures by name, and the dimensions.

    `hidden`: the families of which nothing is told.
    """

    counts: Counts
    dimensions: list[Dimension]
    hidden: frozenset[str]


async def present(place: Place, first: date, last: date) -> Present:
    """Return the present figures of the city or a district, both days inclusive.

    The figures of a district that are split into cells are those that were told in batches.
    """
    assert place.is_large, "what is smaller is told in batches"
    await references.ready()
    asking = Asking(PUBLIC)
    period = await period_of(first, last, asking)
    known = await RECKONING.read(place.kind, [place.id], period, asking, tuple(FAMILIES))
    counts = dict(NOTHING)
    for sums, rows in zip(RECKONING.sums, known.sums, strict=True):
        counts.update(zip(sums.parts, tuple(rows.get(place.id, sums.nothing))[1:], strict=True))
    hidden = [family for family, _, until in known.spans(place.id, place.kind, period) if until is None]
    reasons = details.reasons if place.id in known.live else batches.reasons
    asked = await reasons("byDimension", place.kind, [place.id], known.until, asking)
    return Present(counts, [Dimension(*row) for row in asked.get(place.id, ())], frozenset(map(str.lower, hidden)))


async def months(place: Place, first: date, last: date) -> dict[date, tuple[int, int]]:
    """Return (ratings, bad ratings) by the first day of the month; months without any are left out.

    For a place smaller than a district only batches that lie wholly in the month are counted, and of these only the
    ratings of which it was told whether they were bad.
    """
    asking = Asking(PUBLIC)
    period = await period_of(first, last, asking)
    if place.is_large:
        curve = (await details.curves("MONTH", place.kind, [place.id], period, asking)).get(place.id, {})
    else:
        period = await knowing.until(period, asking)
        curve = (await batches.judged("MONTH", place.kind, [place.id], period, asking)).get(place.id, {})
    return {day_of(at): counted for at, counted in curve.items()}


__all__ = ["Present", "months", "present"]
