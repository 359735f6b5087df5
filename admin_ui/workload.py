"""Counts what waits for a person, as far as the person reaches: open orders, texts, suspect ratings."""

from domain.actor import Actor
from domain.moves.work_orders import OPEN
from domain.words import Role
from views.counting import counts


async def open_orders(me: Actor) -> dict[str, int]:
    """Return the number of orders in each open state."""
    return await counts("WorkOrder", "state", actor=me, only={"state": [state.value for state in sorted(OPEN)]})


async def texts(me: Actor) -> int:
    """Return the number of texts that wait for moderation."""
    return sum((await counts("Evaluation", "ratedOn", actor=me, only={"waits": True})).values())


async def suspects(me: Actor) -> int:
    """Return the number of suspect ratings, for a moderator of those the moderator marked."""
    own = {"marked": True} if me.role == Role.MODERATOR else {}
    return sum((await counts("Evaluation", "standing", actor=me, only={"standing": ["SUSPECT"], **own})).values())
