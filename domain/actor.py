"""Who acts. Every use case and every view takes an Actor; there is no implicit current user."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.words import Role


class ActorKind(StrEnum):
    """PUBLIC: no key · RATER: has a proof or receipt · CLIENT: machine · ACCOUNT: official · SYSTEM."""

    PUBLIC = "PUBLIC"
    RATER = "RATER"
    CLIENT = "CLIENT"
    ACCOUNT = "ACCOUNT"
    SYSTEM = "SYSTEM"


class Scope(StrEnum):
    """What a client may do. Business systems never get SUBMIT_RATINGS (docs/rules.md §2)."""

    RECORD_EVENTS = "service_events.record"
    SUBMIT_RATINGS = "evaluations.submit"
    READ_EVENTS = "events.read"
    READ_BOARD = "board.read"
    CHANGE_DIRECTORY = "directory.change"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, client or the system acting in one role.

    Fields of reach are None where the role has none; they go into SQL as parameters only. `role` is what policy and
    views look up: a Role for accounts, else PUBLIC, RATER, USER, CHANNEL, BUSINESS, SUBSCRIBER, SYSTEM. `rater_refs`:
    the vault's references of the person a channel signed for. `origins`: where a client's pages are.
    """

    kind: ActorKind
    role: str
    id: int | None = None
    name: str = ""
    agency: int | None = None
    district: int | None = None
    hall: int | None = None
    staff: int | None = None
    evaluation: int | None = None
    service_event: int | None = None
    scopes: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    rater_refs: tuple[UUID, ...] = ()
    origins: frozenset[str] = frozenset()

    @property
    def account_role(self) -> Role | None:
        """The role of an account; None for other actors."""
        return Role(self.role) if self.kind is ActorKind.ACCOUNT else None


PUBLIC: Final = Actor(ActorKind.PUBLIC, "PUBLIC", name="公众")
SYSTEM: Final = Actor(ActorKind.SYSTEM, "SYSTEM", name="系统")


def rater(*, evaluation: int | None = None, service_event: int | None = None) -> Actor:
    """The holder of a receipt (own rating) or of a proof (the event that may be rated)."""
    return Actor(ActorKind.RATER, "RATER", name="评价人", evaluation=evaluation, service_event=service_event)


def user(rater_refs: tuple[UUID, ...]) -> Actor:
    """The person a channel signed for, with the vault's references of that person's visits."""
    return Actor(ActorKind.RATER, "USER", name="评价人", rater_refs=rater_refs)
