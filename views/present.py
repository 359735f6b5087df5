"""The figures of the city or a district as they are now: everybody may watch them live (decision 0007)."""

from dataclasses import dataclass
from datetime import date

from domain.actor import PUBLIC
from domain.clock import day_of
from views import details, references
from views.figures import Sums
from views.measures import COUNTED, NOTHING, Counts
from views.period import period_of
from views.places import Place
from views.publishing import Dimension
from views.statement import Asking

SUMS = [Sums(source, parts) for source, parts in COUNTED]


@dataclass(frozen=True, slots=True)
class Present:
    counts: Counts
    dimensions: list[Dimension]


async def present(place: Place, first: date, last: date) -> Present:
    """Both days inclusive; one statement for each source."""
    assert place.is_large, "what is smaller is told by whole days and not always"
    await references.ready()
    asking = Asking(PUBLIC)
    period = await period_of(first, last, asking)
    counts = dict(NOTHING)
    for sums in SUMS:
        row = (await sums.read(place.kind, [place.id], period, asking)).get(place.id)
        counts.update(zip(sums.parts, tuple(row)[1:], strict=True) if row else ())
    asked = await details.reasons("byDimension", place.kind, [place.id], period, asking)
    return Present(counts, [Dimension(*row) for row in asked.get(place.id, ())])


async def months(place: Place, first: date, last: date) -> dict[date, tuple[int, int]]:
    """The first day of a month → ratings and bad ones; months without any are left out."""
    asking = Asking(PUBLIC)
    period = await period_of(first, last, asking)
    curve = (await details.curves("MONTH", place.kind, [place.id], period, asking)).get(place.id, {})
    return {day_of(at): counted for at, counted in curve.items()}


__all__ = ["Present", "months", "present"]
