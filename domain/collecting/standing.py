"""Service events that are recorded already, by their key of case number and service number.

One key is one event: its facts must agree, and only its reporter gets its proof.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import asyncpg

from domain.actor import Actor
from domain.collecting import statements
from domain.collecting.places import ServicePlace
from domain.collecting.reported import NewServiceEvent
from storage.transactions import fetch

Key: TypeAlias = tuple[str, int]  # case number, service number


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be equal for the same key to be the same event. The rater is not compared."""

    stage: str
    service_id: int
    agency_id: int
    window_id: int | None
    staff_id: int | None
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A recorded event, new or not: its invitation, its facts, and the client that reported it."""

    id: int
    invitation_id: int
    facts: Facts
    rater_ref: UUID | None
    client_id: int | None
    client_agency_id: int | None

    def is_of(self, by: Actor) -> bool:
        """Whether this client reported it, or another one of the same agency.

        Issuing a key anew makes a new client.
        """
        return self.client_id == by.id or (by.agency is not None and by.agency == self.client_agency_id)


def facts_of(event: NewServiceEvent, place: ServicePlace) -> Facts:
    """The facts of an event as reported, with the rows its codes name."""
    return Facts(event.stage, place.service_id, place.agency_id, place.window_id, place.staff_id, event.happened_at)


async def standing(keys: list[Key]) -> dict[Key, Known]:
    """The recorded events with these keys."""
    if not keys:
        return {}
    rows: list[asyncpg.Record] = await fetch(statements.EXISTING, *zip(*keys, strict=True))
    return {
        (r["case_number"], r["service_number"]): Known(
            r["id"],
            r["invitation_id"],
            Facts(r["stage"], r["service_id"], r["agency_id"], r["window_id"], r["staff_id"], r["happened_at"]),
            r["rater_ref"],
            r["client_id"],
            r["client_agency_id"],
        )
        for r in rows
    }
