"""Types with a resolver per field; lists prefetch their relations, as tortoise's documentation teaches."""

from collections.abc import AsyncGenerator
from datetime import date, datetime

import strawberry

from bench.peers.naive import models
from bench.peers.naive.events import RatingEvent, broadcaster
from bench.peers.naive.types import Agency, Service, Tag, WorkOrder

RELATIONS = ("agency", "service", "tags", "work_order")
LEVELS = ("very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied")
COUNTS = ("events", *LEVELS)


@strawberry.type
class Evaluation:
    row: strawberry.Private[models.Evaluation]
    id: int
    level: str
    kind: str
    entry: str
    rated_on: date
    rated_at: datetime
    text: str | None

    @classmethod
    def of(cls, row: models.Evaluation) -> "Evaluation":
        return cls(
            row=row,
            id=row.id,
            level=row.level,
            kind=row.kind,
            entry=row.entry,
            rated_on=row.rated_on,
            rated_at=row.rated_at,
            text=row.text_raw,
        )

    @strawberry.field
    async def agency(self) -> Agency:
        return Agency(code=self.row.agency.code, name=self.row.agency.name)

    @strawberry.field
    async def service(self) -> Service | None:
        return Service(code=self.row.service.code, name=self.row.service.name)

    @strawberry.field
    async def tags(self) -> list[Tag]:
        return [Tag(code=tag.code, text=tag.text) for tag in self.row.tags]

    @strawberry.field
    async def work_order(self) -> WorkOrder | None:
        order = self.row.work_order
        if order is None:
            return None
        return WorkOrder(number=order.number, state=order.state, dispatched_on=order.dispatched_on)


@strawberry.type
class BoardRow:
    scope: str
    name: str
    events: int
    ratings: int
    bad: int

    @strawberry.field
    async def good_rate(self) -> float | None:
        return (self.ratings - self.bad) / self.ratings if self.ratings else None


@strawberry.input
class NewEvaluation:
    service_event_id: int
    form_id: int
    level: str
    agency_id: int
    district_id: int
    service_id: int
    receipt: str
    rated_at: str
    rated_on: str


@strawberry.type
class Query:
    @strawberry.field
    async def evaluation(self, id: int) -> Evaluation | None:
        row = await models.Evaluation.get_or_none(id=id).prefetch_related("agency", "service")
        return Evaluation.of(row) if row else None

    @strawberry.field
    async def evaluations(self, first: int) -> list[Evaluation]:
        rows = models.Evaluation.all().order_by("-rated_at", "-id").limit(first).prefetch_related(*RELATIONS)
        return [Evaluation.of(row) for row in await rows]

    @strawberry.field
    async def board_rows(self, district: int, day: str) -> list[BoardRow]:
        agencies = await models.Agency.filter(district_id=district).order_by("id")
        tallies = models.TallyDay.filter(
            scope="AGENCY", day=date.fromisoformat(day), scope_id__in=[a.id for a in agencies]
        )
        found = {row["scope_id"]: row for row in await tallies.values("scope_id", *COUNTS)}
        return [_board_row(agency, found.get(agency.id, {})) for agency in agencies]


def _board_row(agency: models.Agency, found: dict[str, int]) -> BoardRow:
    counts = {name: found.get(name, 0) for name in COUNTS}
    return BoardRow(
        scope=agency.code,
        name=agency.name,
        events=counts["events"],
        ratings=sum(counts[level] for level in LEVELS),
        bad=counts["dissatisfied"] + counts["very_dissatisfied"],
    )


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def create_evaluation(self, input: NewEvaluation) -> Evaluation:
        row = await models.Evaluation.create(
            service_event_id=input.service_event_id,
            form_id=input.form_id,
            level=input.level,
            kind="VOLUNTARY",
            entry="WEB_PORTAL",
            stage="ONLINE",
            assurance="POSSESSION",
            agency_id=input.agency_id,
            district_id=input.district_id,
            service_id=input.service_id,
            anonymous_to_agency=True,
            rated_at=datetime.fromisoformat(input.rated_at),
            rated_on=date.fromisoformat(input.rated_on),
            receipt_index=bytes.fromhex(input.receipt),
            input_hash=bytes.fromhex(input.receipt),
        )
        return Evaluation.of(row)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def rating_events(self) -> AsyncGenerator[RatingEvent, None]:
        with broadcaster.queue() as events:
            while True:
                yield await events.get()


schema = strawberry.Schema(query=Query, mutation=Mutation, subscription=Subscription)
