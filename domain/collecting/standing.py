"""What stands already: a key is one event, whose facts must agree, and whose proof its reporter alone gets."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import asyncpg

from domain.actor import Actor
from domain.collecting import statements
from domain.collecting.places import Place
from domain.collecting.reported import NewServiceEvent
from storage.transactions import Connection

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
    """An event as it stands, new or not: its right to be rated, its facts, and who reported it."""

    id: int
    invitation_id: int
    facts: Facts
    rater_ref: UUID | None
    client_id: int | None
    client_agency_id: int | None

    def is_of(self, by: Actor) -> bool:
        """Reported by this client, or by another of the same agency: a key that was issued anew is a new client."""
        return self.client_id == by.id or (by.agency is not None and by.agency == self.client_agency_id)


def facts_of(event: NewServiceEvent, place: Place) -> Facts:
    return Facts(event.stage, place.service_id, place.agency_id, place.window_id, place.staff_id, event.happened_at)


async def standing(connection: Connection, keys: list[Key]) -> dict[Key, Known]:
    """What stands under these keys."""
    if not keys:
        return {}
    rows: list[asyncpg.Record] = await connection.fetch(statements.EXISTING, *zip(*keys, strict=True))
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
