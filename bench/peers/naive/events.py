"""Rating events the ordinary way: one task hears of them and puts each into the queue of everybody who subscribes."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import strawberry

from bench.peers.naive import models
from bench.peers.naive.types import Agency, Service, Tag, WorkOrder


@strawberry.type
class Rated:
    level: str
    rated_on: date
    tags: list[Tag]
    agency: Agency
    service: Service | None


@strawberry.type
class RatingEvent:
    id: UUID
    position: str
    kind: str
    occurred_on: date
    data: Annotated[Rated | WorkOrder, strawberry.union("EventData")]


class Broadcaster:
    """An event is read once, however many listen; each subscription answers from the same object."""

    def __init__(self) -> None:
        self.queues: set[asyncio.Queue[RatingEvent]] = set()
        self.told: asyncio.Queue[str] = asyncio.Queue()

    @contextmanager
    def queue(self) -> Iterator[asyncio.Queue[RatingEvent]]:
        """The events from now on, until whoever subscribed goes away."""
        mine: asyncio.Queue[RatingEvent] = asyncio.Queue()
        self.queues.add(mine)
        try:
            yield mine
        finally:
            self.queues.discard(mine)

    async def broadcast(self, url: str) -> None:
        connection: Any = await asyncpg.connect(url)
        await connection.add_listener("ledger", lambda connection, pid, channel, payload: self.told.put_nowait(payload))
        while True:
            told = json.loads(await self.told.get())
            if self.queues:
                for event in await _events(told["after"], told["upto"]):
                    for queue in self.queues:
                        queue.put_nowait(event)


broadcaster = Broadcaster()


async def _events(after: int, upto: int) -> list[RatingEvent]:
    rows = await models.Ledger.filter(position__gt=after, position__lte=upto).order_by("position")

    def of(kind: str) -> list[int]:
        return [row.subject_id for row in rows if row.subject_kind == kind]

    ratings = models.Evaluation.filter(id__in=of("evaluation")).prefetch_related("agency", "service", "tags")
    orders = models.WorkOrder.filter(id__in=of("work_order"))
    found: dict[tuple[str, int], Rated | WorkOrder] = {("evaluation", row.id): _rated(row) for row in await ratings}
    found |= {("work_order", row.id): _order(row) for row in await orders}
    return [
        RatingEvent(
            id=row.event_id,
            position=str(row.position),
            kind=row.kind,
            occurred_on=row.occurred_on,
            data=found[row.subject_kind, row.subject_id],
        )
        for row in rows
    ]


def _rated(row: models.Evaluation) -> Rated:
    return Rated(
        level=row.level,
        rated_on=row.rated_on,
        tags=[Tag(code=tag.code, text=tag.text) for tag in row.tags],
        agency=Agency(code=row.agency.code, name=row.agency.name),
        service=Service(code=row.service.code, name=row.service.name),
    )


def _order(row: models.WorkOrder) -> WorkOrder:
    return WorkOrder(number=row.number, state=row.state, dispatched_on=row.dispatched_on)
