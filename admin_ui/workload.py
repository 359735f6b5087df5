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
    """Counts for one request. Each is asked when it is first needed and then kept, as frame and page show the same."""

    def __init__(self, me: Actor) -> None:
        self.me = me
        self._known: dict[tuple[str, str], dict[Any, int]] = {}

    async def open_orders(self) -> dict[str, int]:
        """State → number of open orders within reach."""
        return await self._once("WorkOrder", "state", {"state": [state.value for state in sorted(OPEN)]})

    async def texts(self) -> dict[date, int]:
        """Day of the rating → number of texts that wait for a moderator, postponed ones included."""
        return await self._once("Evaluation", "ratedOn", {"waits": True})

    async def suspects(self) -> int:
        """The number of suspect ratings; for a moderator, of those the moderator marked."""
        own = {"marked": True} if self.me.role == Role.MODERATOR else {}
        return sum((await self._once("Evaluation", "standing", {"standing": ["SUSPECT"], **own})).values())

    async def _once(self, view: str, member: str, only: dict[str, Any]) -> dict[Any, int]:
        if (view, member) not in self._known:
            self._known[view, member] = await counts(view, member, actor=self.me, only=only)
        return self._known[view, member]


def of(request: Request) -> Workload:
    """The workload of the signed-in person, shared by everything that answers this request."""
    if not hasattr(request.state, "workload"):
        request.state.workload = Workload(access.actor(request))
    found: Workload = request.state.workload
    return found
