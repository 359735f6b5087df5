"""Reads one order for its page: everything this person may see, with three statements and their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import views
from admin_ui.badges import Today
from domain import rulebook
from domain.actor import Actor
from domain.moves.work_orders import MOVES
from domain.working_days import Counted, DayType, count
from web.catalogue import has, say
from web.formats import day, moment
from web.language import language
from web.terms import Cell, cells

EVALUATION = (
    "id", "level", "kind", "entry", "stage", "text", "covered", "ratedOn", "tags.code", "tags.text", "service.code",
    "service.name", "window.name", "hall.name", "reply.text", "serviceEvent.caseNumber", "serviceEvent.serviceNumber",
    ("dimensions", ["level", "dimension.name"]),
)  # fmt: skip
TERM = (
    "kind", "owner", "dueOn", "isOpen", "metOn", "provisional", "explanation", "authority", "countedFrom", "days",
    "dayType", "rule", "generation", "calendarVersion",
)  # fmt: skip
FIELDS: Any = (
    "id", "row", "number", "state", "version", "urgent", "urged", "reopened", "isOpen", "overdue", "dueOn", "moves",
    "cause", "raterHidden", "told", "measures", "replyDraft", "replyDraftVersion", "callback", "dispatchedOn",
    "agency.name", "officer.name", "ratedStaff.name",
    ("finding", ["verdict", "attribution", "cause", "note"]), ("terms", TERM),
    ("timeline", ["on", "at", "actor", "move", "reason", "desk"]), ("evaluation", EVALUATION),
)  # fmt: skip
SAME_DAYS = 30
HOLLOW = ("SYSTEM",)
ICONS = {
    "dispatch": "bolt",
    "sign": "check",
    "contact": "phone",
    "find_responsible": "search",
    "find_explained": "search",
    "explain": "message",
    "submit": "send",
    "approve": "file-check",
    "send_back_rectifying": "arrow-back",
    "send_back_explained": "arrow-back",
    "settle": "circle-check",
    "give_up": "phone-off",
    "reopen": "rotate",
    "redo": "rotate",
    "close": "check",
    "void": "ban",
    "urge": "urgent",
    "call": "phone-call",
    "reveal": "eye",
}
DRAWN = {name for name, move in MOVES.items() if move.by and name != "draft_reply"}  # drafts are not shown
assert ICONS.keys() == DRAWN, "a move has no icon"


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line of the timeline, in words. `at`: the moment, or the day if the person may know no more."""

    who: str
    what: str
    at: datetime | date
    when: str
    text: str
    icon: str
    hollow: bool


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of the table of terms."""

    kind: str
    rule: str
    authority: str
    due_on: date
    is_open: bool
    badge: Any
    result: str


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation of the next term's due day: its days as cells, and in words."""

    due_on: date
    sentence: str
    days: list[Cell]
    left_out: str
    provisional: str
    profile: str


async def read(sealed: str, me: Actor) -> Mapping[str, Any] | None:
    """Return the order; None if it does not exist or is not reached."""
    return await views.one("WorkOrder", FIELDS, id=sealed, actor=me, language=language())


def timeline(order: Mapping[str, Any], today: date) -> list[TimelineLine]:
    """Return the timeline for officials, newest first."""
    return [_entry(one, today) for one in reversed(order["timeline"])]


def _entry(one: Mapping[str, Any], today: date) -> TimelineLine:
    system, move = one["desk"] in HOLLOW, one["move"]
    words = f"did.{move}.system" if system and has(f"did.{move}.system") else f"did.{move}"
    what = say(words) if has(words) else say("did.other", move=move)
    who, text = ("", "") if system else (one["actor"], one["reason"] or "")
    icon = ICONS.get(move, "bolt" if system else "pencil")
    at = one["at"] or one["on"]
    return TimelineLine(who, what, at, _when(at, today), text, icon, system)


def signer(order: Mapping[str, Any]) -> str:
    """Return who signed for the agency, "" if nobody has."""
    signed = next((one for one in order["timeline"] if one["move"] == "sign"), None)
    if signed is None:
        return ""
    return say("signed.by_system") if signed["desk"] in HOLLOW else str(signed["actor"])


def _when(at: datetime | date, today: date) -> str:
    text = moment(at)
    return (
        text.replace(day(today), say("today"), 1) if text.startswith(day(today) + " ") or text == day(today) else text
    )


