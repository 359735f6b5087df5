"""Submitting ratings: one function for many, one transaction per batch, an outcome for each.

A bad rating has its order in the same transaction: rating, tags, dimensions, tallies, order, terms, evidence, event,
or nothing.
Expected refusals are found by sets and never fail a neighbour; a constraint error fails the whole call, and the
  caller halves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from domain import policy
from domain.clock import day_of
from domain.collecting import forms, proofs
from domain.errors import AlreadyRated, DomainError, IdempotencyMismatch
from domain.evaluations import statements
from domain.evaluations.judging import Judged, judge
from domain.evaluations.storing import store
from domain.evaluations.submission import Submission, check_shape
from domain.words import Entry, Level
from storage.transactions import Connection, transaction


@dataclass(frozen=True, slots=True)
class Submitted:
    """The rating as stored; `receipt` follows the mending; `existed` when the same submission came again."""

    evaluation_id: int
    receipt: str
    is_bad: bool
    existed: bool
    service_event_id: int


Outcome = Submitted | DomainError


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
    judged = [judge(said, r, events, asked) for said, r in zip(submissions, read, strict=True)]
    stored = await store(connection, _first_of_each(judged))
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
    event, receipt = judged.event["service_event_id"], proofs.receipt_of(judged.event["invitation_id"])
    return Submitted(row["id"], receipt, Level(row["level"]).is_bad, existed, event)
