"""How much waits for this person, as far as the person reaches: open orders, texts, ratings under suspicion."""

from domain.actor import Actor
from domain.moves.work_orders import OPEN
from domain.words import Role
from views.counting import counts


async def open_orders(me: Actor) -> dict[str, int]:
    """How many orders stand in each open state."""
    return await counts("WorkOrder", "state", actor=me, only={"state": [state.value for state in sorted(OPEN)]})


async def texts(me: Actor) -> int:
    """Texts that wait for a moderator."""
    return sum((await counts("Evaluation", "ratedOn", actor=me, only={"waits": True})).values())


async def suspects(me: Actor) -> int:
    """Ratings under suspicion; for a moderator those of the own marking."""
    own = {"marked": True} if me.role == Role.MODERATOR else {}
    return sum((await counts("Evaluation", "standing", actor=me, only={"standing": ["SUSPECT"], **own})).values())
