"""Judges a submission by the event behind its proof and the form in force: whether it may be stored."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import asyncpg

from domain.collecting import invitations, proofs
from domain.collecting.forms import FormAsked, scene_of
from domain.errors import DomainError, NotAllowed
from domain.evaluations.submission import Submission, assurance_of, check_against
from domain.tallies import CountedAt
from domain.words import Assurance, Cause, Entry, Level, Scene, Stage
from domain.work_orders.routing import leading


@dataclass(frozen=True)
class Judged:
    """A submission that may be stored, with its service event; the rating's columns come from here.

    `evaluation_id` is the existing rating's, or the one reserved for it; `rated_at` is the moment at which the whole
    batch was read.
    """

    said: Submission
    event: asyncpg.Record
    entry: Entry
    form: FormAsked

    @property
    def event_id(self) -> int:
        """The id of the service event."""
        return int(self.event["service_event_id"])

    @property
    def evaluation_id(self) -> int:
        """The id of the existing rating, or the one reserved for the new one."""
        return int(self.event["evaluation_id"])

    @property
    def rated_at(self) -> datetime:
        """The moment at which the whole batch was read."""
        moment: datetime = self.event["now"]
        return moment

    @cached_property
    def receipt(self) -> str:
        """The receipt of the rating."""
        return proofs.receipt_of(self.event["invitation_id"])

    @property
    def place(self) -> CountedAt:
        """Where the rating is counted."""
        e = self.event
        return CountedAt(e["district_id"], e["agency_id"], e["service_id"], e["hall_id"], e["staff_id"])

    @property
    def tag_ids(self) -> list[int]:
        """The ids of the tags, each once."""
        return [self.form.tags[code].id for code in dict.fromkeys(self.said.tags)]

    @property
    def dimension_levels(self) -> list[tuple[int, Level]]:
        """(dimension id, level) of each rated dimension."""
        return [(self.form.dimensions[code].id, level) for code, level in self.said.dimensions]

    @property
    def assurance(self) -> Assurance:
        """AUTHENTICATED with a signed user; otherwise what the entry gives."""
        return assurance_of(self.entry) if self.said.signed_for is None else Assurance.AUTHENTICATED

    @property
    def cause(self) -> Cause:
        """The cause that the tags suggest (docs/rules.md §3.5)."""
        return leading(cause for code in self.said.tags if (cause := self.form.tags[code].cause))


def judge(
    said: Submission,
    read: tuple[int, Entry] | DomainError,
    events: dict[int, asyncpg.Record],
    asked: dict[Scene, FormAsked],
) -> Judged | DomainError:
    """The judged submission, or the error that refuses it.

    `read`: the proof's invitation and entry, or why it is refused; `events`: the service events by invitation; `asked`:
    the forms in force.
    """
    if isinstance(read, DomainError):
        return read
    event, entry = events.get(read[0]), read[1]
    if event is None or not proofs.is_given(entry, event["entries"]):
        return proofs.unknown()
    form = asked[scene_of(Stage(event["stage"]), entry)]
    try:
        _check_person(event, said)
        if not _is_repeat(event, said):  # also if the event is rated: a refusal must not tell whether it is
            _check_open(event)
            check_against(form, said)
    except DomainError as refusal:
        return refusal
    return Judged(said, event, entry, form)


def _check_person(event: asyncpg.Record, said: Submission) -> None:
    """Raise NotAllowed if the signed user is not the person who was served."""
    if said.signed_for is not None and event["rater_ref"] not in said.signed_for:
        raise NotAllowed(
            "断言里的用户不是这次办事的办事人，不能以其名义评价。请让办事人本人登录，或不带 assertion 提交。",
            "The user of the assertion is not the person who was served. Let that person sign in, or leave it out.",
            path=("assertion",),
        )


def _is_repeat(event: asyncpg.Record, said: Submission) -> bool:
    """Whether the same sender sends the rating again.

    It is then answered as the first time, even if the form or the expiry of the proof has changed.
    """
    key: str | None = event["idempotency_key"]
    return key is not None and key == said.idempotency_key


def _check_open(event: asyncpg.Record) -> None:
    if event["now"] > event["expires_at"]:
        raise invitations.expired()
