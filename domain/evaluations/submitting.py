"""Submitting ratings: many at once, written by one statement, with an outcome for each.

A bad rating has its order in the same transaction: rating, tags, dimensions, tallies, order, terms, evidence and events
are stored together or not at all. A refusal never affects the others. A constraint error fails the whole call; the
caller then tries each half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

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
from storage.transactions import fetch

# Constraints that fail if another process has just rated the same event; its receipt is then the same.
FASTER: Final = ("evaluation_one_first_rating", "evaluation_receipt")
TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Submitted:
    """A stored rating. `existed`: the same submission came before. `receipt`: for following the mending."""

    evaluation_id: int
    receipt: str
    is_bad: bool
    existed: bool
    service_event_id: int


Outcome = Submitted | DomainError


async def submit_one(said: Submission) -> Submitted:
    """Submit one rating; raises its refusal."""
    outcome = (await submit([said]))[0]
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


async def submit(submissions: Sequence[Submission]) -> list[Outcome]:
    """Submit ratings: all that may be stored are, or none; returns the outcomes in the order given.

    Do not call it inside a transaction: if another process was faster it is tried again, which is impossible in a
    failed transaction.
    """
    for _ in range(TRIES - 1):
        try:
            return await _submit(submissions)
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name not in FASTER:
                raise
    return await _submit(submissions)


async def _submit(submissions: Sequence[Submission]) -> list[Outcome]:
    read = [_read(said) for said in submissions]
    events = await _events([r[0] for r in read if not isinstance(r, DomainError)])
    asked = await forms.in_force(day_of(next(iter(events.values()))["now"])) if events else {}
    judged = [judge(said, r, events, asked) for said, r in zip(submissions, read, strict=True)]
    firsts = _first_of_each(judged)
    await store(list(firsts.values()))
    return [_outcome(j, firsts) for j in judged]


def _read(said: Submission) -> tuple[int, Entry] | DomainError:
    try:
        policy.require(said.by, "evaluation.submit")
        check_shape(said)
        return proofs.read(said.token)
    except DomainError as refusal:
        return refusal


async def _events(invitation_ids: list[int]) -> dict[int, asyncpg.Record]:
    rows = await fetch(statements.EVENTS, invitation_ids) if invitation_ids else []
    return {row["invitation_id"]: row for row in rows}


def _first_of_each(judged: Sequence[Judged | DomainError]) -> dict[int, Judged]:
    """The ratings to store, by event: of events not yet rated, the first submission."""
    firsts: dict[int, Judged] = {}
    for j in judged:
        if isinstance(j, Judged) and not j.event["is_rated"]:
            firsts.setdefault(j.event_id, j)
    return firsts


def _outcome(j: Judged | DomainError, firsts: Mapping[int, Judged]) -> Outcome:
    if isinstance(j, DomainError):
        return j
    first = firsts.get(j.event_id)
    if j is first:
        return _submitted(j, j.said.level, existed=False)
    key, input_hash, level = (
        (first.said.idempotency_key, first.said.fingerprint, first.said.level)
        if first is not None
        else (j.event["idempotency_key"], j.event["input_hash"], Level(j.event["level"]))
    )
    if j.said.idempotency_key is None or j.said.idempotency_key != key:
        return AlreadyRated(
            "这次办事已经评过了，每次办事只评一次。如果是您评的，可以用回执号查看进度；不是您评的，请拨打12345。",
            "This visit has been rated already. If it was you, follow it with your receipt number; if not, call 12345.",
            path=("token",),
        )
    if j.said.fingerprint != input_hash:
        return IdempotencyMismatch(
            "同一个幂等键，内容却不同。第一次的评价保留不变。",
            "Same idempotency key, other input. The first rating stands.",
            path=("idempotencyKey",),
        )
    return _submitted(j, level, existed=True)


def _submitted(j: Judged, level: Level, *, existed: bool) -> Submitted:
    return Submitted(j.evaluation_id, j.receipt, level.is_bad, existed, j.event_id)
