"""Submitting ratings: one function for many, one transaction per batch, an outcome for each.

A bad rating has its order in the same transaction: rating, tags, dimensions, tallies, order, terms, evidence, event,
or nothing.
Expected refusals are found by sets and never fail a neighbour; a constraint error fails the whole call, and the
  caller halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from domain import outbox, policy
from domain.actor import ActorKind, rater
from domain.clock import day_of
from domain.collecting import forms, invitations, proofs
from domain.collecting.forms import FormAsked, scene_of
from domain.errors import AlreadyRated, DomainError, IdempotencyMismatch
from domain.evaluations import statements
from domain.evaluations.submission import Submission, assurance_of, check_against, check_shape, kind_of
from domain.tallies import Place, Tally
from domain.words import Cause, Entry, Level, Scene, Stage
from domain.work_orders.dispatching import BadRating, dispatch
from storage.transactions import Connection, transaction

BAD = (Level.DISSATISFIED, Level.VERY_DISSATISFIED)


@dataclass(frozen=True, slots=True)
class Submitted:
    """The rating as stored; `receipt` follows the mending; `existed` when the same submission came again."""

    evaluation_id: int
    receipt: str
    is_bad: bool
    existed: bool


Outcome = Submitted | DomainError


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission that may be stored, with the event it is about. All columns of the rating come from here."""

    said: Submission
    event: asyncpg.Record
    entry: Entry
    form: FormAsked

    @property
    def place(self) -> Place:
        e = self.event
        return Place(e["district_id"], e["agency_id"], e["service_id"], e["hall_id"], e["staff_id"])

    @property
    def tag_ids(self) -> list[int]:
        return [self.form.tags[code].id for code in dict.fromkeys(self.said.tags)]

    @property
    def dimension_levels(self) -> list[tuple[int, Level]]:
        return [(self.form.dimensions[code].id, level) for code, level in self.said.dimensions]

    @property
    def cause(self) -> Cause:
        """The cause that the first telling tag suggests (§3.5)."""
        causes = [self.form.tags[code].cause for code in self.said.tags]
        return next((cause for cause in causes if cause), Cause.OTHER)


async def submit_one(said: Submission) -> Submitted:
    """One rating alone; a refusal is raised."""
    outcome = (await submit([said]))[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


async def submit(submissions: Sequence[Submission]) -> list[Outcome]:
    """Store all that may be stored, in one transaction; outcomes in the order given."""
    async with transaction() as connection:
        return await _submit(connection, submissions)


async def _submit(connection: Connection, submissions: Sequence[Submission]) -> list[Outcome]:
    read = [_read(said) for said in submissions]
    events = await _events(connection, [r[0] for r in read if not isinstance(r, DomainError)])
    asked = await forms.in_force(day_of(await connection.fetchval("select city_now()")))
    judged = [_judge(said, r, events, asked) for said, r in zip(submissions, read, strict=True)]
    stored = await _store(connection, _first_of_each(judged))
    rated = await _rated(connection, [j.event["service_event_id"] for j in judged if isinstance(j, Judged)])
    return [_outcome(j, stored, rated) for j in _first_marked(judged)]


def _read(said: Submission) -> tuple[int, Entry] | DomainError:
    try:
        policy.require(said.by, "evaluation.submit")
        check_shape(said)
        return proofs.read(said.token)
    except DomainError as refusal:
        return refusal


async def _events(connection: Connection, invitation_ids: list[int]) -> dict[int, asyncpg.Record]:
    rows = await connection.fetch(statements.EVENTS, invitation_ids)
    return {row["invitation_id"]: row for row in rows}


def _judge(
    said: Submission,
    read: tuple[int, Entry] | DomainError,
    events: dict[int, asyncpg.Record],
    asked: dict[Scene, FormAsked],
) -> Judged | DomainError:
    if isinstance(read, DomainError):
        return read
    event, entry = events.get(read[0]), read[1]
    if event is None or entry not in event["entries"]:
        return proofs.unknown()
    form = asked[scene_of(Stage(event["stage"]), entry)]
    try:
        if event["evaluation_id"] is None:
            _check_open(event)
            check_against(form, said)
    except DomainError as refusal:
        return refusal
    return Judged(said, event, entry, form)


def _check_open(event: asyncpg.Record) -> None:
    if event["now"] > event["expires_at"]:
        raise invitations.expired()


def _first_of_each(judged: Sequence[Judged | DomainError]) -> list[Judged]:
    """What is to be stored: unrated events, and of two submissions for one event the first."""
    firsts: dict[int, Judged] = {}
    for j in judged:
        if isinstance(j, Judged) and j.event["evaluation_id"] is None:
            firsts.setdefault(j.event["service_event_id"], j)
    return list(firsts.values())


@dataclass(frozen=True, slots=True)
class _Marked:
    judged: Judged | DomainError
    is_first: bool


def _first_marked(judged: Sequence[Judged | DomainError]) -> list[_Marked]:
    firsts = {id(j) for j in _first_of_each(judged)}
    return [_Marked(j, id(j) in firsts) for j in judged]


async def _store(connection: Connection, new: list[Judged]) -> dict[int, int]:
    """service event → rating, for those that were stored now. Another process may have been faster with some."""
    if not new:
        return {}
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


async def _rated(connection: Connection, event_ids: list[int]) -> dict[int, asyncpg.Record]:
    if not event_ids:
        return {}
    return {row["service_event_id"]: row for row in await connection.fetch(statements.RATED, event_ids)}


def _outcome(marked: _Marked, stored: dict[int, int], rated: dict[int, asyncpg.Record]) -> Outcome:
    judged = marked.judged
    if isinstance(judged, DomainError):
        return judged
    event_id = judged.event["service_event_id"]
    first = rated[event_id]
    if marked.is_first and event_id in stored:
        return _submitted(judged, first, existed=False)
    key = judged.said.idempotency_key
    if key is None or key != first["idempotency_key"]:
        return AlreadyRated(
            "这次办事已经评过了，每次办事只评一次。如果是您评的，可以用回执号查看进度。",
            "This visit has been rated already. If it was you, follow it with your receipt number.",
            path=("token",),
        )
    if judged.said.fingerprint() != first["input_hash"]:
        return IdempotencyMismatch(
            "同一个幂等键，内容却不同。第一次的评价保留不变。",
            "Same idempotency key, other input. The first rating stands.",
            path=("idempotencyKey",),
        )
    return _submitted(judged, first, existed=True)


def _submitted(judged: Judged, row: asyncpg.Record, *, existed: bool) -> Submitted:
    return Submitted(row["id"], proofs.receipt_of(judged.event["invitation_id"]), Level(row["level"]).is_bad, existed)
