"""Voiding a rating: it is kept, but leaves all figures and the public view (docs/rules.md §4.1).

Its order is voided with it.
"""

from domain.actor import SYSTEM
from domain.tallies import CountedAt, Tally
from domain.words import Entry, Level, RatingKind, Standing
from domain.work_orders import moving
from storage.models import Evaluation
from storage.transactions import fetch, fetch_value

TAGS = "select tag_id from evaluation_tag where evaluation_id = $1"
DIMENSIONS = "select dimension_id, level from evaluation_dimension where evaluation_id = $1"
VISITED = "select happened_at from service_event where id = $1"
ORDER = "select id from work_order where evaluation_id = $1"


async def void(rating: Evaluation, tally: Tally, *, reason: str) -> None:
    """Void the rating's order and take the rating out of the tally, in the caller's transaction.

    The rating must be locked. The caller writes the rating, the entry of who decided, and the tally: once for all
    ratings it voids, because writing tallies one by one can deadlock with other batches.
    """
    rating.update_from_dict({"standing": Standing.VOID.value, "text_public": None})
    order_id = await fetch_value(ORDER, rating.id)
    if order_id is not None:
        order = await moving.lock(order_id, by=SYSTEM)
        await moving.move(order, "void", by=SYSTEM, reason=reason)
        await moving.save(order)
    await _uncount(rating, tally)


async def _uncount(rating: Evaluation, tally: Tally) -> None:
    """Take the rating out of the hour and the days in which it was counted."""
    tags = [row["tag_id"] for row in await fetch(TAGS, rating.id)]
    dimensions = [(row["dimension_id"], Level(row["level"])) for row in await fetch(DIMENSIONS, rating.id)]
    tally.add_rating(
        CountedAt(rating.district_id, rating.agency_id, rating.service_id, rating.hall_id, rating.staff_id),
        rating.rated_at,
        rating.rated_on,
        visited_at=await fetch_value(VISITED, rating.service_event_id),
        level=Level(rating.level),
        kind=RatingKind(rating.kind),
        entry=Entry(rating.entry),
        tags=tags,
        dimensions=dimensions,
        sign=-1,
    )
