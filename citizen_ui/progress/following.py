"""Reads what the holder of a receipt may see, as texts for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import views
from citizen_ui.progress.steps import ProgressStep, Reply, Road, as_day, steps
from domain import calendar, clock
from domain.errors import NotFound
from domain.evaluations import Followed
from domain.words import WorkOrderState
from domain.working_days import days_between
from web.catalogue import say
from web.language import EN, language

FIELDS: Final = (
    "level",
    "text",
    "ratedOn",
    ("tags", ("text",)),
    ("reply", ("text", "repliedOn")),
    ("workOrder", ("state", "agency.name", "raterHidden", "callback", "dispatchedOn",
                   ("terms", ("kind", "dueOn", "isOpen")), ("timeline", ("on", "move")))),
    "waits", ("acts", ("on", "action", "reason", "spans")),
)  # fmt: skip
FATES: Final = ("PUBLISH", "REDACT", "HIDE", "RESTORE", "SUSPECT", "MAKE_VALID", "MAKE_VOID", "OPEN_ORDER")
UNDER_WAY: Final = ("RECTIFYING", "EXPLAINED", "REOPENED")

RatingAnswer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnRating:
    """The rating as its rater wrote it."""

    receipt: str
    level: str
    tags: tuple[str, ...]
    text: str
    rated_on: date


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """The work order of a bad rating: its state, its agency, and when the rectification is due."""

    state: str
    agency_name: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Fate:
    """One decision on the rating or its text: day, words, and reason."""

    on: date
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows.

    `fate`: the decisions on the text and the rating. `waits`: the text awaits moderation.
    """

    rating: OwnRating
    order: OwnOrder | None
    steps: list[ProgressStep]
    fate: list[Fate]
    waits: bool


async def see(followed: Followed) -> Seen:
    """Return the rating of a receipt, and the steps of its work order if it has one. Raises NotFound."""
    told = await views.one(
        "Evaluation",
        FIELDS,
        id=followed.evaluation_id,
        actor=followed.actor,
        language="en" if language() == EN else "zh",
    )
    if told is None:
        raise NotFound("没有这个回执号。", "No such receipt.")
    tags = tuple(tag["text"] for tag in told["tags"])
    rating = OwnRating(followed.receipt, told["level"], tags, told["text"] or "", as_day(told["ratedOn"]))
    order, waits = told["workOrder"], bool(told["waits"])
    if order is None:
        return Seen(rating, None, [], _fate(told), waits)
    road = Road.of(order, hidden=order["raterHidden"], used=await _used(order))
    return Seen(rating, _own(order), steps(road, _reply(told, order)), _fate(told), waits)


def _fate(told: RatingAnswer) -> list[Fate]:
    """Return the decisions, oldest first, without the names of those who made them."""
    return [
        Fate(as_day(act["on"]), say(f"fate.{act['action']}", n=act["spans"] or 0), act["reason"] or "")
        for act in told["acts"]
        if act["action"] in FATES
    ]


def _own(order: RatingAnswer) -> OwnOrder:
    due = [as_day(term["dueOn"]) for term in order["terms"] if term["kind"] == "RECTIFY" and term["isOpen"]]
    return OwnOrder(order["state"], order["agency"]["name"], max(due, default=None))


def _reply(told: RatingAnswer, order: RatingAnswer) -> Reply | None:
    if told["reply"] is None:
        return None
    return Reply(told["reply"]["text"], say("progress.reply_by", agency=order["agency"]["name"]))


async def _used(order: RatingAnswer) -> int | None:
    """Return the working days since dispatch while the rectification is under way, else None."""
    if WorkOrderState(order["state"]) not in UNDER_WAY:
        return None
    known = await calendar.load()
    return days_between(as_day(order["dispatchedOn"]), await clock.today(), known.days)
