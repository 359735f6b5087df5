"""The root `viewer`: as whom the server sees this request."""

from typing import Any

from domain.actor import Actor
from views.compiling.question import Sight
from views.compiling.references import filling
from views.compiling.root_reader import Arguments, Selection
from views.compiling.statement import Asking


class Myself:
    """Reads name, roles, scopes, agency and person of the request's actor."""

    def __init__(self, sight: Sight, selection: Selection) -> None:
        self.asks = selection("Viewer")
        self.filled = {
            ask.key: filling(VIEWER[ask.name].strip("!"), sight, ask.below) for ask in self.asks if ask.name in MINE
        }

    async def read(self, given: Arguments, asking: Asking) -> Any:
        actor = asking.actor
        rows = {"agency": actor.agency, "staffMember": actor.staff}
        plain = {"name": actor.name, "roles": _roles(actor), "scopes": sorted(actor.scopes), "__typename": "Viewer"}
        return {
            ask.key: plain[ask.name] if ask.name in plain else self._row(ask.key, rows[ask.name]) for ask in self.asks
        }

    def _row(self, key: str, row_id: int | None) -> Any:
        filled = self.filled[key]
        return None if row_id is None or filled is None else filled[row_id]


MINE = ("agency", "staffMember")
VIEWER = {
    "name": "String!",
    "roles": "[Role!]!",
    "scopes": "[String!]!",
    "agency": "Agency",
    "staffMember": "StaffMember",
}


def _roles(actor: Actor) -> list[str]:
    """Return the actor's roles, that of this request first; empty if the actor has no account."""
    return [actor.role, *(role for role in actor.roles if role != actor.role)] if actor.account_role else []


__all__ = ["VIEWER", "Myself"]
