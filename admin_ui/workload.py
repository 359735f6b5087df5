"""Counts what waits for a person, as far as the person reaches: open orders, texts, suspect ratings."""

from datetime import date
from typing import Any

from starlette.requests import Request

from admin_ui import access
from domain.actor import Actor
from domain.moves.work_orders import OPEN
from domain.words import Role
from views.counting import counts


class Workload:
    """Asked of the database when a number is first shown: frame and page show the same, and a count costs once."""

    def __init__(self, me: Actor) -> None:
        self.me = me
        self._known: dict[tuple[str, str], dict[Any, int]] = {}

    async def open_orders(self) -> dict[str, int]:
        """How many orders stand in each open state."""
        return await self._once("WorkOrder", "state", {"state": [state.value for state in sorted(OPEN)]})

    async def texts(self) -> dict[date, int]:
        """Texts that wait for a moderator, by the day of the rating; those put off too."""
        return await self._once("Evaluation", "ratedOn", {"waits": True})

    async def suspects(self) -> int:
        """Ratings under suspicion; for a moderator those of the own marking."""
        own = {"marked": True} if self.me.role == Role.MODERATOR else {}
        return sum((await self._once("Evaluation", "standing", {"standing": ["SUSPECT"], **own})).values())

    async def _once(self, view: str, member: str, only: dict[str, Any]) -> dict[Any, int]:
        if (view, member) not in self._known:
            self._known[view, member] = await counts(view, member, actor=self.me, only=only)
        return self._known[view, member]


def of(request: Request) -> Workload:
    """Of whoever is signed in: one for all that answers this request."""
    if not hasattr(request.state, "workload"):
        request.state.workload = Workload(access.actor(request))
    found: Workload = request.state.workload
    return found
