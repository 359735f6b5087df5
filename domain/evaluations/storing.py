"""Storing what was judged: rating, tags, dimensions, tallies, events and, for a bad one, its order."""

from datetime import datetime

from domain import outbox
from domain.actor import ActorKind, rater
from domain.clock import day_of
from domain.collecting import proofs
from domain.evaluations import statements
from domain.evaluations.judging import Judged
from domain.evaluations.submission import assurance_of, kind_of
from domain.tallies import Tally
from domain.words import Level, Stage
from domain.work_orders.dispatching import BadRating, dispatch
from storage.transactions import Connection

BAD = (Level.DISSATISFIED, Level.VERY_DISSATISFIED)


async def store(connection: Connection, new: list[Judged]) -> dict[int, int]:
    """service event → rating, for those that were stored now. Another process may have been faster with some."""
    if not new:
        return {}
    # In one order everywhere, so that two batches with the same events wait for each other but never in a circle.
    new = sorted(new, key=lambda j: int(j.event["service_event_id"]))
    rows = await connection.fetch(statements.INSERT, *zip(*[_columns(j) for j in new], strict=True))
    stored = {row["service_event_id"]: row for row in rows}
    fresh = [(j, stored[j.event["service_event_id"]]) for j in new if j.event["service_event_id"] in stored]
    await _store_parts(connection, [(j, row["id"]) for j, row in fresh])
    await _count(connection, [(j, row["rated_at"]) for j, row in fresh])
    await _tell(connection, [(j, row["id"]) for j, row in fresh])
    await dispatch(connection, [_bad(j, row["id"], row["rated_at"]) for j, row in fresh if j.said.level.is_bad])
    return {event_id: row["id"] for event_id, row in stored.items()}


def _columns(j: Judged) -> tuple[object, ...]:
    e, said, receipt = j.event, j.said, proofs.receipt_of(j.event["invitation_id"])
    client = said.by.id if said.by.kind is ActorKind.CLIENT else None
    return (
        e["service_event_id"],
        j.form.id,
        said.level.value,
        kind_of(j.entry).value,
        j.entry.value,
        e["stage"],
        assurance_of(j.entry).value,
        e["agency_id"],
        e["district_id"],
        e["service_id"],
        e["hall_id"],
        e["window_id"],
        e["staff_id"],
        client,
        said.words,
        said.anonymous_to_agency,
        e["rater_ref"],
        proofs.receipt_index(receipt),
        said.idempotency_key,
        said.fingerprint(),
    )


async def _store_parts(connection: Connection, fresh: list[tuple[Judged, int]]) -> None:
    tags = [(evaluation_id, tag) for j, evaluation_id in fresh for tag in j.tag_ids]
    dimensions = [(evaluation_id, d, level.value) for j, evaluation_id in fresh for d, level in j.dimension_levels]
    if tags:
        await connection.execute(statements.INSERT_TAGS, *zip(*tags, strict=True))
    if dimensions:
        await connection.execute(statements.INSERT_DIMENSIONS, *zip(*dimensions, strict=True))


async def _count(connection: Connection, fresh: list[tuple[Judged, datetime]]) -> None:
    tally = Tally()
    for j, rated_at in fresh:
        tally.add_rating(
            j.place,
            rated_at,
            day_of(rated_at),
            level=j.said.level,
            kind=kind_of(j.entry),
            entry=j.entry,
            tags=j.tag_ids,
            dimensions=j.dimension_levels,
        )
    await tally.write(connection)


async def _tell(connection: Connection, fresh: list[tuple[Judged, int]]) -> None:
    """The rating, and a hint to the owner where a dimension is bad under a good level (§3.4). By the rater, never by
    name.
    """
    happenings = []
    for j, evaluation_id in fresh:
        agency = j.event["agency_id"]
        happenings.append(
            outbox.Happening("evaluation.submitted", "evaluation", evaluation_id, agency, {"level": j.said.level.value})
        )
        bad_dimensions = [code for code, level in j.said.dimensions if level in BAD]
        if bad_dimensions and not j.said.level.is_bad:
            happenings.append(
                outbox.Happening(
                    "evaluation.hinted", "evaluation", evaluation_id, agency, {"dimensions": bad_dimensions}
                )
            )
    await outbox.record_all(connection, happenings, rater())


def _bad(j: Judged, evaluation_id: int, rated_at: datetime) -> BadRating:
    e = j.event
    return BadRating(
        evaluation_id=evaluation_id,
        rated_at=rated_at,
        level=j.said.level,
        cause=j.cause,
        entry=j.entry,
        stage=Stage(e["stage"]),
        agency_id=e["agency_id"],
        district_id=e["district_id"],
        service_id=e["service_id"],
        hall_id=e["hall_id"],
        window_id=e["window_id"],
        staff_id=e["staff_id"],
        is_hidden=j.said.anonymous_to_agency,
        case_number=e["case_number"],
        service_number=e["service_number"],
    )
