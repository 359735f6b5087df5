"""Opening an order for a rating that is not bad but reports a problem (docs/rules.md §4)."""

from domain import clock, outbox
from domain.actor import SYSTEM, Actor
from domain.beats import moderation
from domain.errors import IllegalMove
from domain.moves.ratings import OPEN_ORDER
from domain.words import Cause, Entry, Level, ModerationAction, Stage, Standing
from domain.work_orders.dispatching import BadRating, dispatch
from domain.work_orders.routing import leading
from storage.models import Evaluation
from storage.together import carry_out
from storage.transactions import fetch, fetch_row, fetch_value

ORDER = "select number from work_order where evaluation_id = $1"
EVENT = "select case_number, service_number from service_event where id = $1"
CAUSES = """
select t.cause from evaluation_tag g join tag t on t.id = g.tag_id where g.evaluation_id = $1 and t.cause is not null
"""


async def open_order(rating: Evaluation, *, reason: str, by: Actor) -> None:
    """Open an order for the rating, with route, terms and evidence as for a bad rating, from now on.

    Raises IllegalMove if it has an order already, or is void.
    """
    if number := await fetch_value(ORDER, rating.id):
        raise IllegalMove(
            f"这条评价已经有工单{number}，不能再开一件。", f"This rating has order {number} already; it gets one only."
        )
    if Standing(rating.standing) not in OPEN_ORDER.sources:
        raise IllegalMove("这条评价已认定无效，不再派单。", "This rating is void; no order follows from it.")
    event = await fetch_row(EVENT, rating.service_event_id)
    causes = [Cause(row["cause"]) for row in await fetch(CAUSES, rating.id)]
    reported = BadRating(
        evaluation_id=rating.id,
        rated_at=await clock.now(),  # terms run from the dispatch, not from the rating
        level=Level(rating.level),
        cause=leading(causes),
        entry=Entry(rating.entry),
        stage=Stage(rating.stage),
        agency_id=rating.agency_id,
        district_id=rating.district_id,
        service_id=rating.service_id,
        hall_id=rating.hall_id,
        window_id=rating.window_id,
        staff_id=rating.staff_id,
        is_hidden=rating.anonymous_to_agency,
        case_number=event["case_number"],
        service_number=event["service_number"],
    )
    dispatched = await dispatch([reported])
    await carry_out([*dispatched.steps, *outbox.steps((SYSTEM, dispatched.events))])
    await moderation.enter(rating, ModerationAction.OPEN_ORDER, by=by, reason=reason)