# What the later terms are counted from.
STARTS = {"REVIEW": "submitted", "CALLBACK": "approved", "FINAL": "called_back"}


def term_rows(order: Mapping[str, Any], today: Today) -> list[TermRow]:
    """Return all terms of the order, as they were counted."""
    return [_term_row(term, today) for term in order["terms"]]


def _term_row(term: Mapping[str, Any], today: Today) -> TermRow:
    badge = today.term_badge(term)
    unit = say(f"term.unit.{term['dayType']}", days=term["days"])
    start = STARTS.get(term["kind"], "reopened" if term["rule"] == "redo" else "dispatched")
    if term["rule"] == "rectify" and _is_later(term):
        start = "sent_back"
    result = ""
    if term["metOn"] and not badge.late:
        result = say(f"term.met.{term['kind']}", day=day(term["metOn"]))
    elif not term["isOpen"] and not term["metOn"]:
        result = say("term.cancelled")
    return TermRow(
        term["kind"],
        say(f"term.from.{start}", unit=unit),
        term["authority"],
        term["dueOn"],
        term["isOpen"],
        badge,
        result,
    )


def _is_later(term: Mapping[str, Any]) -> bool:
    """Return whether a term is not counted from dispatch."""
    return term["kind"] in STARTS or term["rule"] == "redo" or term["generation"] > 1


async def why(order: Mapping[str, Any], today: Today) -> Why | None:
    """Return the explanation of the term that is due first; None if no term is open."""
    term = min((t for t in order["terms"] if t["isOpen"]), key=lambda t: t["dueOn"], default=None)
    if term is None:
        return None
    counted = count(term["countedFrom"], term["days"], today.calendar.days, DayType(term["dayType"]))
    book = await rulebook.in_force(order["dispatchedOn"])
    later = _is_later(term)
    words = "terms.sentence.later" if later else "terms.sentence"
    drawn = cells(term["countedFrom"], counted, today=today.day)
    if later:
        drawn[0] = replace(drawn[0], words=say("terms.begun"))
    return Why(
        term["dueOn"],
        say(words, start=day(term["countedFrom"]), days=term["days"]),
        drawn,
        left_out(counted),
        say("terms.provisional", year=term["dueOn"].year) if term["provisional"] else "",
        say("terms.profile", name=book.name, version=book.version, calendar=term["calendarVersion"]),
    )


def left_out(counted: Sequence[Counted]) -> str:
    """Return the days not counted and why, and weekends that were: 没算的11天：9月19日周末；…"""
    runs: list[list[Counted]] = []
    for one in counted:
        if one.number is not None:
            continue
        if runs and one.day - runs[-1][-1].day == timedelta(days=1) and one.name == runs[-1][-1].name:
            runs[-1].append(one)
        else:
            runs.append([one])
    parts = [_run(run) for run in runs]
    said = say("terms.left_out", n=sum(map(len, runs)), days=say("joint").join(parts)) if runs else ""
    worked = [one for one in counted if one.number is not None and one.day.weekday() >= 5]
    return said + "".join(say("terms.worked", day=day(one.day), number=one.number) for one in worked)


def _run(run: Sequence[Counted]) -> str:
    why = run[0].name or say("terms.weekend")
    first, last = day(run[0].day), day(run[-1].day)
    if len(run) == 1:
        return say("terms.one_out", day=first, why=why)
    short = f"{run[-1].day.day}日" if run[0].day.month == run[-1].day.month and last.endswith("日") else last
    return say("terms.run_out", first=first, last=short, why=why)


async def same(order: Mapping[str, Any], me: Actor, today: date) -> tuple[int, str]:
    """Return how many other ratings of the item have the same reason, and the address of their list."""
    evaluation = order["evaluation"]
    codes = [tag["code"] for tag in evaluation["tags"]]
    if not codes or evaluation["service"] is None:
        return 0, ""
    where = {"serviceCode": [evaluation["service"]["code"]], "tag": codes, "from": today - timedelta(days=SAME_DAYS)}
    page = await views.page("Evaluation", ["id"], actor=me, where=where, first=1, counted=True)
    query = "&".join([f"service={evaluation['service']['code']}", *[f"tag={code}" for code in codes]])
    return max((page.total or 0) - 1, 0), f"/admin/evaluations?tab=bad&{query}"
