"""Stores judged ratings: rating, tags, dimensions, tallies, events and, for bad ones, orders."""

from collections.abc import Sequence

from domain import outbox
from domain.actor import SYSTEM, ActorKind, rater
from domain.clock import day_of
from domain.collecting import proofs
from domain.evaluations import statements
from domain.evaluations.judging import Judged
from domain.evaluations.submission import kind_of
from domain.personal import covered
from domain.tallies import Tally
from domain.words import Stage
from domain.work_orders.dispatching import BadRating, dispatch
from storage.together import WriteStep, carry_out


async def store(new: Sequence[Judged]) -> None:
    """Store all ratings with everything that follows from them, as one statement.

    Raises asyncpg.UniqueViolationError, with nothing stored, if another process has rated one of the events.
    """
    if not new:
        return
    orders = await dispatch([_bad(j) for j in new if j.said.level.is_bad])
    events = outbox.steps((rater(), [told for j in new for told in _told(j)]), (SYSTEM, orders.events))
    await carry_out([*_ratings(new), *_parts(new), *_tally(new).steps(), *orders.steps, *events])


def _ratings(new: Sequence[Judged]) -> list[WriteStep]:
    return WriteStep.of(statements.INSERT, [_columns(j) for j in new], new[0].rated_at)


def _columns(j: Judged) -> tuple[object, ...]:
    said = j.said
    return (
        j.evaluation_id,
        j.event_id,
        j.form.id,
        said.level.value,
        kind_of(j.entry).value,
        j.entry.value,
        j.assurance.value,
        said.by.id if said.by.kind is ActorKind.CLIENT else None,
        said.words,
        said.anonymous_to_agency,
        proofs.receipt_index(j.receipt),
        said.idempotency_key,
        said.fingerprint,
        covered(said.words) if said.words and said.anonymous_to_agency else None,
    )


def _parts(new: Sequence[Judged]) -> list[WriteStep]:
    tags = [(j.evaluation_id, tag) for j in new for tag in j.tag_ids]
    dimensions = [(j.evaluation_id, d, level.value) for j in new for d, level in j.dimension_levels]
    return [*WriteStep.of(statements.INSERT_TAGS, tags), *WriteStep.of(statements.INSERT_DIMENSIONS, dimensions)]


def _tally(new: Sequence[Judged]) -> Tally:
    tally, rated_at = Tally(), new[0].rated_at
    day = day_of(rated_at)
    for j in new:
        tally.add_rating(
            j.place,
            rated_at,
            day,
            visited_at=j.event["happened_at"],
            level=j.said.level,
            kind=kind_of(j.entry),
            entry=j.entry,
            tags=j.tag_ids,
            dimensions=j.dimension_levels,
        )
    return tally


def _told(j: Judged) -> list[outbox.Happening]:
    """The event of the rating, and a hint if a dimension is bad under a good level (docs/rules.md §3.4).

    The actor is the rater, without a name.
    """

    def happened(kind: str, **facts: object) -> outbox.Happening:
        return outbox.Happening(kind, "evaluation", j.evaluation_id, j.event["agency_id"], facts)

    said = [happened("evaluation.submitted", level=j.said.level.value)]
    bad = [code for code, level in j.said.dimensions if level.is_bad]
    return [*said, happened("evaluation.hinted", dimensions=bad)] if bad and not j.said.level.is_bad else said


def _bad(j: Judged) -> BadRating:
    e = j.event
    return BadRating(
        evaluation_id=j.evaluation_id,
        rated_at=j.rated_at,
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
