"""The mistakes that some people and systems make, how often, and the answers they must get."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final, TypeAlias

from cli.simulate.words import ACKNOWLEDGED
from domain.collecting import NewServiceEvent
from domain.words import Entry, Level, Stage

Said: TypeAlias = Mapping[str, Any]
Before: TypeAlias = Callable[[Said], tuple[str, Said, str]]  # returns (whose key, what is sent, expected answer)
After: TypeAlias = Callable[[Said], tuple[Said, str]]

LATE_CONTACT: Final = 0.006  # share of events reported without their rater, who is reported later
AGAIN, OTHER_FACTS, UNKNOWN_AGENCY, FUTURE = 0.004, 0.002, 0.003, 0.002
RECORDED: Final = "RECORDED"


def clumsy(event: NewServiceEvent, now: datetime, dice: Random) -> list[tuple[NewServiceEvent, str]]:
    """Return what else is sent about this event, with the expected answers."""
    other = Stage.CONSULT if event.stage is not Stage.CONSULT else Stage.ACCEPTANCE
    ways = (
        (AGAIN, event, RECORDED),
        (OTHER_FACTS, replace(event, stage=other), "CONFLICT"),
        (UNKNOWN_AGENCY, replace(event, service_number=2, agency_code=f"{event.agency_code[:17]}!"), "NOT_FOUND"),
        (FUTURE, replace(event, service_number=3, happened_at=now + timedelta(days=4000)), "INVALID"),
    )
    return [(sent, expected) for chance, sent, expected in ways if dice.random() < chance]


def of_a_rater(dice: Random) -> tuple[Before | None, After | None]:
    """Return the mistakes of one rater before and after the real rating; None for most."""
    before = next((way for chance, way in BEFORE if dice.random() < chance), None)
    after = next((way for chance, way in AFTER if dice.random() < chance), None)
    return before, after


def _forged(said: Said) -> tuple[str, Said, str]:
    token = said["token"]
    return "channel", {**said, "token": ("A" if token[0] != "A" else "B") + token[1:]}, "PROOF_INVALID"


def _wrong_tag(said: Said) -> tuple[str, Said, str]:
    praise = "SZ-H01" if said["entry"] == Entry.HOTLINE_12345 else "510"
    return "channel", {**said, "level": Level.DISSATISFIED, "tags": [praise]}, "TAG_NOT_OF_LEVEL"


def _no_reason(said: Said) -> tuple[str, Said, str]:
    return "channel", {**said, "level": Level.DISSATISFIED, "tags": [], "text": " "}, "REASON_REQUIRED"


def _by_business(said: Said) -> tuple[str, Said, str]:
    return "business", said, "FORBIDDEN"


def _resent(said: Said) -> tuple[Said, str]:
    return said, ACKNOWLEDGED


def _other_input(said: Said) -> tuple[Said, str]:
    return {**said, "text": "改主意了。"}, "IDEMPOTENCY_MISMATCH"


def _second(said: Said) -> tuple[Said, str]:
    return {**said, "idempotencyKey": None}, "ALREADY_RATED"


BEFORE: Final[tuple[tuple[float, Before], ...]] = (
    (0.004, _forged),
    (0.004, _wrong_tag),
    (0.003, _no_reason),
    (0.001, _by_business),
)
AFTER: Final[tuple[tuple[float, After], ...]] = ((0.01, _resent), (0.004, _other_input), (0.004, _second))
